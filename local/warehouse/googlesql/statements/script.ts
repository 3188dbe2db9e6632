/** A script to its statements, in order. */
import { SqlSyntaxError, UnsupportedError } from "../syntax/errors.ts";
import { unexpected } from "../syntax/unexpected.ts";
import { parseCreate } from "./parse_create.ts";
import { parseDelete, parseInsert, parseUpdate } from "./parse_dml.ts";
import { parseMerge } from "./parse_merge.ts";
import {
  accept,
  expectEnd,
  expectWords,
  peek,
  readName,
  readPath,
  readUntil,
  textOf,
  type Reader,
  unexpectedNext,
} from "./reader.ts";
import type { Statement } from "./statement.ts";
import {
  isOperator,
  isWord,
  parseTree,
  startsQuery,
  type Node,
  type Nodes,
} from "../syntax/tree.ts";

/**
 * The statements of a script. BEGIN … END is flattened; a script of blanks and comments has none.
 * @throws UnsupportedError for statements that the local warehouse does not run, by their name;
 * SqlSyntaxError for what is no statement.
 */
export function splitScript(sql: string): readonly Statement[] {
  const rest: Rest = { source: sql, pieces: [...splitAtSemicolons(parseTree(sql))] };
  const statements = readStatements(rest);
  const [piece] = rest.pieces;
  if (piece !== undefined) throw unexpected(piece[0]);
  return statements;
}

/** What of a script is still to be read, in pieces between semicolons. */
interface Rest {
  readonly source: string;
  readonly pieces: Nodes[];
}

/** Statements up to the end of the script, or up to the ELSE or END IF of the IF that they are in. */
function readStatements(rest: Rest): readonly Statement[] {
  let depth = 0;
  const statements: Statement[] = [];
  for (;;) {
    const [piece] = rest.pieces;
    if (piece === undefined || isWord(piece[0], "else", "elseif") || endsIf(piece)) break;
    rest.pieces.shift();
    if (isWord(piece[0], "begin")) {
      if (piece.length === 1 || isWord(piece[1], "transaction")) {
        throw new UnsupportedError("BEGIN TRANSACTION", piece[0] as Node);
      }
      depth += 1;
      rest.pieces.unshift(piece.slice(1));
    } else if (isWord(piece[0], "if")) statements.push(readIf(piece, rest));
    else if (isWord(piece[0], "end") && piece.length === 1 && depth > 0) depth -= 1;
    else statements.push(parseStatement({ source: rest.source, nodes: piece, index: 0 }));
  }
  if (depth > 0) throw new SqlSyntaxError("BEGIN without END", { line: 1, column: 1 });
  return statements;
}

/** `IF condition THEN …; ELSE …; END IF`, of which `piece` is what stands before the first semicolon. */
function readIf(piece: Nodes, rest: Rest): Statement {
  const at = { line: piece[0]?.line ?? 1, column: piece[0]?.column ?? 1 };
  const reader: Reader = { source: rest.source, nodes: piece, index: 1 };
  const condition = readUntil(reader, "then");
  expectWords(reader, "then");
  rest.pieces.unshift(piece.slice(reader.index));
  const then = readStatements(rest);
  const otherwise = readElse(rest);
  const end = rest.pieces.shift();
  if (end === undefined) throw new SqlSyntaxError("IF without END IF", at);
  if (!endsIf(end)) throw new UnsupportedError("statement ELSEIF", end[0] as Node);
  return { kind: "if", condition, then, otherwise, ...at };
}

function readElse(rest: Rest): readonly Statement[] {
  const [piece] = rest.pieces;
  if (!isWord(piece?.[0], "else")) return [];
  rest.pieces[0] = piece?.slice(1) ?? [];
  return readStatements(rest);
}

function endsIf(piece: Nodes): boolean {
  return piece.length === 2 && isWord(piece[0], "end") && isWord(piece[1], "if");
}

function splitAtSemicolons(nodes: Nodes): readonly Nodes[] {
  const pieces: Node[][] = [[]];
  for (const node of nodes) {
    if (isOperator(node, ";")) pieces.push([]);
    else pieces.at(-1)?.push(node);
  }
  return pieces.filter((piece) => piece.length > 0);
}

