/** What `status --cost` makes of the compiled project and of dry runs. */

import { describe, expect, it } from "@jest/globals";

import { alertsCost, metadataCost } from "../../../cli/status/cost/beside_builds.ts";
import { costTable } from "../../../cli/status/cost/run.ts";
import { readBuildQueries, withValue } from "../../../cli/status/cost/build_queries.ts";
import {
  estimateBuild,
  LEAST_BYTES_PER_TABLE as LEAST,
  type EstimateOptions,
} from "../../../cli/status/cost/estimate.ts";
import { LandingError, TransportError } from "../../../ingest/errors.ts";
import { noProgress } from "../../../ingest/progress.ts";
import { compiledGraph, shortName } from "../../support/graph.ts";

const target = (name: string) => ({ database: "p", schema: "ds", name });

const fileName = "definitions/model.sqlx";
const PROJECT: Parameters<typeof readBuildQueries>[0] = {
  declarations: [{ target: target("raw") }],
  tables: [
    { target: target("wide"), fileName, enumType: "VIEW", query: "select * from `p.ds.raw`" },
    {
      target: target("parsed"),
      fileName,
      enumType: "INCREMENTAL",
      query: "select everything",
      incrementalQuery: "select * from `p.ds.wide` where at >= since or since is null",
      incrementalPreOps: [
        "\n  declare since timestamp default (select max(at) from `p.ds.parsed`);\ndelete from `p.ds.parsed`\nwhere at >= since\n  and id in (select id from `p.ds.sums`);\n",
      ],
    },
    {
      target: target("sums"),
      fileName,
      enumType: "TABLE",
      query: "select * from `p.ds.parsed` join `p.ds.wide` join `p.ds.raw` join `p.ds.elsewhere`",
    },
  ],
  assertions: [{ target: target("law"), fileName, query: "select * from `p.ds.sums`" }],
};
const build = readBuildQueries(PROJECT);

/** A warehouse that finds `bytes` in every query and `2026-01-05` as every value that is looked up. */
function estimate(
  bytes: (sql: string) => number,
  options: Partial<EstimateOptions> & { value?: string | null } = {},
) {
  const { value = "2026-01-05T00:00:00Z" } = options;
  const columns = [{ name: "f0_", type: "TIMESTAMP" }];
  const asked: string[] = [];
  const warehouse: EstimateOptions["warehouse"] = {
    query: () => Promise.resolve({ columns, rows: [{ f0_: value }] }),
    // An async function, so that what `bytes` throws becomes a rejection.
    // eslint-disable-next-line @typescript-eslint/require-await
    dryRun: async (sql) => {
      asked.push(sql);
      return bytes(sql);
    },
  };
  const { signal } = new AbortController();
  const costs = estimateBuild({ warehouse, build, progress: noProgress, signal, ...options });
  return { costs, asked };
}

describe("the queries of a build", () => {
  it("are those of every table and law of the project, and of no view", () => {
    const graph = compiledGraph();
    const { queries, tablesIn } = readBuildQueries(graph);
    const built = graph.tables.filter(({ enumType }) => enumType !== "VIEW");
    expect(queries.map(({ action }) => action)).toEqual(
      [...built, ...graph.assertions].map((action) => shortName(action.target)),
    );
    const incremental = queries.filter(({ kind }) => kind === "incremental");
    expect(incremental.length).toBeGreaterThan(10);
    for (const query of incremental) {
      const { variables, updates, deletions } = query.before;
      // What a variable prunes is what another build may have added, and is deleted first.
      expect([query.action, deletions.length]).toEqual([query.action, 1]);
      const texts = [
        query.sql,
        ...[...updates, ...deletions].map(({ where }) => where),
        ...variables.map(({ sql }) => sql),
      ];
      for (const variable of variables) {
        // A number of rows is compared with another one, a day with a partition.
        const before = variable.type === "int64" ? "" : ">= .*";
        const compared = texts.filter((sql) =>
          new RegExp(`${before}\\b${variable.name}\\b`).test(sql),
        );
        expect([query.action, variable.name, compared.length > 0]).toEqual([
          query.action,
          variable.name,
          true,
        ]);
        const found = new RegExp(`\\b${variable.name}\\b`);
        expect(withValue(query.sql, variable, "2026-01-05")).not.toMatch(found);
        expect(tablesIn(variable.sql).size).toBeGreaterThan(0);
      }
    }
  });

  it("read the tables behind views, each once", () => {
    expect([
      ...build.tablesIn("select 1 from `p.ds.sums` join `p.ds.wide` join `p.ds.raw`"),
    ]).toEqual(["p.ds.sums", "p.ds.raw"]);
  });
});

