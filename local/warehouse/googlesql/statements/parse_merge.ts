/** MERGE. */
import { UnsupportedError, type Position } from "../syntax/errors.ts";
import { columnNames, readAssignments } from "./parse_dml.ts";
import {
  accept,
  expectWords,
  insideOf,
  peek,
  readAlias,
  readGroup,
  readPath,
  textOf,
  type Reader,
  unexpectedNext,
} from "./reader.ts";
import type { MergeClause, Statement } from "./statement.ts";
import { isGroup, isWord, splitAtCommas } from "../syntax/tree.ts";

/** What follows MERGE. */
export function parseMerge(reader: Reader, at: Position): Statement {
  accept(reader, "into");
  const path = readPath(reader);
  const alias = readAlias(reader);
  expectWords(reader, "using");
  const source = isGroup(peek(reader))
    ? insideOf(reader.source, readGroup(reader))
    : readPath(reader);
  const sourceAlias = readAlias(reader);
  expectWords(reader, "on");
  const on = readCondition(reader, "when");
  const target = alias ?? path.at(-1) ?? "";
  const clauses: MergeClause[] = [];
  while (accept(reader, "when")) clauses.push(parseClause(reader, target));
  if (clauses.length === 0 || peek(reader) !== undefined) throw unexpectedNext(reader);
  return { kind: "merge", path, alias, source, sourceAlias, on, clauses, ...at };
}

/** An expression up to the word; the WHEN and THEN of a CASE inside do not end it. */
function readCondition(reader: Reader, until: string): string {
  const from = reader.index;
  let cases = 0;
  for (; peek(reader) !== undefined; reader.index += 1) {
    if (cases === 0 && isWord(peek(reader), until)) break;
    if (isWord(peek(reader), "case")) cases += 1;
    if (isWord(peek(reader), "end")) cases -= 1;
  }
  const nodes = reader.nodes.slice(from, reader.index);
  if (nodes.length === 0) throw unexpectedNext(reader);
  return textOf(reader.source, nodes);
}

function parseClause(reader: Reader, target: string): MergeClause {
  const when = parseWhen(reader);
  const condition = accept(reader, "and") ? readCondition(reader, "then") : null;
  expectWords(reader, "then");
  return { when, condition, action: parseAction(reader, target) };
}

function parseWhen(reader: Reader): MergeClause["when"] {
  if (accept(reader, "matched")) return "matched";
  expectWords(reader, "not", "matched");
  if (accept(reader, "by", "source")) return "not_matched_by_source";
  accept(reader, "by", "target");
  return "not_matched_by_target";
}

function parseAction(reader: Reader, target: string): MergeClause["action"] {
  if (accept(reader, "delete")) return { kind: "delete" };
  if (accept(reader, "update", "set")) return parseUpdateAction(reader, target);
  expectWords(reader, "insert");
  const row = peek(reader);
  if (row !== undefined && accept(reader, "row")) throw new UnsupportedError("INSERT ROW", row);
  const columns = isGroup(peek(reader)) ? columnNames(readGroup(reader)) : null;
  expectWords(reader, "values");
  const values = splitAtCommas(readGroup(reader).children);
  return { kind: "insert", columns, values: values.map((value) => textOf(reader.source, value)) };
}

/** Assignments end at the next WHEN that is not inside a CASE. */
function parseUpdateAction(reader: Reader, target: string): MergeClause["action"] {
  const start = reader.index;
  readCondition(reader, "when");
  const end = reader.index;
  const inside: Reader = {
    source: reader.source,
    nodes: reader.nodes.slice(0, end),
    index: start,
  };
  return { kind: "update", assignments: readAssignments(inside, target) };
}
