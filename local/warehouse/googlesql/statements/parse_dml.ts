/** INSERT, UPDATE and DELETE. */
import { UnsupportedError, type Position } from "../syntax/errors.ts";
import { unexpected } from "../syntax/unexpected.ts";
import {
  accept,
  expectWords,
  peek,
  readAlias,
  readGroup,
  readPath,
  readUntil,
  textOf,
  type Reader,
  unexpectedNext,
} from "./reader.ts";
import type { Assignment, Statement } from "./statement.ts";
import {
  isGroup,
  isName,
  isOperator,
  isWord,
  nameOf,
  splitAtCommas,
  startsQuery,
  type Group,
  type Nodes,
} from "../syntax/tree.ts";

/** What follows INSERT. */
export function parseInsert(reader: Reader, at: Position): Statement {
  accept(reader, "into");
  const path = readPath(reader);
  const list = peek(reader);
  const isList = isGroup(list) && !startsQuery(list.children);
  const columns = isList ? columnNames(readGroup(reader)) : null;
  return { kind: "insert", path, columns, source: readUntil(reader), ...at };
}

/** What follows UPDATE. BigQuery wants a WHERE. */
export function parseUpdate(reader: Reader, at: Position): Statement {
  const path = readPath(reader);
  const alias = readAlias(reader);
  expectWords(reader, "set");
  const target = alias ?? path.at(-1) ?? "";
  const assignments = readAssignments(reader, target, "from", "where");
  const from = accept(reader, "from") ? readUntil(reader, "where") : null;
  expectWords(reader, "where");
  return { kind: "update", path, alias, assignments, from, where: readUntil(reader), ...at };
}

/** What follows DELETE. BigQuery wants a WHERE. */
export function parseDelete(reader: Reader, at: Position): Statement {
  accept(reader, "from");
  const path = readPath(reader);
  const alias = readAlias(reader);
  expectWords(reader, "where");
  return { kind: "delete", path, alias, where: readUntil(reader), ...at };
}

export function columnNames(group: Group): readonly string[] {
  return splitAtCommas(group.children).map((part) => {
    const [name] = part;
    if (!isName(name) || part.length > 1) throw unexpected(part[1] ?? name);
    return nameOf(name);
  });
}

/** `[target.]column = expression, …` up to one of the words. */
export function readAssignments(
  reader: Reader,
  target: string,
  ...until: readonly string[]
): readonly Assignment[] {
  const from = reader.index;
  while (peek(reader) !== undefined && !isWord(peek(reader), ...until)) {
    const distinct = isWord(peek(reader), "distinct") && isWord(peek(reader, 1), "from");
    reader.index += distinct ? 2 : 1;
  }
  const nodes = reader.nodes.slice(from, reader.index);
  if (nodes.length === 0) throw unexpectedNext(reader);
  return splitAtCommas(nodes).map((part) => parseAssignment(reader.source, part, target));
}

function parseAssignment(source: string, nodes: Nodes, target: string): Assignment {
  const equals = nodes.findIndex((node) => isOperator(node, "="));
  const path = nodes.slice(0, equals).filter((node) => !isOperator(node, "."));
  const names = path.map((node) => (isName(node) ? nameOf(node) : ""));
  if (names.length === 2 && names[0]?.toLowerCase() === target.toLowerCase()) names.shift();
  const [first] = nodes;
  const [column] = names;
  if (equals < 1 || first === undefined || column === undefined) throw unexpected(first);
  if (names.length !== 1) throw new UnsupportedError("UPDATE of a field", first);
  return { column, expression: textOf(source, nodes.slice(equals + 1)) };
}