/** First words of statements that exist in BigQuery and not here. */
const UNSUPPORTED =
  `alter export execute call loop while repeat for begin commit rollback return raise
  load grant revoke exception case leave break continue iterate explain describe undrop`.split(
    /\s+/,
  );

function parseStatement(reader: Reader): Statement {
  const first = peek(reader);
  if (first === undefined) throw unexpected(first);
  const at = { line: first.line, column: first.column };
  if (startsQuery(reader.nodes) || first.kind === "group") {
    return { kind: "query", sql: textOf(reader.source, reader.nodes), ...at };
  }
  if (isWord(first, "from")) throw new UnsupportedError("a query that begins with FROM", first);
  if (accept(reader, "create")) return parseCreate(reader, at);
  if (accept(reader, "insert")) return parseInsert(reader, at);
  if (accept(reader, "update")) return parseUpdate(reader, at);
  if (accept(reader, "delete")) return parseDelete(reader, at);
  if (accept(reader, "merge")) return parseMerge(reader, at);
  if (accept(reader, "drop")) return { ...parseDrop(reader), ...at };
  if (accept(reader, "declare")) return { ...parseDeclare(reader), ...at };
  if (accept(reader, "set")) return { ...parseSet(reader), ...at };
  if (accept(reader, "assert")) return { ...parseAssert(reader), ...at };
  if (accept(reader, "truncate", "table")) {
    const path = readPath(reader);
    expectEnd(reader);
    return { kind: "truncate", path, ...at };
  }
  if (first.kind === "word" && isWord(first, ...UNSUPPORTED)) {
    throw new UnsupportedError(`statement ${statementName(reader)}`, first);
  }
  throw unexpected(first);
}

/** `EXECUTE IMMEDIATE`, `ALTER TABLE`, `EXPORT DATA`; `LOOP` alone. */
function statementName(reader: Reader): string {
  const words = [peek(reader), peek(reader, 1)].flatMap((node) =>
    node?.kind === "word" ? [node.value.toUpperCase()] : [],
  );
  const withObject = ["ALTER", "EXPORT", "EXECUTE", "LOAD", "ROLLBACK", "COMMIT"];
  return withObject.includes(words[0] ?? "") ? words.join(" ") : (words[0] ?? "");
}

const DROPPED = ["table", "view", "schema", "function"] as const;

function parseDrop(reader: Reader) {
  const first = peek(reader);
  accept(reader, "materialized");
  const what = DROPPED.find((word) => accept(reader, word));
  if (what === undefined) {
    const name = first?.kind === "word" ? first.value.toUpperCase() : "";
    throw new UnsupportedError(`statement DROP ${name}`, first ?? { line: 1, column: 1 });
  }
  const ifExists = accept(reader, "if", "exists");
  const path = readPath(reader);
  const cascade = accept(reader, "cascade");
  accept(reader, "restrict");
  expectEnd(reader);
  return { kind: "drop", what, path, ifExists, cascade } as const;
}

function parseDeclare(reader: Reader) {
  const names = [readName(reader)];
  while (isOperator(peek(reader), ",")) {
    reader.index += 1;
    names.push(readName(reader));
  }
  const type = isWord(peek(reader), "default") ? null : readUntil(reader, "default").trim();
  const value = accept(reader, "default") ? readUntil(reader) : null;
  return { kind: "declare", names, type, default: value } as const;
}

function parseSet(reader: Reader) {
  const first = peek(reader);
  if (first?.kind === "group") throw new UnsupportedError("SET of several variables", first);
  const name = readName(reader);
  if (!isOperator(peek(reader), "=")) throw unexpectedNext(reader);
  reader.index += 1;
  return { kind: "set", name, expression: readUntil(reader) } as const;
}

function parseAssert(reader: Reader) {
  const expression = readUntil(reader, "as");
  if (peek(reader) === undefined) return { kind: "assert", expression, message: null } as const;
  expectWords(reader, "as");
  const message = peek(reader);
  if (message?.kind !== "string") throw unexpectedNext(reader);
  return { kind: "assert", expression, message: message.value } as const;
}
