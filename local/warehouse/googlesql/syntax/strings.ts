/** GoogleSQL string and bytes literals: prefixes, triple quotes, escapes. */
import { SqlSyntaxError, type Position } from "./errors.ts";

/** A literal at the start of a text: its parts and its whole length. */
export interface QuotedLiteral {
  readonly bytes: boolean;
  /** The decoded text; for bytes one character per byte (code points 0 to 255). */
  readonly value: string;
  readonly length: number;
}

const OPENING = /^(rb|br|r|b)?("""|'''|"|')/i;

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  "?": "?",
  '"': '"',
  "'": "'",
  "`": "`",
};

/** Reads a string or bytes literal that starts `text`; null if none does. */
export function readQuoted(text: string, at: Position): QuotedLiteral | null {
  const opening = OPENING.exec(text.slice(0, 8));
  if (opening === null) return null;
  const prefix = (opening[1] ?? "").toLowerCase();
  const quote = opening[2] ?? "";
  const from = opening[0].length;
  const end = closingQuote(text, from, quote, at);
  const bytes = prefix.includes("b");
  const written = text.slice(from, end);
  const body = bytes ? Buffer.from(written, "utf8").toString("latin1") : written;
  const value = prefix.includes("r") ? body : unescape(body, bytes, at);
  return { bytes, value, length: end + quote.length };
}

/** Decodes escapes, in a string, bytes or a backticked identifier. */
export function unescape(body: string, bytes: boolean, at: Position): string {
  const pattern =
    /\\(?:([0-3][0-7]{2})|[xX]([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g;
  return body.replace(
    pattern,
    (all: string, octal?: string, hex?: string, short?: string, long?: string, one?: string) => {
      if (octal !== undefined) return String.fromCodePoint(parseInt(octal, 8));
      if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
      const point = bytes ? undefined : (short ?? long);
      if (point !== undefined && isCharacter(parseInt(point, 16))) {
        return String.fromCodePoint(parseInt(point, 16));
      }
      const plain = one === undefined ? undefined : SIMPLE_ESCAPES[one];
      if (plain === undefined) throw new SqlSyntaxError(`Illegal escape sequence: ${all}`, at);
      return plain;
    },
  );
}

/** Halves of characters and what lies beyond Unicode are none. */
function isCharacter(point: number): boolean {
  return point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
}

function closingQuote(text: string, from: number, quote: string, at: Position): number {
  for (let i = from; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text.startsWith(quote, i)) return i;
    else if (text[i] === "\n" && quote.length === 1) break;
  }
  throw new SqlSyntaxError("Unclosed string literal", at);
}
