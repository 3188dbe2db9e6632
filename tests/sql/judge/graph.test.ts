import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import {
  analyzeGraph,
  type Judge,
  judgeGraph,
  judgeTests,
  parseType,
  startJudge,
  type Table,
} from "../../support/judge/index.ts";
import type { CompiledGraph, CompiledTable } from "../../support/graph.ts";

let judge: Judge;
beforeAll(async () => {
  judge = await startJudge();
});
afterAll(() => judge.close());

const at = (schema: string, name: string) => ({ database: "local", schema, name });

const RAW: Table = {
  columns: [
    { name: "key", type: parseType("STRING") },
    { name: "cents", type: parseType("STRING") },
    { name: "fetched_at", type: parseType("TIMESTAMP") },
  ],
  rows: [
    ["key_alice", "1250", "2026-01-06T00:00:00Z"],
    ["key_alice", "0.0000007", "2026-01-06T00:00:00Z"],
    ["key_bob", "25", "1999-01-01T00:00:00Z"],
  ],
};
const SOURCES = new Map([["local.ai_raw.costs", RAW]]);
const DECLARED = new Map([["local.ai_raw.costs", RAW.columns]]);

const PARSED: CompiledTable = {
  target: at("ai_staging", "parsed"),
  enumType: "INCREMENTAL",
  query:
    "select key, cast(cents as numeric) / 100 as usd, fetched_at from `local.ai_raw.costs` where fetched_at >= since",
  incrementalQuery:
    "select key, cast(cents as numeric) / 100 as usd, fetched_at from `local.ai_raw.costs` where fetched_at > since",
  preOps: ["\n declare since timestamp default (select timestamp '2000-01-01 00:00:00+00');\n"],
  incrementalPreOps: [
    "declare since timestamp default (select max(fetched_at) from `local.ai_staging.parsed`);",
  ],
  dependencyTargets: [at("ai_raw", "costs")],
  fileName: "definitions/parsed.sqlx",
};
const TOTALS: CompiledTable = {
  target: at("ai_spend", "totals"),
  enumType: "TABLE",
  query: "select key, sum(usd) as usd from `local.ai_staging.parsed` group by key",
  dependencyTargets: [at("ai_staging", "parsed")],
  fileName: "definitions/totals.sqlx",
};
/** Totals stand first, so that only the order of dependencies can make the graph work. */
const GRAPH: CompiledGraph = {
  tables: [TOTALS, PARSED],
  assertions: [
    {
      target: at("ai_assertions", "totals_have_no_money"),
      query:
        "select column_name, ordinal_position from `local.ai_spend.INFORMATION_SCHEMA.COLUMNS` where data_type = 'NUMERIC'",
      dependencyTargets: [at("ai_spend", "totals")],
      fileName: "definitions/law.sqlx",
    },
  ],
  declarations: [{ target: at("ai_raw", "costs") }],
  tests: [
    { name: "cents", testQuery: "select 1 as a", expectedOutputQuery: "select 1 as a" },
    { name: "dollars", testQuery: "select 1 as a", expectedOutputQuery: "select 2 as a" },
  ],
};

/** The graph with another table of totals. */
const withTotals = (changes: Partial<CompiledTable>): CompiledGraph => ({
  ...GRAPH,
  tables: [{ ...TOTALS, ...changes }, PARSED],
});

describe("a compiled graph", () => {
  it("is run from its sources to its assertions", async () => {
    const results = await judgeGraph(judge, GRAPH, { tables: SOURCES });
    expect([...results].map(([name, { rows }]) => [name, rows])).toEqual([
      [
        "local.ai_staging.parsed",
        [
          ["key_alice", "12.5", "2026-01-06T00:00:00Z"],
          ["key_alice", "0.000000007", "2026-01-06T00:00:00Z"],
        ],
      ],
      ["local.ai_spend.totals", [["key_alice", "12.500000007"]]],
      ["local.ai_assertions.totals_have_no_money", [["usd", "2"]]],
    ]);
  });

  it("is resolved without being run", async () => {
    const columns = await analyzeGraph(judge, GRAPH, DECLARED);
    expect(columns.get("local.ai_spend.totals")).toEqual([
      { name: "key", type: { kind: "STRING" } },
      { name: "usd", type: { kind: "NUMERIC" } },
    ]);
  });

  it("that the engine refuses is refused with the action's name", async () => {
    const broken = withTotals({ query: "select nope from `local.ai_staging.parsed`" });
    const words = "local.ai_spend.totals: Unrecognized name: nope [at 1:8]";
    await expect(analyzeGraph(judge, broken, DECLARED)).rejects.toThrow(words);
    await expect(judgeGraph(judge, broken, { tables: SOURCES })).rejects.toThrow(words);
  });

  it("whose later run gives another type than its first is refused", async () => {
    const query = "select key, usd from `local.ai_staging.parsed`";
    const incrementalQuery =
      "select key, cast(usd as string) as usd from `local.ai_staging.parsed`";
    const broken = withTotals({ query, incrementalQuery });
    const words = /totals \(incremental\) gives other columns .* usd STRING, not .* usd NUMERIC/;
    await expect(analyzeGraph(judge, broken, DECLARED)).rejects.toThrow(words);
  });

  it("that begins with anything but variables and a deletion is refused", async () => {
    const broken = withTotals({ preOps: ["truncate table `local.ai_raw.costs`"] });
    await expect(analyzeGraph(judge, broken, DECLARED)).rejects.toThrow("neither DECLARE");
  });

  it("has the conditions of its deletions resolved", async () => {
    const broken = withTotals({ preOps: ["delete from `local.ai_raw.costs` where nope"] });
    await expect(analyzeGraph(judge, broken, DECLARED)).rejects.toThrow("Unrecognized name: nope");
  });

  it.each([
    ["true", "0"],
    ["cast(null as bool)", "1"],
  ])("sets aside what a script says where its condition is %s", async (condition, usd) => {
    const none = "select key, usd from `local.ai_staging.parsed` where false";
    const script = `if ${condition} then
      create table if not exists \`local.ai_spend.totals\` as ${none};
      create temp table kept_rows as select * from \`local.ai_spend.totals\`;
      else create temp table kept_rows as select 'kept' as key, numeric '1' as usd;
    end if`;
    const query =
      "select sum(usd) + 0 as usd from (select numeric '0' as usd union all select usd from kept_rows)";
    const gate = withTotals({ preOps: [script], query });
    const columns = await analyzeGraph(judge, gate, DECLARED);
    expect(columns.get("local.ai_spend.totals")).toEqual([
      { name: "usd", type: { kind: "NUMERIC" } },
    ]);
    const results = await judgeGraph(judge, gate, { tables: SOURCES });
    expect(results.get("local.ai_spend.totals")?.rows).toEqual([[usd]]);
  });

  it("has its own unit tests judged", async () => {
    expect(await judgeTests(judge, GRAPH)).toEqual([
      "dollars: 1 rows expected, 1 found",
      'dollars: missing row: a="2"',
      'dollars: unexpected row: a="1"',
    ]);
  });
});
