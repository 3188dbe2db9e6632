/** What a load does with the rows that a table or partition already has. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { errorOf, memoryWarehouse, type TestWarehouse } from "./support/client.ts";
import { AMOUNTS, amountsIn } from "./support/amounts.ts";

let warehouse: TestWarehouse;
beforeAll(async () => {
  warehouse = await memoryWarehouse();
});
afterAll(() => warehouse.close());

const { load, read } = amountsIn(() => warehouse);

describe("dispositions", () => {
  const june = [{ day: "2026-06-01", amount: "1.10" }];

  it("loads append unless told to truncate", async () => {
    await load("appended", june, { schema: AMOUNTS });
    await load("appended", june);
    expect(await read("appended")).toEqual([
      ["2026-06-01", "1.1"],
      ["2026-06-01", "1.1"],
    ]);
    await load("appended", [{ day: "2026-06-02", amount: "2" }], {
      writeDisposition: "WRITE_TRUNCATE",
    });
    expect(await read("appended")).toEqual([["2026-06-02", "2"]]);
  });

  it("WRITE_EMPTY refuses a table with rows", async () => {
    await load("once", june, { schema: AMOUNTS, writeDisposition: "WRITE_EMPTY" });
    const error = await errorOf(load("once", june, { writeDisposition: "WRITE_EMPTY" }));
    expect(error.message).toContain("Already Exists: Table local:ds.once");
    expect(await read("once")).toHaveLength(1);
  });

  it("a partition is replaced alone", async () => {
    const partitioned = { schema: AMOUNTS, timePartitioning: { type: "DAY", field: "day" } };
    await load("daily", [...june, { day: "2026-06-02", amount: "5" }], partitioned);
    await load("daily$20260601", [{ day: "2026-06-01", amount: "3" }], {
      writeDisposition: "WRITE_TRUNCATE",
    });
    expect(await read("daily")).toEqual([
      ["2026-06-01", "3"],
      ["2026-06-02", "5"],
    ]);
    await load("daily$20260601", "", { writeDisposition: "WRITE_TRUNCATE" });
    expect(await read("daily")).toEqual([["2026-06-02", "5"]]);
  });

  it("a row of another day does not enter a partition", async () => {
    await load("strict", june, {
      schema: AMOUNTS,
      timePartitioning: { type: "DAY", field: "day" },
    });
    const stray = [{ day: "2026-06-02", amount: "9" }];
    const error = await errorOf(
      load("strict$20260601", stray, { writeDisposition: "WRITE_TRUNCATE" }),
    );
    expect(error.message).toContain("Some rows belong to different partitions");
    expect(await read("strict")).toEqual([["2026-06-01", "1.1"]]);
  });

  it("truncating with another schema replaces the columns", async () => {
    await load("reshaped", june, { schema: AMOUNTS });
    await load("reshaped", [{ a: 1 }], { schema: "a:INTEGER", writeDisposition: "WRITE_TRUNCATE" });
    expect(await read("reshaped")).toEqual([["1"]]);
  });

  it("appending with another type or a new column is refused", async () => {
    await load("kept", june, { schema: AMOUNTS });
    const retyped = load("kept", [{ day: "x" }], { schema: "day:STRING" });
    expect((await errorOf(retyped)).message).toContain(
      "Field day has changed type from DATE to STRING",
    );
    const added = load("kept", [{ more: "x" }], { schema: "more:STRING" });
    expect((await errorOf(added)).message).toContain("Cannot add fields (field: more)");
  });
});
