/** NDJSON load jobs through the real client. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { memoryWarehouse, rowsOf, type TestWarehouse } from "./support/client.ts";
import { AMOUNTS, amountsIn } from "./support/amounts.ts";

let warehouse: TestWarehouse;
beforeAll(async () => {
  warehouse = await memoryWarehouse();
});
afterAll(() => warehouse.close());

const { load, read } = amountsIn(() => warehouse);

describe("types", () => {
  it("every type is read from JSON, money exactly", async () => {
    const fields = [
      ...[
        "s:STRING",
        "i:INTEGER",
        "f:FLOAT",
        "n:NUMERIC",
        "b:BOOLEAN",
        "d:DATE",
        "t:TIMESTAMP",
        "u:TIMESTAMP",
      ],
      ...["dt:DATETIME", "tm:TIME", "y:BYTES", "j:JSON"],
    ].map((entry) => ({ name: entry.split(":")[0], type: entry.split(":")[1] }));
    const row = {
      s: 'a\n"b"',
      i: "9007199254740993",
      f: 0.1,
      n: "12345678901234567890.123456789",
      b: true,
      d: "2026-01-05",
      t: "2026-01-05T06:07:08.5+02:00",
      u: 1767593228.25,
      dt: "2026-01-05T06:07:08",
      tm: "06:07:08",
      y: "YWI=",
      j: { k: [1, "x"] },
    };
    await load("every", [row, {}], { schema: { fields } });
    expect(await read("every")).toEqual([
      [null, null, null, null, null, null, null, null, null, null, null, null],
      [
        'a\n"b"',
        "9007199254740993",
        "0.1",
        "12345678901234567890.123456789",
        "true",
        "2026-01-05",
        "1767586028.500000",
        "1767593228.250000",
        "2026-01-05T06:07:08",
        "06:07:08",
        "YWI=",
        '{"k":[1,"x"]}',
      ],
    ]);
  });

  it("an amount is rounded at the ninth decimal, half away from zero", async () => {
    const amounts = ["0.0000000005", "-0.0000000005", "999999999.9999999995", "1e-9", "1E3"];
    await load(
      "rounded",
      amounts.map((amount) => ({ amount })),
      { schema: "amount:NUMERIC" },
    );
    const held = (await read("rounded")).flat();
    expect(held).toEqual(["-0.000000001", "0.000000001", "0.000000001", "1000", "1000000000"]);
  });

  it("records and repeated fields are read at any depth", async () => {
    const fields = [
      {
        name: "labels",
        type: "RECORD",
        mode: "REPEATED",
        fields: [
          { name: "key", type: "STRING" },
          { name: "value", type: "STRING" },
        ],
      },
      {
        name: "usage",
        type: "RECORD",
        fields: [
          { name: "amount", type: "NUMERIC" },
          { name: "tags", type: "STRING", mode: "REPEATED" },
          {
            name: "credits",
            type: "RECORD",
            mode: "REPEATED",
            fields: [
              { name: "amount", type: "FLOAT" },
              { name: "at", type: "TIMESTAMP" },
            ],
          },
        ],
      },
    ];
    await load(
      "nested",
      [
        {
          labels: [{ key: "a", value: "1" }, { key: "b" }],
          usage: {
            amount: "0.000000001",
            tags: ["x", "y"],
            credits: [{ amount: -1.5, at: "2026-01-05T00:00:00Z" }],
          },
        },
        { labels: [], usage: null },
      ],
      { schema: { fields } },
    );
    const rows = await rowsOf(
      warehouse.client,
      `
      select array_length(labels) as n, labels[safe_offset(1)].key as key, usage.amount as amount,
        usage.tags[safe_offset(1)] as tag, (select sum(c.amount) from unnest(usage.credits) as c) as credit
      from ds.nested order by n`,
    );
    expect(JSON.parse(JSON.stringify(rows))).toEqual([
      { n: 0, key: null, amount: null, tag: null, credit: null },
      { n: 2, key: "b", amount: "1e-9", tag: "y", credit: -1.5 },
    ]);
  });

  it("an empty file makes an empty table", async () => {
    await load("empty", "", { schema: AMOUNTS });
    expect(await rowsOf(warehouse.client, "select count(*) as n from ds.empty")).toEqual([
      { n: 0 },
    ]);
  });
});
