/** The text of a YAML file as a value. What the parser only warns of is refused too, and no error quotes the text. */

import { type ErrorCode, Lexer, parseDocument, Parser } from "yaml";

import { ConfigError } from "../errors.ts";

const TAGGED = "has a tag (a word after !), which means nothing here: take it out";
const NOT_YAML = "is not YAML: correct it or remove it";
const FAULTS: Readonly<Partial<Record<ErrorCode, string>>> = {
  TAG_RESOLVE_FAILED: TAGGED,
  BAD_COLLECTION_TYPE: TAGGED,
  MULTIPLE_DOCS:
    "begins a second document (--- or ...), of which nothing is read: put all into one",
};

/** No file of these has more than five; a text of a few thousand brackets ends the process, not the parser alone. */
const MAX_DEPTH = 100;

/** Read token by token, so that nothing is called as often as the text is deep. */
function isTooDeep(text: string): boolean {
  // Marks in a row are read by a call each before they are tokens.
  if (/(?:[-?:][ \t]+){100}/.test(text)) return true;
  const parser = new Parser();
  for (const token of new Lexer().lex(text)) {
    Array.from(parser.next(token));
    if (parser.stack.length > MAX_DEPTH) return true;
  }
  return false;
}

/** Throws ConfigError with `file`, the number of the line where it is known, and what to do. */
export function parseYaml(text: string, file: string): unknown {
  // Some editors begin a file with a byte order mark.
  const unmarked = text.replace(/^\uFEFF/, "");
  if (isTooDeep(unmarked))
    throw new ConfigError(`${file} has lists nested more than ${MAX_DEPTH} times: correct it.`);
  // A second document is an error only at this level.
  const document = parseDocument(unmarked, { logLevel: "error" });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) {
    const line = fault.linePos === undefined ? "" : `, line ${fault.linePos[0].line},`;
    throw new ConfigError(`${file}${line} ${FAULTS[fault.code] ?? NOT_YAML}.`);
  }
  try {
    return document.toJS() as unknown;
  } catch {
    throw new ConfigError(
      `${file} has an alias (a name after *) that cannot be followed: write out what it stands for.`,
    );
  }
}
