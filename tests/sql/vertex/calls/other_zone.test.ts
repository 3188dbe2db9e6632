/** Another `vertex_time_zone` where the logs are sparse, or have dropped days: no call is lost, and none counts twice. */

import { rmSync } from "node:fs";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { buildGraph } from "../../../support/build.ts";
import { startTestWarehouse, type TestWarehouse } from "../../../support/warehouse.ts";
import { compileCalls, copyCallsProject } from "./project.ts";
import { freshSink } from "./sink.ts";

const LOS_ANGELES = "America/Los_Angeles";
const built = new Set<string>();
let local: TestWarehouse;
let project: string;

beforeAll(async () => {
  local = await startTestWarehouse();
  project = copyCallsProject();
});
beforeEach(async () => {
  await local.reset();
  built.clear();
  await local.runQuery("create schema if not exists `local.ai_raw`");
});
afterAll(async () => {
  await local.close();
  rmSync(project, { recursive: true, force: true });
});

/** Puts Ann's calls in the place of what the sink holds. */
async function sink(name: string, times: readonly string[]): Promise<void> {
  const calls = times.map((at) => [`${at}:00+00`, "ann@acme.example"] as const);
  await local.runQuery(freshSink(`ai_raw.${name}`, calls));
}

/** Builds with laws that hold; a day of each call, as both marts say. */
async function days(zone: string, ...sinks: readonly string[]): Promise<readonly string[]> {
  const names = sinks.map((name) => `ai_raw.${name}`).join(", ");
  const graph = compileCalls(project, { gcp_audit_logs: names, vertex_time_zone: zone });
  const { violations } = await buildGraph(local.runQuery, graph, built);
  expect([...violations]).toEqual([]);
  const of = async (mart: string, requests: string) => {
    const rows = await local.runQuery(
      `select usage_date, ${requests} as calls from \`local.ai_spend.${mart}\` group by 1 order by 1`,
    );
    return rows.map((row) => `${row["usage_date"]} ${row["calls"]}`);
  };
  const logged = await of("claude_code_audit_logs", "count(*)");
  expect(await of("claude_code_daily_usage", "sum(requests)")).toEqual(logged);
  return logged;
}

describe("another vertex_time_zone", () => {
  it("moves a call of long ago, though as many are older than the last weeks as were", async () => {
    // The newest is of a Tuesday, and no call of a night is near the day of five weeks before.
    await sink("one", ["2026-05-01 03:00", "2026-06-10 12:00", "2026-06-30 03:00"]);
    const utc = ["2026-05-01 1", "2026-06-10 1", "2026-06-30 1"];
    const west = ["2026-04-30 1", "2026-06-10 1", "2026-06-29 1"];
    expect(await days("UTC", "one")).toEqual(utc);
    expect(await days(LOS_ANGELES, "one")).toEqual(west);
    expect(await days(LOS_ANGELES, "one")).toEqual(west);
    expect(await days("UTC", "one")).toEqual(utc);
    expect(await days("Asia/Tokyo", "one")).toEqual(utc);
  });

  it("moves the one call of an evening east, once all days are looked at, on a Monday", async () => {
    const noon = ["2026-06-10 03:00", "2026-06-29 03:00"];
    await sink("one", ["2026-05-01 20:00", ...noon]);
    const later = ["2026-06-10 1", "2026-06-29 1"];
    expect(await days("UTC", "one")).toEqual(["2026-05-01 1", ...later]);
    expect(await days("Asia/Tokyo", "one")).toEqual(["2026-05-02 1", ...later]);
    expect(await days("Asia/Tokyo", "one")).toEqual(["2026-05-02 1", ...later]);
  });

  it("leaves the calls of days that the log has dropped where they were, each of them", async () => {
    await sink("one", [
      "2026-05-01 12:00",
      "2026-05-02 12:00",
      "2026-05-03 03:00",
      "2026-06-30 03:00",
    ]);
    await days("UTC", "one");
    // Of 2 May in Los Angeles, the log still has what is of 3 May in UTC.
    await sink("one", ["2026-05-03 03:00", "2026-06-30 03:00"]);
    const west = ["2026-05-01 1", "2026-05-02 2", "2026-06-29 1"];
    expect(await days(LOS_ANGELES, "one")).toEqual(west);
    expect(await days(LOS_ANGELES, "one")).toEqual(west);
  });

  it("keeps what one log has dropped and another still has of the day", async () => {
    await sink("one", ["2026-05-01 12:00", "2026-06-30 12:00"]);
    await sink("two", ["2026-05-01 13:00", "2026-06-30 03:00"]);
    await days("UTC", "one", "two");
    await sink("one", ["2026-06-30 12:00"]);
    const west = ["2026-05-01 2", "2026-06-29 1", "2026-06-30 1"];
    expect(await days(LOS_ANGELES, "one", "two")).toEqual(west);
    expect(await days(LOS_ANGELES, "one", "two")).toEqual(west);
  });
});
