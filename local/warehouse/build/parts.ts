/** What stands for the part of a table that an action reads: where other rows of it moved, the action may be left alone. */

import type { Engine } from "../store/engine.ts";
import { quoteName } from "../store/fields.ts";
import { namedInput } from "./inputs.ts";
import { DIGEST, hash, placeNamed, text } from "./outcome.ts";

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
  const digested = new Map<string, Promise<Digests | null>>();
  return async (lane, input) => {
    const { table, part } = namedInput(input);
    const whole = contents.get(table);
    if (part === null || whole === undefined || isView(table)) return whole;
    const key = JSON.stringify([table, part.column, whole]);
    const digests = digested.get(key) ?? digestsByValue(lane, table, part.column);
    digested.set(key, digests);
    const found = await digests;
    if (found === null) return whole;
    return hash([found.types, part.values.map((value) => found.byValue.get(value))]);
  };
}

interface Digests {
  /** The columns and their types, which a part without rows has too. */
  readonly types: readonly string[];
  /** Of the rows of each value. */
  readonly byValue: ReadonlyMap<string, string>;
}

/** Null for a table that is one thing. */
async function digestsByValue(
  lane: Engine,
  table: string,
  column: string,
): Promise<Digests | null> {
  const place = placeNamed(table);
  const { names, types } = await lane.describe(`select * from ${place}`);
  const at = names.findIndex((name) => name.toLowerCase() === column);
  if (at < 0 || String(types[at]) !== "VARCHAR") return null;
  const [counted] = await lane.rows(`select count(*) as n from ${place}`);
  if (Number(counted?.["n"]) > MOST_ROWS) return null;
  // A row's text as JSON tells apart what DuckDB's hash takes for the same.
  const rows = await lane.rows(
    `select value, ${DIGEST} as digest
     from (select ${quoteName(column)} as value, t, hash(t, to_json(t)) as h from ${place} as t)
     where value is not null group by value`,
  );
  return {
    types: names.map((name, index) => `${name} ${String(types[index])}`),
    byValue: new Map(rows.map(({ value, digest }) => [text(value), text(digest)])),
  };
}
