/** The DuckDB text itself, where the text is the point: tables, parameters, names, types. */
import { describe, expect, it } from "@jest/globals";
import {
  locateError,
  rewriteQuery,
  toDuckDbType,
  toGoogleType,
  UnsupportedError,
  type RewriteContext,
  type TablePath,
} from "../../../../local/warehouse/googlesql/index.ts";

function tablesOf(sql: string): readonly string[] {
  const asked: TablePath[] = [];
  rewriteQuery(
    sql,
    contextOf((path) => asked.push(path)),
  );
  return asked.map((path) => path.join("/"));
}

function contextOf(see: (path: TablePath) => void = () => undefined): RewriteContext {
  return {
    resolveTable: (path) => {
      see(path);
      return `"${path.join('"."')}"`;
    },
    variables: new Set(["cutoff"]),
    temporaryFunctions: new Set(["f"]),
  };
}

const rewrite = (sql: string): string => rewriteQuery(sql, contextOf());

describe("tables", () => {
  it.each<[string, readonly string[]]>([
    ["select * from `p.d.t`", ["p/d/t"]],
    ["select * from `p`.`d`.`t`", ["p/d/t"]],
    ["select * from p.d.t", ["p/d/t"]],
    ["select * from my-project.d.t", ["my-project/d/t"]],
    ["select * from d.`t_*`", ["d/t_*"]],
    ["select * from d.INFORMATION_SCHEMA.TABLES", ["d/INFORMATION_SCHEMA/TABLES"]],
    ["select * from d.t20260105, d.20260105", ["d/t20260105", "d/20260105"]],
    [
      "select * from a.t join b.u using (x) left join (c.v cross join d.w) on true",
      ["a/t", "b/u", "c/v", "d/w"],
    ],
    ["with x as (select * from d.t) select * from x join X as y using (k)", ["d/t"]],
    ["with t as (select * from t) select * from t", ["t"]],
    ["select * from d.t as t, t.items as i, unnest(t.items)", ["d/t"]],
    [
      "select (select max(x) from d.u) from d.t where x in (select x from d.v)",
      ["d/t", "d/u", "d/v"],
    ],
    ["select * from d.t where exists (select 1 from d.u as u, u.items)", ["d/t", "d/u"]],
    ["select x is distinct from y, extract(day from d) from d.t", ["d/t"]],
  ])("%s", (sql, expected) => {
    expect([...tablesOf(sql)].sort()).toEqual([...expected].sort());
  });

  it("a table without an alias is called by its last part", () => {
    expect(rewrite("select t.x from p.d.t")).toBe('select "t"."x" as "x" from "p"."d"."t" as "t"');
  });
});

describe("names and parameters", () => {
  it.each<[string, string]>([
    ["select ? as a, ? as b", 'select $1 as "a", $2 as "b"'],
    ["select @from_ as a", 'select $from_ as "a"'],
    ["select cutoff as c", `select getvariable('cutoff') as "c"`],
    ["select t.cutoff as c from t", 'select "t"."cutoff" as "c" from "t" as "t"'],
    ["select f(1) as c", 'select "f"(1) as "c"'],
    ["select user as u", 'select "user" as "u"'],
    ["1 + 1", "1 + 1"],
    ["select 1;", 'select 1 as "f0_"'],
    ["select 'it''s' as a", ""],
  ])("%s", (sql, expected) => {
    if (expected === "") expect(() => rewrite(sql)).toThrow(/Unexpected string literal/);
    else expect(rewrite(sql)).toBe(expected);
  });

  it("an alias that is also an input column groups by its position", () => {
    expect(rewrite("select lower(k) as k, count(*) as n from t group by k")).toMatch(/group by 1$/);
    expect(rewrite("select *, lower(k) as k from t group by k")).toMatch(
      /group by \(lower\("k"\)\)$/,
    );
  });
});

describe("types", () => {
  it.each<[string, string]>([
    ["STRING", "VARCHAR"],
    ["INT64", "BIGINT"],
    ["FLOAT64", "DOUBLE"],
    ["NUMERIC", "DECIMAL(38,9)"],
    ["BOOL", "BOOLEAN"],
    ["DATE", "DATE"],
    ["TIMESTAMP", "TIMESTAMPTZ"],
    ["DATETIME", "TIMESTAMP"],
    ["TIME", "TIME"],
    ["BYTES", "BLOB"],
    ["JSON", "JSON"],
    ["ARRAY<STRING>", "VARCHAR[]"],
    [
      "STRUCT<a INT64, b ARRAY<STRUCT<c NUMERIC>>>",
      'STRUCT("a" BIGINT, "b" STRUCT("c" DECIMAL(38,9))[])',
    ],
  ])("%s is %s and back", (google, duckDb) => {
    expect(toDuckDbType(google)).toBe(duckDb);
    expect(toGoogleType(duckDb)).toBe(google);
  });

  it.each<[string, string]>([
    ["TIMESTAMP WITH TIME ZONE", "TIMESTAMP"],
    ["HUGEINT", "INT64"],
    ["INTEGER[]", "ARRAY<INT64>"],
    ["DECIMAL(38,0)", "NUMERIC"],
    ['"NULL"', "INT64"],
  ])("DuckDB's %s is %s", (duckDb, google) => {
    expect(toGoogleType(duckDb)).toBe(google);
  });

  it("BIGNUMERIC has more digits than DuckDB", () => {
    expect(() => toDuckDbType("BIGNUMERIC")).toThrow(UnsupportedError);
  });
});

describe("errors of DuckDB", () => {
  const SQL = "select a,\n  wrong\nfrom d.t";

  it("are placed by the name they quote", () => {
    const message = 'Binder Error: Referenced column "wrong" not found in FROM clause!';
    expect(locateError(SQL, message)).toEqual({ line: 2, column: 3 });
  });

  it("have no place if they quote nothing that was written", () => {
    expect(locateError(SQL, 'Conversion Error: "zzz"')).toBeNull();
  });
});

describe("what is planned once", () => {
  it.each<[string, string]>([
    ["x * 2", '("x" * cast(2 as bigint))'],
    ["x * y", 'bq_multiply("x", "y")'],
    ["cast(x as numeric) * numeric '0.5'", "bq_numeric_product("],
    ["cast(x - y as int64)", 'cast(round("x" - "y") as BIGINT)'],
    ["cast(x as int64)", 'bq_to_int64("x")'],
    ["div(x, cast(y as numeric))", "bq_div_numeric("],
    ["substr(x, 1, 32)", 'substr("x", 1, 32)'],
    ["substr(x, -2)", "bq_substr("],
  ])("%s", (expression, text) => {
    expect(rewrite(`select ${expression} as a from t`)).toContain(` ${text}`);
  });

  const VALUES = "json_value(j, '$.a') as a, json_value(j, '$.b') as b";

  it("is the text of a JSON column, in a column of its own", () => {
    const text = rewrite(`select ${VALUES} from d.t as t where j is not null`);
    expect(text.match(/bq_json_text/g)).toHaveLength(1);
    expect(text).toMatch(
      /from \(select \*, try\(.+\) as "values of j" from "d"."t" as "t"\) as "t"/,
    );
  });

  it.each([
    `select *, ${VALUES} from t`,
    `select ${VALUES} from t cross join u`,
    `select ${VALUES} from t limit 3`,
    `select ${VALUES} from unnest(js) as j`,
  ])("is said again where another column would show or be computed in vain: %s", (sql) => {
    expect(rewrite(sql).match(/bq_json_text/g)).toHaveLength(2);
  });
});
