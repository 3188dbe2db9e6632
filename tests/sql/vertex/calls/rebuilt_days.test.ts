/**
 * The tables of calls are built by day through the Dataform CLI: the newest days anew, an older day when
 * the log holds more of it than was read, and what the log has dropped stays.
 */

import { rmSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";

import { runDataform } from "../../../../cli/build/dataform.ts";
import { startTestWarehouse, type TestWarehouse } from "../../../support/warehouse.ts";
import { deliver } from "./entries.ts";
import { copyCallsProject } from "./project.ts";

jest.setTimeout(150_000);

const MARTS = ["claude_code_audit_logs", "claude_code_daily_usage"];
let local: TestWarehouse;
let root: string;

beforeAll(async () => {
  local = await startTestWarehouse();
  root = copyCallsProject();
});
afterAll(async () => {
  await local.close();
  rmSync(root, { recursive: true, force: true });
});

async function build(): Promise<void> {
  const run = await runDataform({ root, args: ["run"], warehouse: local.warehouse });
  if (run.exitCode !== 0) throw new Error(run.stdout.slice(-2000) + run.stderr.slice(-2000));
}

/** Calls per day in both marts, which must agree. */
async function callsPerDay(): Promise<Readonly<Record<string, number>>> {
  const [logs, usage] = await Promise.all(
    ["count(*)", "sum(requests)"].map((calls, index) =>
      local.runQuery(
        `select usage_date, ${calls} as calls from \`local.ai_spend.${MARTS[index] ?? ""}\`
         group by usage_date order by usage_date`,
      ),
    ),
  );
  expect(usage).toEqual(logs);
  return Object.fromEntries(
    (logs ?? []).map((row) => [row["usage_date"] ?? "", Number(row["calls"])]),
  );
}

function day(date: string, ...ids: readonly string[]) {
  return ids.map((id) => ({ id: `${date}-${id}`, at: `${date}T09:00:00Z` }));
}

describe("the tables of calls", () => {
  it("hold every day of the first delivery", async () => {
    await deliver(local.warehouse, [
      ...day("2026-06-01", "a", "b"),
      ...day("2026-06-04", "a"),
      ...day("2026-06-05", "a"),
    ]);
    await build();
    expect(await callsPerDay()).toEqual({ "2026-06-01": 2, "2026-06-04": 1, "2026-06-05": 1 });
  });

  it("take in what came late, old days that were imported later, and no duplicate", async () => {
    await deliver(local.warehouse, [
      ...day("2026-05-10", "a"),
      ...day("2026-06-04", "a", "b"),
      ...day("2026-06-06", "a"),
    ]);
    await build();
    expect(await callsPerDay()).toEqual({
      "2026-05-10": 1,
      "2026-06-01": 2,
      "2026-06-04": 2,
      "2026-06-05": 1,
      "2026-06-06": 1,
    });
  });

  it("keep the days that the log has dropped, and are right when the rest of a call is delivered by a later run", async () => {
    const piece = { at: "2026-06-07T12:00:00Z", split: "u-1" };
    const stream = { operation: "op-1" };
    await local.runQuery(
      "delete from `local.ai_raw.raw_gcp_audit_logs` where timestamp < timestamp '2026-06-04 00:00:00+00'",
    );
    await deliver(local.warehouse, [
      ...day("2026-06-07", "a"),
      { id: "x", ...piece },
      { id: "op-a", at: "2026-06-07T23:59:59Z", ...stream },
    ]);
    await build();
    expect(await callsPerDay()).toEqual({
      "2026-05-10": 1,
      "2026-06-01": 2,
      "2026-06-04": 2,
      "2026-06-05": 1,
      "2026-06-06": 1,
      "2026-06-07": 3,
    });
    await deliver(local.warehouse, [
      { id: "x-1", ...piece },
      { id: "op-z", at: "2026-06-08T00:00:04Z", ...stream },
      ...day("2026-06-12", "a"),
    ]);
    await build();
    const calls = await callsPerDay();
    expect(calls).toMatchObject({ "2026-06-06": 1, "2026-06-07": 3, "2026-06-12": 1 });
    expect(calls).not.toHaveProperty("2026-06-08");
  });
});
