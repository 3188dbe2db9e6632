/** Tables of whole pages are read in slices, and nothing is lost or read twice. */

import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";

import { findSlices, readInSlices } from "../../../local/warehouse/catalog/slices.ts";
import { openLaboratory, type Laboratory } from "./build/support.ts";

const PAGES = { dataset: "ds", table: "pages" } as const;

let laboratory: Laboratory;
beforeEach(async () => {
  laboratory = await openLaboratory();
  await laboratory.run("create schema ds");
});
afterEach(() => laboratory.close());

/** As many pages as asked for, each of half a megabyte that does not compress. */
async function land(pages: number): Promise<void> {
  await laboratory.run(`
    create or replace table ds.pages as
    select n, (
      select string_agg(to_hex(sha256(concat(cast(n as string), ' ', cast(k as string)))), '')
      from unnest(generate_array(1, 8000)) as k
    ) as body
    from unnest(generate_array(1, ${pages})) as n`);
  await laboratory.engine().run("checkpoint");
}

const slices = () => findSlices(laboratory.engine(), [PAGES]);

describe("slices", () => {
  it("tables of large pages are cut, small ones and short rows are not", async () => {
    await land(4);
    expect(await slices()).toEqual(new Map());
    await land(100);
    expect((await slices()).get("ds.pages")).toBeGreaterThan(1);
    await laboratory.run(
      "create or replace table ds.pages as select n, cast(n as string) as body from unnest(generate_array(1, 300000)) as n",
    );
    expect(await slices()).toEqual(new Map());
    expect(await findSlices(laboratory.engine(), [{ dataset: "ds", table: "none" }])).toEqual(
      new Map(),
    );
  });

  it.each([2, 7, 300])("in %i slices a table has each of its rows once", async (count) => {
    await laboratory.run(
      "create table ds.pages as select n, cast(n as string) as body from unnest(generate_array(1, 100)) as n",
    );
    await laboratory.run("delete from ds.pages where mod(n, 3) = 0");
    const whole = await laboratory.rows("select * from ds.pages");
    readInSlices(laboratory.engine(), new Map([["ds.pages", count]]));
    await laboratory.run("create table ds.copy as select p.* from ds.pages as p");
    expect(await laboratory.rows("select * from ds.copy")).toEqual(whole);
  });

  it("a view of such a table, and a change of it, know nothing of slices", async () => {
    await laboratory.run("create table ds.pages as select 1 as n, 'x' as body");
    readInSlices(laboratory.engine(), new Map([["ds.pages", 3]]));
    await laboratory.run("create view ds.seen as select n from ds.pages");
    await laboratory.run("insert into ds.pages (n, body) select n + 1, body from ds.pages");
    const [view] = await laboratory
      .engine()
      .rows("select sql from duckdb_views() where view_name = 'seen'");
    expect(String(view?.["sql"])).not.toContain("rowid");
    expect(await laboratory.rows("select * from ds.seen")).toHaveLength(2);
  });
});
