/**
 * Google's own implementation of GoogleSQL, asked two questions: would BigQuery accept this query, and
 * what are its rows. It takes 4 MiB a query, so it judges small data and serves nobody.
 */

import { createHash } from "node:crypto";

import type { Part, Reads } from "../../../local/warehouse/build/inputs.ts";
import { type Cell, decodeRows, encodeRows, encodeValue, type Row } from "./cells.ts";
import { startEngine } from "./engine.ts";
import { JudgeError } from "./error.ts";
import { parsedOnce, type RewrittenQuery, rewritePaths } from "./paths.ts";
import { type Catalog, loadProtocol } from "./protocol.ts";
import { type Column, type GoogleType, typeText } from "./types.ts";

/** What the engine's gRPC server receives at most; it is compiled in. */
const REQUEST_LIMIT = 4_194_304;

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** Script variables that a query may name; a column of the same name wins, as in BigQuery. */
export type Constants = ReadonlyMap<string, { readonly type: GoogleType; readonly cell: Cell }>;

/** Keys of `tables` are full names, `project.dataset.table`, however the SQL quotes them. */
export interface Judge {
  /**
   * Resolves one statement and gives the columns if it is a query. Throws JudgeError with the
   * engine's message and its `[at line:column]` if BigQuery would refuse it.
   */
  readonly analyze: (
    sql: string,
    tables: ReadonlyMap<string, readonly Column[]>,
    constants?: Constants,
  ) => Promise<readonly Column[]>;
  /** Runs one query on the given contents. Throws JudgeError as `analyze` does, or at a limit. */
  readonly evaluate: (
    sql: string,
    tables: ReadonlyMap<string, Table>,
    constants?: Constants,
  ) => Promise<Table>;
  readonly close: () => Promise<void>;
}

/** How a judge differs from BigQuery in a project without settings of its own. */
export interface JudgeOptions {
  /** The project's default_time_zone; UTC unless it sets another. */
  readonly timeZone?: string;
  /** Hears of each statement that was analyzed what the engine resolved it to. */
  readonly onResolved?: (sql: string, resolved: Resolved) => void;
}

/** A resolved statement: in the engine's own bytes, equal ones being equal statements, and as plain objects. */
export interface Resolved {
  readonly bytes: Uint8Array;
  readonly tree: () => object;
}

/** Takes about half a second; start one for a whole test file, and close it. */
export async function startJudge(options: JudgeOptions = {}): Promise<Judge> {
  const engine = await startEngine();
  const protocol = await loadProtocol(engine, options.timeZone ?? "UTC");

  /** A syntax error has a place only in the analyzer's words. */
  const parseTree = async (sql: string): Promise<object> => {
    const tree = await engine
      .call("Parse", protocol.parseRequest(sql))
      .catch(async (error: unknown) => {
        await engine.call("Analyze", protocol.analyzeRequest(sql, catalogOf(new Map(), new Map())));
        throw error;
      });
    return protocol.readParse(tree);
  };
  const parse = async (sql: string, tables: ReadonlyMap<string, unknown>) => {
    const query = await parsedOnce(sql, parseTree);
    return { ...rewritePaths(query, tables), reads: query.reads };
  };

  // The same query over the same contents has the same answer; most tables of a scenario are as empty
  // as in the one before.
  const answers = new Map<string, Table>();

  const analyze: Judge["analyze"] = async (sql, tables, constants = new Map()) => {
    const query = await parse(sql, tables);
    const catalog = catalogOf(only(tables, query.tables), constants);
    const answer = await engine
      .call("Analyze", protocol.analyzeRequest(query.sql, catalog))
      .catch(explain(query, new Map()));
    options.onResolved?.(sql, { bytes: answer, tree: () => protocol.readResolved(answer) });
    return protocol.readAnalysis(answer);
  };

  const evaluate: Judge["evaluate"] = async (sql, tables, constants = new Map()) => {
    const query = await parse(sql, tables);
    const used = inPart(only(tables, query.tables), query.reads);
    const key = questionOf(query.sql, used, constants);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const columns = new Map([...used].map(([name, table]) => [name, table.columns]));
    const contents = new Map([...used].map(([name, table]) => [name, contentOf(table, name)]));
    const request = protocol.evaluateRequest(query.sql, catalogOf(columns, constants), contents);
    if (request.length > REQUEST_LIMIT) {
      throw new JudgeError(
        `The judge takes ${REQUEST_LIMIT} bytes a query and this one has ${request.length}: ${sizes(contents)}.`,
      );
    }
    const answer = await engine.call("EvaluateQuery", request).catch(explain(query, contents));
    const { columns: given, content } = protocol.readEvaluation(answer);
    const table = { columns: given, rows: decodeRows(given, content) };
    encoded.set(table, content);
    answers.set(key, table);
    return table;
  };

  return { analyze, evaluate, close: engine.stop };
}

