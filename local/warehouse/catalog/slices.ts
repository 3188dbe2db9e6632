/**
 * Tables that hold whole pages of an API are read a slice of their rows after the other. DuckDB parses the JSON
 * of some two thousand rows at a time and needs ten times their text for it: gigabytes, if each is a page of
 * megabytes. A slice is a subset of the rows by their number, and all slices together are the table.
 */

import { keyOf, placeOf, type TableName } from "./catalog.ts";
import type { Engine } from "../store/engine.ts";
import { quoteText } from "../store/fields.ts";

/** Text that is parsed in one go. */
const SLICE_BYTES = 24_000_000;
const BLOCK_BYTES = 262_144;
/** Below this a row is no page, and two thousand of them fit. */
const PAGE_BYTES = 8_192;

const known = new WeakMap<Engine, ReadonlyMap<string, number>>();

/** Into how many slices each of these tables is to be cut; those that fit whole are left out. */
export async function findSlices(
  engine: Engine,
  tables: readonly TableName[],
): Promise<ReadonlyMap<string, number>> {
  const slices = new Map<string, number>();
  for (const name of tables) {
    const count = Math.ceil((await pageBytes(engine, name)) / SLICE_BYTES);
    if (count > 1) slices.set(keyOf(name), count);
  }
  return slices;
}

/** Lets what runs on this connection read the tables in slices. */
export function readInSlices(engine: Engine, slices: ReadonlyMap<string, number>): void {
  known.set(engine, slices);
}

/** DuckDB's text for a table in FROM. */
export function placeToRead(engine: Engine, name: TableName): string {
  const place = placeOf(engine, name);
  const count = known.get(engine)?.get(keyOf(name));
  if (count === undefined) return place;
  const slice = (index: number) => `select * from ${place} where rowid % ${count} = ${index}`;
  return `(${Array.from({ length: count }, (_, index) => slice(index)).join(" union all ")})`;
}

/** What the long texts of a table take in the file; 0 if its rows are short, and for what is no table. */
async function pageBytes(engine: Engine, { dataset, table }: TableName): Promise<number> {
  const [found] = await engine.rows(
    `select estimated_size as size from duckdb_tables()
     where database_name = $1 and schema_name = $2 and table_name = $3`,
    [engine.catalog, dataset, table],
  );
  if (found === undefined) return 0;
  const [stored] = await engine.rows(
    `select sum(len(additional_block_ids)) as blocks
     from pragma_storage_info(${quoteText(`${dataset}.${table}`)}) where segment_type = 'VARCHAR'`,
  );
  const bytes = Number(stored?.["blocks"] ?? 0) * BLOCK_BYTES;
  return bytes > Number(found["size"]) * PAGE_BYTES ? bytes : 0;
}
