/** What is not carried is refused by name, at its place. */
import { describe, expect, it } from "@jest/globals";
import {
  rewriteQuery,
  splitScript,
  SqlSyntaxError,
  UnsupportedError,
  type RewriteContext,
} from "../../../../local/warehouse/googlesql/index.ts";

const CONTEXT: RewriteContext = {
  resolveTable: (path) => `"${path.join(".")}"`,
  variables: new Set(),
  temporaryFunctions: new Set(),
};

function refusal(sql: string): unknown {
  try {
    for (const statement of splitScript(sql)) {
      if (statement.kind === "query") rewriteQuery(statement.sql, CONTEXT);
    }
  } catch (error) {
    return error;
  }
  return null;
}

describe("constructs that BigQuery has and the local warehouse has not", () => {
  it.each<[string, string, number, number]>([
    ["select approx_count_distinct(x) from t", "function APPROX_COUNT_DISTINCT", 1, 8],
    ["select __proto__(x) from t", "function __PROTO__", 1, 8],
    ["select constructor(x) from t", "function CONSTRUCTOR", 1, 8],
    ["select 'a\0'", "the invisible character U+0000", 1, 8],
    ["select 1,\n '\\u0000'", "the invisible character U+0000", 2, 2],
    ["select '\\x00'", "the invisible character U+0000", 1, 8],
    ["select '''\\000'''", "the invisible character U+0000", 1, 8],
    ["select r'\0'", "the invisible character U+0000", 1, 8],
    ["select 1 as `a\\U00000000`", "the invisible character U+0000", 1, 13],
    ["select\n  farm_fingerprint('a')", "function FARM_FINGERPRINT", 2, 3],
    ["select format('%d', 1)", "function FORMAT", 1, 8],
    ["select net.host('x')", "function NET.HOST", 1, 8],
    ["select safe.substr('a', 1, -1)", "function SAFE.SUBSTR", 1, 8],
    ["select div(1, numeric '2', 3)", "function DIV with 3 arguments", 1, 8],
    ["select substr('a', 1, 1, 1)", "function SUBSTR with 4 arguments", 1, 8],
    ["select x from t group by all", "GROUP BY ALL", 1, 26],
    ["select x from t group by rollup(x)", "GROUP BY ROLLUP", 1, 26],
    ["select x from t group by cube(x)", "GROUP BY CUBE", 1, 26],
    ["select x from t group by grouping sets (x)", "GROUP BY GROUPING SETS", 1, 26],
    ["select x from t |> where x > 1", "pipe syntax (|>)", 1, 17],
    ["from t", "a query that begins with FROM", 1, 1],
    ["select 1 union all by name select 2", "UNION BY NAME", 1, 20],
    ["select 1 except all select 2", "EXCEPT ALL", 1, 10],
    ["select x from t tablesample system (10 percent)", "TABLESAMPLE", 1, 17],
    ["select x from t for system_time as of '2026-01-01'", "FOR SYSTEM_TIME AS OF", 1, 17],
    ["select x from t pivot (sum(v) for k in ('a'))", "PIVOT", 1, 17],
    ["select x from f(1)", "table function F", 1, 15],
    ["select _partitiontime from t", "_PARTITIONTIME", 1, 8],
    ["select @@project_id", "a system variable (@@)", 1, 8],
    ["select struct<a int64>(1)", "a typed STRUCT<…>(…) constructor", 1, 8],
    ["select cast(x as bignumeric) from t", "type BIGNUMERIC", 1, 18],
    ["select cast(x as numeric(10, 2)) from t", "type NUMERIC with parameters", 1, 25],
    ["select bignumeric '1'", "type BIGNUMERIC", 1, 8],
    ["select cast(x as string format 'YYYY') from t", "CAST with FORMAT", 1, 25],
    ["select x collate 'und:ci' from t", "COLLATE", 1, 10],
    ["select 'a' like any ('a')", "LIKE ANY", 1, 17],
    ["select f(x => 1), round(x => 1)", "function F", 1, 8],
    ["select round(x => 1)", "a named argument (=>)", 1, 16],
    ["select string_agg(x, ',' limit 2) from t", "LIMIT in STRING_AGG", 1, 8],
    ["select sum(x having max y) from t", "HAVING in SUM", 1, 8],
    ["select max(x ignore nulls) from t", "IGNORE NULLS in MAX", 1, 8],
    ["select regexp_extract(x, y) from t", "REGEXP_EXTRACT with a computed pattern", 1, 8],
    ["select json_value(x, y) from t", "a computed JSON path", 1, 22],
    ["select json_value(x, '$.a[*]') from t", "JSON path '$.a[*]'", 1, 22],
    ["select x['a'] from t", "a JSON subscript", 1, 9],
    ["select format_date('%e', d) from t", "format element %e", 1, 20],
    ["select format_timestamp('%Y%z', d) from t", "format element %z", 1, 25],
    ["select date_trunc(d, week(tuesday)) from t", "this day in WEEK(…)", 1, 26],
    ["select extract(nanosecond from t) from t", "EXTRACT(NANOSECOND)", 1, 16],
    ["select interval '1-2' year to month", "this form of INTERVAL", 1, 8],
    ["alter table t add column x int64", "statement ALTER TABLE", 1, 1],
    ["export data options(uri='x') as select 1", "statement EXPORT DATA", 1, 1],
    ["execute immediate 'select 1'", "statement EXECUTE IMMEDIATE", 1, 1],
    ["select 1;\n  call p()", "statement CALL", 2, 3],
    ["create or replace procedure p() begin select 1; end", "statement CREATE PROCEDURE", 1, 1],
    ["create function d.f(x int64) as (x)", "statement CREATE FUNCTION", 1, 1],
    ["create external table t options(x=1)", "statement CREATE EXTERNAL TABLE", 1, 1],
    ["if true then select 1; elseif false then select 2; end if", "statement ELSEIF", 1, 24],
    ["loop select 1; end loop", "statement LOOP", 1, 1],
    ["while true do select 1; end while", "statement WHILE", 1, 1],
    ["begin transaction; select 1; commit transaction", "BEGIN TRANSACTION", 1, 1],
    ["begin select 1; exception when error then select 2; end", "statement EXCEPTION", 1, 17],
    ["merge t using s on t.a = s.a when not matched then insert row", "INSERT ROW", 1, 59],
    ["create table t clone s", "CREATE TABLE … CLONE", 1, 16],
    [
      "create temp function f(x int64) returns int64 language js as 'x'",
      "CREATE TEMP FUNCTION … LANGUAGE",
      1,
      47,
    ],
    ["drop model m", "statement DROP MODEL", 1, 6],
  ])("%j: %s", (sql, construct, line, column) => {
    const error = refusal(sql);
    expect(error).toBeInstanceOf(UnsupportedError);
    expect(error).toMatchObject({ construct, line, column });
    expect((error as Error).message).toBe(
      `${construct} is not supported by the local warehouse at [${line}:${column}]`,
    );
  });

  it.each([
    ["(", ")", 201],
    ["[", "]", 100_000],
    ["struct(", ")", 5_000],
    ["if(true, 1, ", ")", 5_000],
  ])("more than 200 brackets in each other: %s", (opening, closing, times) => {
    const nested = (depth: number) => `select ${opening.repeat(depth)}1${closing.repeat(depth)}`;
    expect(refusal(nested(200))).toBeNull();
    expect(refusal(nested(times))).toBeInstanceOf(UnsupportedError);
    expect(refusal(nested(times))).toMatchObject({
      construct: "more than 200 brackets in each other",
      column: 8 + 200 * opening.length + opening.search(/[([]/),
    });
  });
});

describe("what is no GoogleSQL", () => {
  it.each<[string, number, number]>([
    ["selec 1", 1, 1],
    ["select '\\ud800'", 1, 8],
    ["select '\\U00110000'", 1, 8],
    ["select 1 \0", 1, 10],
    ["select 1 +", 1, 10],
    ["select a b c from t", 1, 10],
    ["select 'a' 'b'", 1, 12],
    ["select from t", 1, 1],
    ["select 1\nfrom t\nwhere", 3, 1],
    ["select a, , b from t", 1, 8],
    ["select x from t where x = 1 group by x where y", 1, 40],
    ["select 1 union select 2", 1, 10],
    ["select 1 union all select 2 except distinct select 3", 1, 29],
    ["select case when x then 1 from t", 1, 8],
    ["select cast(x, string)", 1, 8],
    ["select 9223372036854775808", 1, 8],
    ["select numeric '1.0000000001'", 1, 16],
    ["select x from t join", 1, 17],
    ["select x y z", 1, 10],
    ["declare x int64 default", 1, 17],
    ["update t set a = 1", 1, 18],
    ["delete from t", 1, 13],
    ["begin select 1;", 1, 1],
  ])("%j is refused at %i:%i", (sql, line, column) => {
    const error = refusal(sql);
    expect(error).toBeInstanceOf(SqlSyntaxError);
    expect(error).toMatchObject({ line, column });
  });
});
