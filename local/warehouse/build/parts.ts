/** What stands for the part of a table that an action reads: where other rows of it moved, the action may be left alone. */

import { createHash } from "node:crypto";

import type { DuckDBValue } from "@duckdb/node-api";

import { quoteName } from "../store/fields.ts";
import type { Engine } from "../store/engine.ts";
import { namedInput } from "./inputs.ts";

/**
 * A table with more rows is one thing: to hash them once more would cost what it saves. Small ones, such as the list of
 * fetches, are what everything reads a little of.
 */
const MOST_ROWS = 50_000;

/** What stands for an input's contents; undefined if that cannot be told. */
export type ContentOf = (lane: Engine, input: string) => Promise<string | undefined>;

/**
 * Tells contents of tables and of their parts. `contents` has what stands for each whole table or view so far, and
 * grows while the build runs; a view's part is the whole view.
 */
export function contentsOver(
  contents: ReadonlyMap<string, string>,
  isView: (name: string) => boolean,
): ContentOf {
  const digested = new Map<string, Promise<ReadonlyMap<string, string> | null>>();
  return async (lane, input) => {
    const { table, part } = namedInput(input);
    const whole = contents.get(table);
    if (part === null || whole === undefined || isView(table)) return whole;
    const key = JSON.stringify([table, part.column, whole]);
    const digests = digested.get(key) ?? digestsByValue(lane, table, part.column);
    digested.set(key, digests);
    const found = await digests;
    if (found === null) return whole;
    return hash([found.get(TYPES), ...part.values.map((value) => found.get(`=${value}`))]);
  };
}

const TYPES = "types";

/** Digests of the rows of each value, and of the columns' types; null for a table that is one thing. */
async function digestsByValue(
  lane: Engine,
  table: string,
  column: string,
): Promise<ReadonlyMap<string, string> | null> {
  const place = table.split(".").map(quoteName).join(".");
  const { names, types } = await lane.describe(`select * from ${place}`);
  const at = names.findIndex((name) => name.toLowerCase() === column);
  if (at < 0 || String(types[at]) !== "VARCHAR") return null;
  const [counted] = await lane.rows(`select count(*) as n from ${place}`);
  if (Number(counted?.["n"]) > MOST_ROWS) return null;
  // A row's text as JSON tells apart what DuckDB's hash takes for the same.
  const rows = await lane.rows(
    `select value, md5(concat_ws(' ', count(*), sum(h), bit_xor(hash(h, 'again')))) as digest
     from (select ${quoteName(column)} as value, hash(t, to_json(t)) as h from ${place} as t)
     where value is not null group by value`,
  );
  const digests = new Map(rows.map(({ value, digest }) => [`=${text(value)}`, text(digest)]));
  return digests.set(TYPES, JSON.stringify([names, types.map(String)]));
}

function hash(parts: readonly (string | undefined)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64");
}

function text(value: DuckDBValue | undefined): string {
  return typeof value === "string" ? value : String(value);
}
