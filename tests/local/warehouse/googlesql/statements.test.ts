/** DML, variables and temporary functions, run in DuckDB. */
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { rewriteMerge, splitScript } from "../../../../local/warehouse/googlesql/index.ts";
import { cellText } from "./cells.ts";
import { openEngine, type Engine } from "./engine.ts";

let engine: Engine;

beforeEach(async () => {
  engine = await openEngine();
  await engine.run("create schema d");
  await engine.script(
    `create table d.t as select * from unnest([struct('a' as k, numeric '1' as v), ('b', 2), ('c', 3)]);
     create table d.s as select * from unnest([struct('b' as k, numeric '20' as v), ('z', 26)])`,
  );
});

afterEach(() => engine.close());

async function rows(sql = "select * from d.t order by k, v"): Promise<string> {
  const table = await engine.query(sql);
  return table.rows.map((row) => row.map(cellText).join(" ")).join(", ");
}

describe("statements that change rows", () => {
  it("INSERT of a query and of values", async () => {
    await engine.script(
      "insert into d.t (v, k) select v, upper(k) from d.s; insert d.t values ('q', 1.5), ('r', null)",
    );
    expect(await rows()).toBe("B 20, Z 26, a 1, b 2, c 3, q 1.5, r NULL");
  });

  it("UPDATE with an alias and with a second table", async () => {
    await engine.script(
      `update d.t x set x.v = x.v * 2, k = concat(x.k, '!') where x.k = 'a';
       update d.t set v = s.v from d.s as s where s.k = t.k`,
    );
    expect(await rows()).toBe("a! 2, b 20, c 3");
  });

  it("DELETE with an alias and a sub-query", async () => {
    await engine.script(
      "delete from d.t as x where x.k in (select k from d.s); delete d.t where v > 2",
    );
    expect(await rows()).toBe("a 1");
  });

  it("an UPDATE may use IS NOT DISTINCT FROM in what it sets", async () => {
    await engine.script("update d.t set k = if(k is not distinct from 'a', 'A', k) where true");
    expect(await rows("select k from d.t order by k")).toBe("A, b, c");
  });
});

describe("MERGE", () => {
  const MERGE = `merge into d.t as t using (select * from d.s where v > 1) as s on t.k = s.k
    when matched and s.v > 10 then update set v = case when s.v > 15 then s.v else 0 end
    when matched then delete
    when not matched by target then insert (k, v) values (k, s.v)
    when not matched by source and t.k = 'c' then delete`;

  it("updates, inserts and deletes", async () => {
    await engine.script(MERGE);
    expect(await rows()).toBe("a 1, b 20, z 26");
  });

  it("on FALSE replaces what it is told to", async () => {
    await engine.script(
      `declare gone default (array(select distinct k from d.s));
       merge d.t t using d.s s on false
         when not matched by source and k in unnest(gone) then delete
         when not matched then insert (k, v) values (k, v)`,
    );
    expect(await rows()).toBe("a 1, b 20, c 3, z 26");
  });

  it("a target row that two source rows would change is found before", async () => {
    const [merge] = splitScript(MERGE);
    if (merge?.kind !== "merge") throw new Error("not a merge");
    const { duplicateCheck } = rewriteMerge(merge, engine.context);
    const found = async (): Promise<number> => (await engine.duckDb(duplicateCheck ?? "")).length;
    expect(await found()).toBe(0);
    await engine.script("insert into d.s values ('z', 1.5), ('b', 21)");
    expect(await found()).toBe(1);
  });

  it("without a WHEN MATCHED needs no such check", () => {
    const [merge] = splitScript(
      "merge d.t t using d.s s on t.k = s.k when not matched then insert (k) values (k)",
    );
    if (merge?.kind !== "merge") throw new Error("not a merge");
    expect(rewriteMerge(merge, engine.context).duplicateCheck).toBeNull();
  });
});

describe("names of a script", () => {
  it("a variable has its declared type and can be set anew", async () => {
    const table = await engine.script(
      "declare cutoff date default '2026-01-05'; declare n int64 default 3; set n = n + 1; select cutoff, n, n * numeric '1.5' as m",
    );
    expect(table.rows).toEqual([["2026-01-05", "4", "6"]]);
    expect(table.columns.map(({ type }) => type.kind)).toEqual(["DATE", "INT64", "NUMERIC"]);
  });

  it("a column's qualified name is never a variable", async () => {
    const table = await engine.script(
      "declare v int64 default 9; select t.v, v as mine from d.t as t where t.k = 'a'",
    );
    expect(table.rows).toEqual([["1", "9"]]);
  });

  it("a temporary function casts its arguments and its result", async () => {
    const table = await engine.script(
      "create temp function cents(a numeric) returns numeric as (a / 100); create temp function same(x any type) as (x); select cents(250) as c, Cents(numeric '12.5') as d, same('a') as s",
    );
    expect(table.rows).toEqual([["2.5", "0.125", "a"]]);
  });

  it("a temporary function may hold a query", async () => {
    const table = await engine.script(
      "create temp function largest(a array<int64>) as ((select max(x) from unnest(a) as x)); select largest([1, 3, 2]) as m",
    );
    expect(table.rows).toEqual([["3"]]);
  });
});
