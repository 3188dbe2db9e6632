/** Rows that a build would replace, kept beside what comes in their place: the table gets another name, and none is copied. */

import { keyOf, placeOf, type TableName } from "../catalog/catalog.ts";
import { forgetTable, readCatalog, writeTable } from "../catalog/catalog_store.ts";
import { quoteName } from "../store/fields.ts";
import type { Engine } from "../store/engine.ts";

/** Under which name a table's former rows stay. */
export function asideOf({ dataset, table }: TableName, ending: string): TableName {
  return { dataset, table: `${table}${ending}` };
}

/** Gives a table its other name; null if none stands. Call it in the transaction that makes the new one. */
export async function setAside(
  lane: Engine,
  name: TableName,
  ending: string,
): Promise<TableName | null> {
  const entry = (await readCatalog(lane)).tables.get(keyOf(name));
  if (entry?.kind !== "TABLE") return null;
  const aside = asideOf(name, ending);
  await lane.run(`alter table ${placeOf(lane, name)} rename to ${quoteName(aside.table)}`);
  await forgetTable(lane, name);
  await writeTable(lane, aside, "TABLE", entry.details);
  return aside;
}

/** Lets go of what was set aside: the new rows are the same. */
export async function dropAside(lane: Engine, aside: TableName): Promise<void> {
  await lane.run(`drop table ${placeOf(lane, aside)}`);
  await forgetTable(lane, aside);
}
