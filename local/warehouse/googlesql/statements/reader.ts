/** Reading a statement from left to right, with the text of any part of it at hand. */
import type { Position } from "../syntax/errors.ts";
import { unexpected } from "../syntax/unexpected.ts";
import { readTablePath, type TablePath } from "../syntax/names.ts";
import {
  areWords,
  isGroup,
  isName,
  isWord,
  nameOf,
  type Group,
  type Node,
  type Nodes,
} from "../syntax/tree.ts";

export interface Reader {
  readonly source: string;
  readonly nodes: Nodes;
  index: number;
}

/** The node to be read next, undefined at the end. */
export function peek(reader: Reader, ahead = 0): Node | undefined {
  return reader.nodes[reader.index + ahead];
}

/** What cannot be read, or the end of the statement where something is missing. */
export function unexpectedNext(reader: Reader): Error {
  return unexpected(peek(reader), reader.nodes.at(-1));
}

/** Steps over these words if they come next. */
export function accept(reader: Reader, ...words: readonly string[]): boolean {
  if (!areWords(reader.nodes, reader.index, ...words)) return false;
  reader.index += words.length;
  return true;
}

export function expectWords(reader: Reader, ...words: readonly string[]): void {
  for (const word of words) {
    if (!accept(reader, word)) throw unexpectedNext(reader);
  }
}

export function expectEnd(reader: Reader): void {
  if (peek(reader) !== undefined) throw unexpectedNext(reader);
}

export function readPath(reader: Reader): TablePath {
  const path = readTablePath(reader.nodes, reader.index);
  reader.index = path.next;
  return path.parts;
}

export function readName(reader: Reader): string {
  const node = peek(reader);
  if (!isName(node)) throw unexpectedNext(reader);
  reader.index += 1;
  return nameOf(node);
}

export function readGroup(reader: Reader): Group {
  const node = peek(reader);
  if (!isGroup(node)) throw unexpectedNext(reader);
  reader.index += 1;
  return node;
}

/** `[as] alias`, unless one of the given words comes next. */
export function readAlias(reader: Reader, ...not: readonly string[]): string | null {
  if (accept(reader, "as")) return readName(reader);
  return isName(peek(reader)) && !isWord(peek(reader), ...not) ? readName(reader) : null;
}

/** Everything up to one of these words or the end of the statement, as text. */
export function readUntil(reader: Reader, ...words: readonly string[]): string {
  const from = reader.index;
  while (peek(reader) !== undefined && !isWord(peek(reader), ...words)) reader.index += 1;
  const nodes = reader.nodes.slice(from, reader.index);
  if (nodes.length === 0) throw unexpectedNext(reader);
  return textOf(reader.source, nodes);
}

/** A sub-text, after as many line breaks and blanks as put it where it stood. */
export function textOf(source: string, nodes: Nodes): string {
  const [first] = nodes;
  const last = nodes.at(-1);
  if (first === undefined || last === undefined) return "";
  return padding(first) + source.slice(first.start, last.end);
}

/** The inside of brackets. */
export function insideOf(source: string, group: Group): string {
  return textOf(source, group.children);
}

function padding(at: Position): string {
  return "\n".repeat(at.line - 1) + " ".repeat(at.column - 1);
}