/** Contents as the engine takes them, so that a result which is read again is not encoded again. */
const encoded = new WeakMap<Table, Uint8Array>();

function contentOf(table: Table, name: string): Uint8Array {
  const known = encoded.get(table);
  if (known !== undefined) return known;
  try {
    const bytes = encodeRows(table.columns, table.rows);
    encoded.set(table, bytes);
    return bytes;
  } catch (error) {
    if (!(error instanceof JudgeError)) throw error;
    throw new JudgeError(`Table ${name}: ${error.message}`, { cause: error });
  }
}

const digests = new WeakMap<Table, string>();

/** The same for two tables of the same columns and the same encoded rows, and for no others. */
export function digestOf(table: Table, name = "given"): string {
  const known = digests.get(table);
  if (known !== undefined) return known;
  const columns = table.columns.map((column) => `${column.name} ${typeText(column.type)}`);
  const digest = createHash("sha256")
    .update(JSON.stringify(columns))
    .update(contentOf(table, name))
    .digest("base64");
  digests.set(table, digest);
  return digest;
}

function questionOf(sql: string, used: ReadonlyMap<string, Table>, constants: Constants): string {
  const tables = [...used].map(([name, table]) => [name, digestOf(table, name)]);
  return JSON.stringify([sql, tables, [...constants]]);
}

function only<T>(tables: ReadonlyMap<string, T>, names: ReadonlySet<string>): Map<string, T> {
  const used = new Map<string, T>();
  for (const name of names) {
    const table = tables.get(name);
    if (table !== undefined) used.set(name, table);
  }
  return used;
}

/** Of each table the rows that the query asks for by its text, so that what differs in others is no other question. */
function inPart(
  tables: ReadonlyMap<string, Table>,
  reads: Reads | null,
): ReadonlyMap<string, Table> {
  return new Map(
    [...tables].map(([name, table]) => {
      const part = reads?.get(name.replace(/^local[.]/, "")) ?? null;
      return [name, part === null ? table : rowsOf(table, part)] as const;
    }),
  );
}

const parts = new WeakMap<Table, Map<string, Table>>();

/** The table itself where the part cannot be told. */
function rowsOf(table: Table, { column, values }: Part): Table {
  const at = table.columns.findIndex(({ name }) => name.toLowerCase() === column);
  if (at < 0) return table;
  const known = parts.get(table) ?? new Map<string, Table>();
  parts.set(table, known);
  const key = JSON.stringify([column, values]);
  const isAmong = (cell: Cell | undefined) => typeof cell === "string" && values.includes(cell);
  const part = known.get(key) ?? {
    columns: table.columns,
    rows: table.rows.filter((row) => isAmong(row[at])),
  };
  known.set(key, part);
  return part;
}

function catalogOf(tables: Catalog["tables"], constants: Constants): Catalog {
  const variables = [...constants].map(([name, { type, cell }]) => {
    const column = { name, type };
    return [name, { column, value: encodeValue(column, cell) }] as const;
  });
  return { tables, constants: new Map(variables) };
}

/** Some messages of the engine continue with a dump of the query; its first line has the reason. */
function explain(query: RewrittenQuery, contents: ReadonlyMap<string, Uint8Array>) {
  return (error: unknown): never => {
    if (!(error instanceof JudgeError)) throw error;
    const [reason = ""] = error.message.split("\n");
    const isLimit = reason.includes("MemoryAccountant");
    const tables = isLimit && contents.size > 0 ? ` The query reads ${sizes(contents)}.` : "";
    throw new JudgeError(query.atOriginal(reason) + tables, { cause: error });
  };
}

function sizes(contents: ReadonlyMap<string, Uint8Array>): string {
  const largest = [...contents].sort(([, left], [, right]) => right.length - left.length);
  return largest.map(([name, bytes]) => `${name} ${bytes.length} bytes`).join(", ");
}
