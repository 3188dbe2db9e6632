/** GoogleSQL text to tokens; comments and blanks are dropped, every token knows its place. */
import { SqlSyntaxError, UnsupportedError, type Position } from "./errors.ts";
import { readQuoted, unescape } from "./strings.ts";

export type TokenKind =
  | "word" // value: lower case
  | "quoted" // a backticked identifier; value: its inside
  | "string" // value: decoded
  | "bytes" // value: hexadecimal
  | "number" // value: as written
  | "parameter" // value: the name of @name, or the number of a `?` counted from 1
  | "operator";

export interface Token extends Position {
  readonly kind: TokenKind;
  readonly text: string;
  readonly value: string;
  /** Offset of the first character in the text, and of the one after the last. */
  readonly start: number;
  readonly end: number;
  /** True for a word right after a dot: it is a name there, even if it is reserved elsewhere. */
  readonly afterDot: boolean;
}

const BLANK = /(?:\s+|--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
/** After a dot a name may begin with a digit: `dataset.20260105`. */
const FIELD = /[A-Za-z0-9_]+/y;
const NUMBER = /0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const OPERATOR = /\|>|\|\||<>|!=|<=|>=|<<|>>|=>|@@|[-+*/%=<>()[\]{},.;:@&|^~?!$]/y;

interface Reading {
  readonly kind: TokenKind;
  readonly value: string;
  readonly length: number;
}

/**
 * All tokens of a text.
 * @throws SqlSyntaxError for an unclosed literal or comment, or a character that GoogleSQL lacks.
 */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const positionAt = positions(text);
  let positional = 0;
  let offset = skipBlank(text, 0);
  while (offset < text.length) {
    const at = positionAt(offset);
    const previous = tokens.at(-1);
    const afterDot = previous?.text === "." && previous.kind === "operator";
    const reading = readToken(text, offset, at, afterDot, previous);
    const start = offset;
    offset += reading.length;
    const isPositional = reading.kind === "operator" && reading.value === "?";
    if (isPositional) positional += 1;
    tokens.push({
      kind: isPositional ? "parameter" : reading.kind,
      value: isPositional ? String(positional) : reading.value,
      text: text.slice(start, offset),
      start,
      end: offset,
      afterDot,
      ...at,
    });
    offset = skipBlank(text, offset);
  }
  return tokens;
}

function readToken(
  text: string,
  offset: number,
  at: Position,
  afterDot: boolean,
  previous: Token | undefined,
): Reading {
  const literal = afterDot ? null : readQuoted(text.slice(offset), at);
  if (literal !== null) return literalReading(literal, at);
  const word = match(afterDot ? FIELD : WORD, text, offset);
  if (word !== null) return { kind: "word", value: word.toLowerCase(), length: word.length };
  if (text[offset] === "`") return readBackticks(text, offset, at);
  const startsNumber = text[offset] !== "." || !endsOperand(previous);
  const number = startsNumber ? match(NUMBER, text, offset) : null;
  if (number !== null) return { kind: "number", value: number, length: number.length };
  if (text.startsWith("@", offset) && !text.startsWith("@@", offset)) {
    const name = match(WORD, text, offset + 1);
    if (name !== null) return { kind: "parameter", value: name, length: name.length + 1 };
  }
  if (text.startsWith("/*", offset)) throw new SqlSyntaxError("Unclosed comment", at);
  const operator = match(OPERATOR, text, offset);
  if (operator === null) {
    throw new SqlSyntaxError(`Illegal input character ${JSON.stringify(text[offset])}`, at);
  }
  if (operator === "|>") throw new UnsupportedError("pipe syntax (|>)", at);
  if (operator === "@@") throw new UnsupportedError("a system variable (@@)", at);
  return { kind: "operator", value: operator, length: operator.length };
}

function literalReading(
  literal: { bytes: boolean; value: string; length: number },
  at: Position,
): Reading {
  if (!literal.bytes) {
    return { kind: "string", value: withoutNul(literal.value, at), length: literal.length };
  }
  const hex = Buffer.from(literal.value, "latin1").toString("hex");
  return { kind: "bytes", value: hex, length: literal.length };
}

function readBackticks(text: string, offset: number, at: Position): Reading {
  const closed = /`((?:[^`\\\n]|\\.)+)`/y;
  closed.lastIndex = offset;
  const found = closed.exec(text);
  if (found === null) throw new SqlSyntaxError("Unclosed or empty identifier literal", at);
  const value = withoutNul(unescape(found[1] ?? "", false, at), at);
  return { kind: "quoted", value, length: found[0].length };
}

/** DuckDB ends a statement there, whichever way the character was written. */
function withoutNul(value: string, at: Position): string {
  if (value.includes("\0")) throw new UnsupportedError("the invisible character U+0000", at);
  return value;
}

/** A point after `t` or `)` is a field access, elsewhere it may begin the number `.5`. */
function endsOperand(token: Token | undefined): boolean {
  if (token === undefined) return false;
  return token.kind !== "operator" || token.text === ")" || token.text === "]";
}

function skipBlank(text: string, offset: number): number {
  return offset + (match(BLANK, text, offset)?.length ?? 0);
}

function match(pattern: RegExp, text: string, offset: number): string | null {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0] ?? null;
}

/** Offset to line and column; offsets must be asked for in rising order. */
function positions(text: string): (offset: number) => Position {
  let line = 1;
  let lineStart = 0;
  let seen = 0;
  return (offset) => {
    for (; seen < offset; seen++) {
      if (text[seen] === "\n") {
        line += 1;
        lineStart = seen + 1;
      }
    }
    return { line, column: offset - lineStart + 1 };
  };
}
