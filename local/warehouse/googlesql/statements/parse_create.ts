/** CREATE SCHEMA, TABLE, VIEW and TEMP FUNCTION. */
import { UnsupportedError, type Position } from "../syntax/errors.ts";
import { unexpected } from "../syntax/unexpected.ts";
import {
  accept,
  expectEnd,
  expectWords,
  insideOf,
  peek,
  readGroup,
  readName,
  readPath,
  readUntil,
  textOf,
  type Reader,
  unexpectedNext,
} from "./reader.ts";
import type { ColumnDefinition, Statement } from "./statement.ts";
import { nameOf, isGroup, isName, isWord, splitAtCommas, type Nodes } from "../syntax/tree.ts";

interface Flags {
  readonly orReplace: boolean;
  readonly temporary: boolean;
}

/** What follows CREATE. */
export function parseCreate(reader: Reader, at: Position): Statement {
  const orReplace = accept(reader, "or", "replace");
  const temporary = accept(reader, "temp") || accept(reader, "temporary");
  const flags = { orReplace, temporary };
  if (accept(reader, "schema")) return parseSchema(reader, at);
  if (accept(reader, "table")) return parseTable(reader, flags, at);
  if (accept(reader, "materialized", "view")) return parseView(reader, flags, true, at);
  if (accept(reader, "view")) return parseView(reader, flags, false, at);
  if (temporary && accept(reader, "function")) return parseFunction(reader, at);
  const words = reader.nodes
    .slice(reader.index, reader.index + 2)
    .flatMap((node) => (node.kind === "word" ? [node.value.toUpperCase()] : []));
  const what = ["EXTERNAL", "SNAPSHOT"].includes(words[0] ?? "") ? words.join(" ") : words[0];
  throw new UnsupportedError(`statement CREATE ${what ?? ""}`.trim(), at);
}

function parseSchema(reader: Reader, at: Position): Statement {
  const ifNotExists = accept(reader, "if", "not", "exists");
  const path = readPath(reader);
  const options = readOptions(reader);
  expectEnd(reader);
  return { kind: "create_schema", path, ifNotExists, options, ...at };
}

function parseTable(reader: Reader, flags: Flags, at: Position): Statement {
  const ifNotExists = accept(reader, "if", "not", "exists");
  const path = readPath(reader);
  const list = peek(reader);
  const columns = isGroup(list) ? splitAtCommas(readGroup(reader).children) : null;
  const other = peek(reader);
  if (other?.kind === "word" && isWord(other, "like", "clone", "copy", "default")) {
    throw new UnsupportedError(`CREATE TABLE … ${other.value.toUpperCase()}`, other);
  }
  const partitionBy = accept(reader, "partition", "by")
    ? readUntil(reader, "cluster", "options", "as").trim()
    : null;
  const clusterBy = accept(reader, "cluster", "by") ? readClusterBy(reader) : [];
  const options = readOptions(reader);
  const table = { path, ifNotExists, ...flags, partitionBy, clusterBy, options, ...at };
  if (accept(reader, "as")) {
    if (columns !== null && list !== undefined) {
      throw new UnsupportedError("CREATE TABLE … AS with a column list", list);
    }
    return { kind: "create_table_as", query: readUntil(reader), ...table };
  }
  expectEnd(reader);
  if (columns === null) throw unexpectedNext(reader);
  const definitions = columns.map((column) => parseColumn(reader.source, column));
  return { kind: "create_table", columns: definitions, ...table };
}

function parseView(reader: Reader, flags: Flags, materialized: boolean, at: Position): Statement {
  const ifNotExists = accept(reader, "if", "not", "exists");
  const path = readPath(reader);
  const list = peek(reader);
  if (isGroup(list)) throw new UnsupportedError("CREATE VIEW with a column list", list);
  if (accept(reader, "partition", "by")) readUntil(reader, "cluster", "options", "as");
  if (accept(reader, "cluster", "by")) readClusterBy(reader);
  const options = readOptions(reader);
  expectWords(reader, "as");
  const query = readUntil(reader);
  const { orReplace } = flags;
  return { kind: "create_view", path, orReplace, ifNotExists, materialized, query, options, ...at };
}

function parseFunction(reader: Reader, at: Position): Statement {
  accept(reader, "if", "not", "exists");
  const name = readName(reader);
  const parameters = splitAtCommas(readGroup(reader).children).map((parameter) => {
    const [first] = parameter;
    if (!isName(first)) throw unexpected(first);
    const type = parameter.slice(1);
    const any = isWord(type[0], "any");
    return { name: nameOf(first), type: any ? null : textOf(reader.source, type).trim() };
  });
  const returns = accept(reader, "returns") ? readUntil(reader, "as", "language").trim() : null;
  const language = peek(reader);
  if (accept(reader, "language") && language !== undefined) {
    throw new UnsupportedError("CREATE TEMP FUNCTION … LANGUAGE", language);
  }
  expectWords(reader, "as");
  const body = insideOf(reader.source, readGroup(reader));
  expectEnd(reader);
  return { kind: "create_function", name, parameters, returns, body, ...at };
}

function readOptions(reader: Reader): string | null {
  return accept(reader, "options") ? insideOf(reader.source, readGroup(reader)).trim() : null;
}

function readClusterBy(reader: Reader): readonly string[] {
  const columns = [readName(reader)];
  for (;;) {
    const comma = peek(reader);
    if (comma?.kind !== "operator" || comma.value !== ",") return columns;
    reader.index += 1;
    columns.push(readName(reader));
  }
}

/** `name type [not null] [options(…)]` */
function parseColumn(source: string, nodes: Nodes): ColumnDefinition {
  const [name] = nodes;
  if (!isName(name)) throw unexpected(name);
  if (isWord(name, "primary", "foreign", "constraint") && !isGroup(nodes[1], "<")) {
    throw new UnsupportedError("a table constraint", name);
  }
  const end = nodes.findIndex((node, i) => i > 0 && isWord(node, "not", "options", "default"));
  const type = nodes.slice(1, end < 0 ? undefined : end);
  const rest = end < 0 ? [] : nodes.slice(end);
  const unknown = rest.find((node) => isWord(node, "default", "collate", "generated"));
  if (unknown !== undefined) throw new UnsupportedError("a column with DEFAULT", unknown);
  const nullable = !isWord(rest[0], "not");
  return { name: nameOf(name), type: textOf(source, type).trim(), nullable };
}
