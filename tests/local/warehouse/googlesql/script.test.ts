/** Scripts as the Dataform CLI sends them, word for word, to statements. */
import { describe, expect, it } from "@jest/globals";
import { splitScript, SqlSyntaxError } from "../../../../local/warehouse/googlesql/index.ts";

const kinds = (sql: string): readonly string[] => splitScript(sql).map(({ kind }) => kind);

describe("what the Dataform CLI sends", () => {
  it("creates a schema", () => {
    expect(splitScript("create schema if not exists `demo.ai_spend`")).toMatchObject([
      { kind: "create_schema", path: ["demo", "ai_spend"], ifNotExists: true },
    ]);
  });

  it("creates a view", () => {
    const sql = "create or replace view `demo.ai_spend.stg_cost` as \nSELECT 1 AS x";
    const [view] = splitScript(sql);
    expect(view).toMatchObject({
      kind: "create_view",
      path: ["demo", "ai_spend", "stg_cost"],
      orReplace: true,
      materialized: false,
      query: "\nSELECT 1 AS x",
    });
  });

  it("creates a materialized view", () => {
    const sql = "create materialized view if not exists a.b partition by d as select 1 as d";
    expect(splitScript(sql)).toMatchObject([
      { kind: "create_view", materialized: true, ifNotExists: true, path: ["a", "b"] },
    ]);
  });

  it("creates a partitioned and clustered table", () => {
    const sql =
      "create or replace table `demo.ai_spend.fct_overwrite` partition by usage_date cluster by workspace_id, `model` as \nSELECT * FROM `demo.ai_spend.stg_cost`";
    expect(splitScript(sql)).toMatchObject([
      {
        kind: "create_table_as",
        path: ["demo", "ai_spend", "fct_overwrite"],
        orReplace: true,
        temporary: false,
        partitionBy: "usage_date",
        clusterBy: ["workspace_id", "model"],
        options: null,
        query: "\nSELECT * FROM `demo.ai_spend.stg_cost`",
      },
    ]);
  });

  it("declares before it creates an incremental table", () => {
    const sql = `DECLARE cutoff DATE DEFAULT DATE '2025-01-01';
create or replace table \`demo.ai_spend.inc_append\` partition by usage_date OPTIONS(require_partition_filter=true)as 

SELECT * FROM t WHERE usage_date >= cutoff;
SELECT 1`;
    expect(splitScript(sql)).toMatchObject([
      { kind: "declare", names: ["cutoff"], type: "DATE" },
      { kind: "create_table_as", options: "require_partition_filter=true" },
      { kind: "query", sql: "\n\n\n\nSELECT 1", line: 5, column: 1 },
    ]);
  });

  it("merges with a unique key", () => {
    const sql =
      "merge `demo.ai_spend.fct_merge` DATAFORM_DEST\nusing (\nSELECT * FROM `demo.ai_spend.stg_cost` WHERE usage_date >= DATE '2025-01-01'\n\n) DATAFORM_SOURCE\non DATAFORM_DEST.usage_date = DATAFORM_SOURCE.usage_date and DATAFORM_DEST.usage_date >= DATE '2025-01-01'\n\nwhen matched then\n  update set `usage_date` = DATAFORM_SOURCE.usage_date,`workspace_id` = DATAFORM_SOURCE.workspace_id\nwhen not matched then\n  insert (`usage_date`,`workspace_id`) values (`usage_date`,`workspace_id`)\n";
    const [merge] = splitScript(sql);
    expect(merge).toMatchObject({
      kind: "merge",
      path: ["demo", "ai_spend", "fct_merge"],
      alias: "DATAFORM_DEST",
      sourceAlias: "DATAFORM_SOURCE",
      clauses: [
        {
          when: "matched",
          condition: null,
          action: {
            kind: "update",
            assignments: [{ column: "usage_date" }, { column: "workspace_id" }],
          },
        },
        {
          when: "not_matched_by_target",
          action: { kind: "insert", columns: ["usage_date", "workspace_id"] },
        },
      ],
    });
  });

  it("inserts from a query", () => {
    const sql =
      "insert into `demo.ai_spend.inc_append`\t\n(`usage_date`,`workspace_id`,`amount_usd`)\t\nselect `usage_date`,`workspace_id`,`amount_usd`\t\nfrom (\nSELECT 1\n) as insertions;\nSELECT 1";
    expect(splitScript(sql)).toMatchObject([
      { kind: "insert", columns: ["usage_date", "workspace_id", "amount_usd"] },
      { kind: "query" },
    ]);
  });

  it("overwrites partitions in a block", () => {
    const sql = `CREATE OR REPLACE TEMP TABLE \`staging_table_temp_fccblfq5wu\` AS (
  
SELECT * FROM \`demo.ai_spend.stg_cost\`

);

BEGIN
  DECLARE partitions_for_replacement DEFAULT (
    ARRAY(
      SELECT DISTINCT usage_date
      FROM \`staging_table_temp_fccblfq5wu\`
      WHERE usage_date IS NOT NULL
    )
  );

  MERGE \`demo.ai_spend.fct_overwrite\` DATAFORM_DEST
  USING \`staging_table_temp_fccblfq5wu\` DATAFORM_SOURCE
  ON FALSE
  WHEN NOT MATCHED BY SOURCE AND usage_date IN UNNEST(partitions_for_replacement) 
  
  THEN
    DELETE
  WHEN NOT MATCHED BY TARGET THEN
    INSERT (\`usage_date\`) VALUES (\`usage_date\`);
END;

DROP TABLE IF EXISTS \`staging_table_temp_fccblfq5wu\`;`;
    expect(splitScript(sql)).toMatchObject([
      { kind: "create_table_as", temporary: true, path: ["staging_table_temp_fccblfq5wu"] },
      { kind: "declare", names: ["partitions_for_replacement"], type: null },
      {
        kind: "merge",
        source: ["staging_table_temp_fccblfq5wu"],
        clauses: [
          { when: "not_matched_by_source", action: { kind: "delete" } },
          { when: "not_matched_by_target", action: { kind: "insert" } },
        ],
      },
      { kind: "drop", what: "table", ifExists: true },
    ]);
  });

  it("creates an assertion and counts its rows", () => {
    const view =
      "      create or replace view `demo.a.X_uniqueKey_0` as \nSELECT\n  *\nFROM (\n  SELECT usage_date, COUNT(1) AS index_row_count FROM `demo.ai_spend.f` GROUP BY usage_date\n  ) AS data\nWHERE index_row_count > 1\n";
    expect(kinds(view)).toEqual(["create_view"]);
    expect(kinds("select sum(1) as row_count from `demo.a.X_uniqueKey_0`")).toEqual(["query"]);
  });
});

