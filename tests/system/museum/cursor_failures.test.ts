/** Published bugs of loaders that go on as if nothing was wrong when a vendor fails, on Cursor's endpoints. */

import { afterAll, beforeAll, expect, it } from "@jest/globals";

import { startCursor } from "../../../local/stand_ins/cursor/server.ts";
import { demoOrganizations } from "../../../local/stand_ins/organization/index.ts";
import { memoryWarehouse } from "../../ingest/support/memory_warehouse.ts";
import { syncAll } from "../../ingest/support/vendor_sync.ts";
import { connectionToCursor, NOW } from "../../local/stand_ins/cursor_support.ts";

const [organization] = demoOrganizations({ days: 3, people: 5, second: false });
if (organization === undefined) throw new Error("there is always a first organization");

let cursor: Awaited<ReturnType<typeof startCursor>>;

beforeAll(async () => {
  cursor = await startCursor({ organization, now: () => NOW });
});
afterAll(() => cursor.close());

it("10: a day that Cursor refuses is named and has no fetch, and the next run lands it (ingestr, errors skipped)", async () => {
  const warehouse = memoryWarehouse();
  const days = () =>
    warehouse
      .rows("raw_fetches")
      .filter((row) => row["endpoint"] === "cursor_events")
      .map((row) => String(row["window_start"]).slice(0, 10))
      .sort();
  const sync = () =>
    syncAll([connectionToCursor(cursor)], warehouse, { now: () => NOW, from: "2026-10-30" });

  cursor.faults.set([{ kind: "500", path: "filtered-usage-events", from: 2 }]);
  const { failures } = await sync();
  expect(failures.map(({ message }) => message).join(" ")).toContain("cursor_events");
  expect(days()).toHaveLength(1);

  cursor.faults.set([]);
  expect((await sync()).failures).toEqual([]);
  expect(new Set(days())).toEqual(new Set(["2026-10-30", "2026-10-31"]));
});
