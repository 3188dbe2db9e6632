/** What reads a part of a table is left alone while other rows of it move, and for no other reason. */

import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";

import { action, type Laboratory, named, openLaboratory } from "./support.ts";

let lab: Laboratory;

beforeEach(async () => {
  lab = await openLaboratory("given.walks");
  await lab.run("create table `local.given.walks` as select 'cost' as endpoint, 1 as n");
});
afterEach(() => lab.close());

const walk = (endpoint: string, n: number) =>
  lab.run(`insert into \`local.given.walks\` values ('${endpoint}', ${n})`);

const counted = (from = "given.walks", condition = "endpoint = 'cost'") =>
  action(
    "built.counted",
    `select count(*) as rows_there from \`local.${from}\` where ${condition}`,
    {
      dependencies: [from],
    },
  );

const made = async (...actions: Parameters<Laboratory["build"]>[0]) =>
  named(await lab.build(actions), "made");

describe("of a source", () => {
  it("other rows leave it alone, its own do not", async () => {
    expect(await made(counted())).toEqual(["built.counted"]);
    await walk("usage", 2);
    expect(await made(counted())).toEqual([]);
    await walk("cost", 3);
    expect(await made(counted())).toEqual(["built.counted"]);
    expect(await lab.rows("select * from built.counted")).toEqual(['{"rows_there":2}']);
  });

  it("rows that change and rows that go are seen", async () => {
    await lab.build([counted()]);
    await lab.run("update `local.given.walks` set n = 5 where endpoint = 'cost'");
    expect(await made(counted())).toEqual(["built.counted"]);
    await lab.run("delete from `local.given.walks` where endpoint = 'cost'");
    expect(await made(counted())).toEqual(["built.counted"]);
    expect(await made(counted())).toEqual([]);
  });

  it("another column is seen, though no row is of the part", async () => {
    const none = action(
      "built.copied",
      "select * from `local.given.walks` where endpoint = 'nothing'",
    );
    await lab.build([none]);
    await walk("usage", 2);
    expect(await made(none)).toEqual([]);
    await lab.run(
      "create or replace table `local.given.walks` as select *, true as is_new from `local.given.walks`",
    );
    expect(await made(none)).toEqual(["built.copied"]);
  });

  it("what is no text is compared by the engine alone", async () => {
    await lab.run(
      "create or replace table `local.given.walks` as select date '2026-01-01' as endpoint, 1 as n",
    );
    const ofDay = counted("given.walks", "endpoint = '2026-1-1'");
    await lab.build([ofDay]);
    await lab.run("insert into `local.given.walks` values (date '2026-01-01', 2)");
    expect(await made(ofDay)).toEqual(["built.counted"]);
    expect(await lab.rows("select * from built.counted")).toEqual(['{"rows_there":2}']);
  });

  it("a table of many rows is one thing", async () => {
    await lab.run(
      "insert into `local.given.walks` select 'usage', n from unnest(generate_array(1, 60000)) as n",
    );
    await lab.build([counted()]);
    await walk("usage", 0);
    expect(await made(counted())).toEqual(["built.counted"]);
  });
});

describe("of what a build made", () => {
  const walks = (kind: "table" | "view") =>
    action("built.walks", "select * from `local.given.walks`", { kind });

  it("a table's other rows leave it alone", async () => {
    await lab.build([walks("table"), counted("built.walks")]);
    await walk("usage", 2);
    expect(await made(walks("table"), counted("built.walks"))).toEqual(["built.walks"]);
    await walk("cost", 3);
    expect(await made(walks("table"), counted("built.walks"))).toEqual([
      "built.walks",
      "built.counted",
    ]);
  });

  it("a view is one thing", async () => {
    await lab.build([walks("view"), counted("built.walks")]);
    await walk("usage", 2);
    expect(await made(walks("view"), counted("built.walks"))).toEqual([
      "built.walks",
      "built.counted",
    ]);
  });

  it("a law on a part is asked again once that part moves", async () => {
    const law = action("laws.one", "select n from `local.given.walks` where endpoint = 'bad'", {
      kind: "assertion",
    });
    expect(named(await lab.build([law]), "held")).toEqual(["laws.one"]);
    await walk("cost", 2);
    expect(named(await lab.build([law]), "alone")).toEqual(["laws.one"]);
    await walk("bad", 2);
    expect(named(await lab.build([law]), "red")).toEqual(["laws.one"]);
  });

  it("somebody's own DuckDB is found out in the part and beside it", async () => {
    await lab.build([walks("table"), counted("built.walks")]);
    await lab.reopen(async (other) => {
      await other.run("insert into built.walks values ('cost', 9)");
    });
    expect(await made(walks("table"), counted("built.walks"))).toEqual(["built.walks"]);
    expect(await lab.rows("select * from built.counted")).toEqual(['{"rows_there":1}']);
  });
});