describe("scripts", () => {
  it("a semicolon in a text or a comment ends nothing", () => {
    expect(kinds("select ';' -- ;\n; /* ; */ select `a;b` from t # ;")).toEqual(["query", "query"]);
  });

  it("of comments alone have no statements", () => {
    expect(splitScript(" -- nothing\n;;/* */")).toEqual([]);
  });

  it("blocks in blocks are flattened, and CASE … END ends none", () => {
    const sql = "begin begin select case when true then 1 end; end; select 2; end; select 3";
    expect(kinds(sql)).toEqual(["query", "query", "query"]);
  });

  it("an IF holds its statements, in ELSE and in each other", () => {
    const sql =
      "if exists (select 1) then\n  select 1; if x then select 2; end if; else select if(a, 1, 2);\nend if; select 3";
    expect(splitScript(sql)).toMatchObject([
      {
        kind: "if",
        condition: "   exists (select 1)",
        then: [
          { kind: "query", line: 2 },
          { kind: "if", then: [{ kind: "query" }], otherwise: [] },
        ],
        otherwise: [{ kind: "query" }],
      },
      { kind: "query" },
    ]);
  });

  it.each([
    "if true then select 1",
    "else select 1",
    "select 1; end if",
    "if true select 1; end if",
  ])("%s is half an IF", (sql) => {
    expect(() => splitScript(sql)).toThrow(SqlSyntaxError);
  });

  it("a position in a statement is one in the script", () => {
    const [, second] = splitScript("select 1;\n  select 2");
    expect(second).toMatchObject({ line: 2, column: 3, sql: "\n  select 2" });
  });

  it("types of a table's columns are kept as written", () => {
    const sql =
      "create table d.t (x int64 not null options(description='a, b'), y array<struct<a string, b numeric>>) options(description='z')";
    expect(splitScript(sql)).toMatchObject([
      {
        kind: "create_table",
        options: "description='z'",
        columns: [
          { name: "x", type: "int64", nullable: false },
          { name: "y", type: "array<struct<a string, b numeric>>", nullable: true },
        ],
      },
    ]);
  });

  it("assignments, assertions and removals", () => {
    const sql =
      "declare a, b int64; set a = 1 + 2; assert (a > 1) as 'why'; truncate table d.t; drop schema s cascade; drop view if exists v; drop materialized view m; drop function f";
    expect(splitScript(sql)).toMatchObject([
      { kind: "declare", names: ["a", "b"], type: "int64", default: null },
      { kind: "set", name: "a" },
      { kind: "assert", message: "why" },
      { kind: "truncate", path: ["d", "t"] },
      { kind: "drop", what: "schema", cascade: true },
      { kind: "drop", what: "view", ifExists: true },
      { kind: "drop", what: "view", path: ["m"] },
      { kind: "drop", what: "function" },
    ]);
  });
});
