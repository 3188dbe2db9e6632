/** The rows of a finished query, kept as DuckDB made them and turned into REST rows page by page. */

import type { DuckDBDataChunk, DuckDBMaterializedResult } from "@duckdb/node-api";

import { invalid, invalidQuery } from "./api_error.ts";
import { encodeRow, type Row, type TimestampFormat } from "./cells.ts";
import { chunksOf, type QueryColumns } from "./engine.ts";
import { fieldOf, type Field } from "./fields.ts";

export interface ResultSet {
  readonly fields: readonly Field[];
  readonly rowCount: number;
  readonly chunks: readonly DuckDBDataChunk[];
}

export interface PageRequest {
  /** First row, from 0. */
  readonly start: number;
  /** Rows at most, null for as many as a page holds. */
  readonly limit: number | null;
  readonly timestamps: TimestampFormat;
}

export interface Page {
  readonly rows: readonly Row[];
  /** Where the next page starts, null at the end. */
  readonly next: number | null;
}

/** A page ends at the first row beyond this many characters, as BigQuery's do at 20 MB. */
const PAGE_CHARACTERS = 16 * 1024 * 1024;

/** The rows of a finished query. Throws 400 for two columns of one name, as BigQuery does. */
export function readResult(result: DuckDBMaterializedResult): ResultSet {
  const fields = resultFields({ names: result.columnNames(), types: result.columnTypes() });
  const chunks = chunksOf(result);
  return { fields, chunks, rowCount: chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0) };
}

/** The BigQuery schema of a result. Columns without a name of their own are f0_, f1_, … */
export function resultFields({ names, types }: QueryColumns): readonly Field[] {
  let unnamed = 0;
  const fields = names.map((name, index) => {
    const type = types[index];
    if (type === undefined) throw new Error(`column ${index} of a result has no type`);
    return fieldOf(isUnnamed(name) ? `f${unnamed++}_` : name, type);
  });
  const seen = new Set<string>();
  for (const { name } of fields) {
    if (seen.has(name.toLowerCase())) {
      throw invalidQuery(
        `Duplicate column names in the result are not supported. Found duplicate(s): ${name}`,
      );
    }
    seen.add(name.toLowerCase());
  }
  return fields;
}

/** DuckDB names an expression after its text, which is not an identifier; a bare NULL is "NULL". */
export function isUnnamed(name: string): boolean {
  return name === "NULL" || !/^[\p{L}_][\p{L}\p{N}_ -]*$/u.test(name);
}

export function readPage(result: ResultSet, { start, limit, timestamps }: PageRequest): Page {
  const rows: Row[] = [];
  let characters = 0;
  let first = 0;
  const end = Math.min(result.rowCount, limit === null ? Infinity : start + limit);

  for (const chunk of result.chunks) {
    const last = first + chunk.rowCount;
    if (last > start && first < end) {
      const columns = chunk.getColumns();
      for (let row = Math.max(start, first); row < Math.min(end, last); row += 1) {
        if (characters > PAGE_CHARACTERS) return { rows, next: row };
        const values = columns.map((column) => column[row - first] ?? null);
        const encoded = encodeRow(values, result.fields, timestamps);
        characters += sizeOf(encoded);
        rows.push(encoded);
      }
    }
    first = last;
  }
  return { rows, next: end < result.rowCount ? end : null };
}

function sizeOf(row: Row): number {
  return row.f.reduce((sum, { v }) => {
    if (v === null) return sum + 10;
    if (typeof v === "string") return sum + 10 + v.length;
    return sum + JSON.stringify(v).length;
  }, 0);
}

/** Reads maxResults, pageToken, startIndex and formatOptions from a request's query or body. */
export function pageRequest(options: Readonly<Record<string, unknown>>): PageRequest {
  const nested = (options["formatOptions"] ?? {}) as Readonly<Record<string, unknown>>;
  const option = (name: string) => options[`formatOptions.${name}`] ?? nested[name];
  const output = option("timestampOutputFormat");
  const micros = output === "INT64" || String(option("useInt64Timestamp")) === "true";
  return {
    start: count(options["pageToken"]) ?? count(options["startIndex"]) ?? 0,
    limit: count(options["maxResults"]),
    timestamps: output === "ISO8601_STRING" ? "iso" : micros ? "micros" : "seconds",
  };
}

function count(value: unknown): number | null {
  if (value === undefined || value === null || value === "") return null;
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 0) {
    throw invalid("Invalid value for maxResults, pageToken or startIndex");
  }
  return number;
}