describe("an estimate", () => {
  it("counts the least that BigQuery counts for each table, and every query of an incremental one", async () => {
    const { costs, asked } = estimate((sql) => (sql.includes("max(at)") ? 8 : 1000));
    expect(await costs).toEqual([
      {
        action: "ds.parsed",
        kind: "incremental",
        tables: 5,
        bytes: 3008,
        billedBytes: 3008 + 5 * LEAST,
      },
      { action: "ds.sums", kind: "table", tables: 2, bytes: 1000, billedBytes: 1000 + 2 * LEAST },
      { action: "ds.law", kind: "assertion", tables: 1, bytes: 1000, billedBytes: 1000 + LEAST },
    ]);
    expect(asked).toContain(
      "select * from `p.ds.wide` where at >= timestamp '2026-01-05T00:00:00Z' or timestamp '2026-01-05T00:00:00Z' is null",
    );
    expect(asked).toContain(
      "select * from `p.ds.parsed` where at >= timestamp '2026-01-05T00:00:00Z'",
    );
    expect(asked).toContain(
      "select sum(1) as row_count from `p.ds.parsed` where at >= timestamp '2026-01-05T00:00:00Z'\n  and id in (select id from `p.ds.sums`)",
    );
    expect(asked).toContain("select sum(1) as row_count from (\nselect * from `p.ds.sums`\n)");
  });

  it("takes a value that is not there for NULL", async () => {
    const { costs, asked } = estimate(() => 1, { value: null });
    await costs;
    expect(asked.join("\n")).toContain("at >= cast(null as timestamp)");
  });

  it("names the action that the warehouse refuses", async () => {
    const { costs } = estimate((sql) => {
      if (sql.includes("sum(1)")) throw new LandingError("Not found: Table p:ds.sums.");
      return 1;
    });
    await expect(costs).rejects.toMatchObject({
      name: "LandingError",
      message: "ds.law cannot be estimated: Not found: Table p:ds.sums: run build first.",
    });
  });

  it("ends when it is interrupted", async () => {
    const { costs, asked } = estimate(() => 1, { signal: AbortSignal.abort() });
    await expect(costs).rejects.toThrow(TransportError);
    expect(asked).toEqual([]);
  });

  it("ends in a row with the total, in dollars of the list price", () => {
    const costs = [512, 1024].map((gib) => ({
      ...{ action: `ds.t${gib}`, kind: "table" as const, tables: 1, bytes: gib },
      billedBytes: gib * 1024 ** 3,
    }));
    expect(
      costTable(costs).rows.map(({ action, tables_read, usd }) => [action, tables_read, usd]),
    ).toEqual([
      ["ds.t512", "1", "3.125000"],
      ["ds.t1024", "1", "6.250000"],
      ["total", "2", "9.375000"],
    ]);
  });
});

describe("beside a build", () => {
  it("alerts ask what is there, at the least that BigQuery counts for each table", async () => {
    const there: Readonly<Record<string, readonly string[]>> = {
      ai_spend: ["cost_anomalies", "data_freshness"],
      ai_raw: [],
    };
    const cost = await alertsCost({
      dryRun: () => Promise.resolve(100),
      listTables: (dataset) => Promise.resolve([...(there[dataset] ?? [])]),
    });
    // The anomalies with the clock, and the clock alone.
    expect(cost).toMatchObject({ kind: "alerts", tables: 3, bytes: 200 });
    expect(cost.billedBytes).toBe(200 + 3 * LEAST);
  });

  it("what nobody can ask for is said to be assumed", () => {
    expect(metadataCost(300)).toMatchObject({ kind: "assumed", billedBytes: 300 * LEAST });
  });
});
