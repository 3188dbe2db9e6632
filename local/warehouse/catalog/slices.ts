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
  const found = await engine.rows(
    `select schema_name as dataset, table_name as name, estimated_size as size
     from duckdb_tables() where database_name = $1`,
    [engine.catalog],
  );
  const sizes = new Map(
    found.map(({ dataset, name, size }) => [`${String(dataset)}.${String(name)}`, Number(size)]),
  );
  const slices = new Map<string, number>();
  for (const key of tables.map(keyOf)) {
    const rows = sizes.get(key) ?? 0;
    const bytes = rows > 1 ? await textBytes(engine, key) : 0;
    if (bytes > rows * PAGE_BYTES && bytes > SLICE_BYTES) {
      slices.set(key, Math.ceil(bytes / SLICE_BYTES));
    }
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

/** What the long texts of a table take in the file. */
async function textBytes(engine: Engine, key: string): Promise<number> {
  const [stored] = await engine.rows(
    `select sum(len(additional_block_ids)) as blocks
     from pragma_storage_info(${quoteText(key)}) where segment_type = 'VARCHAR'`,
  );
  return Number(stored?.["blocks"] ?? 0) * BLOCK_BYTES;
}
