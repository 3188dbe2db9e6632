/** A table of days and amounts, as the load tests fill and read it. */

import { ask, loadRows, type TestWarehouse } from "./client.ts";

export const AMOUNTS = {
  fields: [
    { name: "day", type: "DATE" },
    { name: "amount", type: "NUMERIC" },
  ],
};

/** Loads and reads over the warehouse that `current` gives, which a test file opens before its tests. */
export function amountsIn(current: () => TestWarehouse) {
  return {
    load: (
      table: string,
      rows: readonly unknown[] | string,
      metadata: Record<string, unknown> = {},
    ) => loadRows(current().client, table, rows, metadata),
    read: async (table: string, order = "1") => {
      const { body } = await ask(current(), "POST", "/queries", {
        query: `select * from ds.${table} order by ${order}`,
      });
      return (body["rows"] as { f: { v: unknown }[] }[]).map(({ f }) => f.map(({ v }) => v));
    },
  };
}
