/** What an action reads is told by what it has read, however the names are written, and what cannot be told is read again. */

import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";

import { action, type Laboratory, named, openLaboratory } from "./support.ts";

let lab: Laboratory;

beforeEach(async () => {
  lab = await openLaboratory("given.people", "given.seen");
  await lab.run("create table `local.given.people` as select 'ada' as name");
});
afterEach(() => lab.close());

const hire = () => lab.run("insert into `local.given.people` values ('bob')");

describe("a name that is written", () => {
  const NAMES = [
    "given.people",
    "local.given.people",
    "`given.people`",
    "`local`.`given`.`people`",
    "`local`.given.people",
    "`given`.people",
    "given.`people`",
  ];

  it.each(NAMES)("%s is an input of a table", async (name) => {
    const counted = [action("built.counted", `select count(*) as n from ${name}`)];
    await lab.build(counted);
    await hire();
    await lab.build(counted);
    expect(await lab.rows("select * from built.counted")).toEqual(['{"n":2}']);
  });

  it.each(NAMES)("%s is an input of a law, a view, and an incremental table", async (name) => {
    const all = [
      action("laws.one", `select name from ${name} where name = 'bob'`, { kind: "assertion" }),
      action("built.names", `select name from ${name}`, { kind: "view" }),
      action("built.counted", "select count(*) as n from `local.built.names`", {
        dependencies: ["built.names"],
      }),
      action("built.grown", "select 0 as n", {
        kind: "incremental",
        incrementalQuery: "select there as n",
        incrementalPreOps: [`declare there int64 default (select count(*) from ${name})`],
      }),
    ];
    await lab.build(all);
    await lab.build(all);
    await hire();
    expect(named(await lab.build(all), "red")).toEqual(["laws.one"]);
    expect(await lab.rows("select * from built.counted")).toEqual(['{"n":2}']);
    expect(await lab.rows("select max(n) as n from built.grown")).toEqual(['{"n":2}']);
  });

  it("in full is left alone where it is the same", async () => {
    const counted = [action("built.counted", "select count(*) as n from `local.given.people`")];
    await lab.build(counted);
    expect(named(await lab.build(counted), "alone")).toEqual(["built.counted"]);
  });
});

it("a source that is a view is read each time, for what it reads may change", async () => {
  await lab.run("create view `local.given.seen` as select name from `local.given.people`");
  const all = [
    action("built.counted", "select count(*) as n from `local.given.seen`"),
    action("laws.one", "select name from `local.given.seen` where name = 'bob'", {
      kind: "assertion",
    }),
  ];
  await lab.build(all);
  await hire();
  expect(named(await lab.build(all), "red")).toEqual(["laws.one"]);
  expect(await lab.rows("select * from built.counted")).toEqual(['{"n":2}']);
});

describe("what somebody takes from a table beside its rows is made again", () => {
  const table = action(
    "built.copied",
    "select name, date '2026-01-01' as day from `local.given.people`",
    {
      partitionBy: "day",
      clusterBy: ["name"],
      description: "One row per person.",
      columns: [{ path: ["name"], description: "Who it is." }],
    },
  );
  const details = async () => {
    const [found] = await lab.rows("select * from _warehouse.tables where name = 'copied'");
    return (found ?? "").replaceAll(/Time\\?":\\?"\d+/g, "");
  };

  it("its description, its partitions and its clusters", async () => {
    await lab.build([table]);
    const before = await details();
    expect(before).toMatch(/One row per person.*Who it is/);
    await lab.run(
      "create or replace table `local.built.copied` as select * from `local.built.copied`",
    );
    expect(await details()).not.toEqual(before);
    expect(named(await lab.build([table]), "made")).toEqual(["built.copied"]);
    expect(await details()).toEqual(before);
    expect(named(await lab.build([table]), "alone")).toEqual(["built.copied"]);
  });
});
