/** `sync` as an operator runs it: over HTTP into the local warehouse, stopped, killed and run again. */

import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { dayOf } from "../../../ingest/dates.ts";
import {
  adminKeyOf,
  type AnthropicServer,
  startAnthropic,
} from "../../../local/stand_ins/anthropic/server.ts";
import { startCursor } from "../../../local/stand_ins/cursor/server.ts";
import { demoOrganizations } from "../../../local/stand_ins/organization/index.ts";
import { recordingLog } from "../../ingest/support/vendor_sync.ts";
import { type Ended, inProcess, run, start } from "../support.ts";

let folder: string;
let vendor: AnthropicServer;
let settings: Record<string, string>;
let homes = 0;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-sync-"));
  const lastDay = dayOf(Date.now() - 86_400_000);
  const organizations = demoOrganizations({
    days: 20,
    lastDay,
    requestsPerKeyDay: 2,
    second: false,
  });
  vendor = await startAnthropic({ organizations, now: Date.now });
});
afterAll(async () => {
  await vendor.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  vendor.faults.clear();
  homes += 1;
  settings = {
    AI_SPEND_HOME: path.join(folder, `home-${homes}`),
    ANTHROPIC_ADMIN_KEY: adminKeyOf({ slug: "demo" }),
    ANTHROPIC_BASE_URL: vendor.url,
  };
});

async function rowsOf(sql: string): Promise<Record<string, string>[]> {
  const { stdout } = await inProcess(["query", sql, "--format", "json"], settings);
  return JSON.parse(stdout) as Record<string, string>[];
}

/** Waits until the program has landed something, then ends it. */
async function endedBy(signal: "SIGINT" | "SIGKILL"): Promise<Ended> {
  // Slow enough that it cannot finish first.
  vendor.faults.set([{ kind: "latency", latencyMs: 200 }]);
  const asked = vendor.requests.length;
  const { child, ended } = start(["sync"], settings);
  while (vendor.requests.length < asked + 12) await new Promise((next) => setTimeout(next, 20));
  child.kill(signal);
  const end = await ended;
  vendor.faults.clear();
  return end;
}

/** Four reports of 7 days, Claude Code of 3, seven cuts of analytics of 31, three directories; that of service accounts refuses. */
const WALKS = 4 * 7 + 3 + 7 * 31 + 3;

const LANDED = `
select endpoint, window_start, count(*) as fetches, count(distinct run_id) as runs
from ai_raw.raw_fetches group by endpoint, window_start`;

describe("sync", () => {
  it("prints a summary on stdout and one JSON line per event on stderr, and run again lands nothing twice", async () => {
    const { code, stdout, stderr } = await run(["sync"], settings);
    expect(code).toBe(0);
    expect(stdout).toMatch(/cost_report +│ +7 │ +0 │ +7 │/);
    const events = stderr
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { event: string });
    expect(new Set(events.map(({ event }) => event))).toEqual(
      // An Admin key may not read service accounts.
      new Set(["walk_landed", "feature_unavailable", "run_ended"]),
    );
    expect(stdout + stderr).not.toContain("sk-ant");

    expect(await inProcess(["sync"], settings)).toMatchObject({ code: 0 });
    const [pages] = await rowsOf(`
select count(*) as pages, count(distinct fetch_id) as fetches from ai_raw.raw_anthropic_cost`);
    expect(pages).toEqual({ pages: "7", fetches: "7" });
    const fetches = await rowsOf(`
select countif(same_as_fetch_id is null) as held, countif(same_as_fetch_id is not null) as same,
  min(timestamp_diff(window_end, window_start, hour)) as hours
from ai_raw.raw_fetches where endpoint = 'cost_report'`);
    expect(fetches).toEqual([{ held: "7", same: "7", hours: "24" }]);
  });

  it("stopped by Ctrl+C keeps what is complete, says so with exit code 75, and is resumed", async () => {
    const stopped = await endedBy("SIGINT");
    expect(stopped.code).toBe(75);
    expect(stopped.stderr).toMatch(/run the command again to resume/);
    const kept = await rowsOf(LANDED);
    expect(kept.length).toBeGreaterThan(5);

    const next = await inProcess(["sync"], settings);
    expect(next.code).toBe(0);
    expect(next.stdout).toContain(
      `Resumed an interrupted run: ${kept.length} walks were complete already.`,
    );
    const all = await rowsOf(LANDED);
    expect(all).toHaveLength(WALKS);
    expect(new Set(all.map(({ fetches, runs }) => `${fetches} ${runs}`))).toEqual(new Set(["1 1"]));
  });

  it("killed at any moment leaves nothing half-counted, and the next run completes", async () => {
    const killed = await endedBy("SIGKILL");
    expect(killed.code).toBeNull();
    const next = await inProcess(["sync"], settings);
    expect(next.code).toBe(0);
    expect(await rowsOf(LANDED)).toHaveLength(WALKS);
    const wrong = await rowsOf(`
select fetches.fetch_id
from ai_raw.raw_fetches as fetches
left join ai_raw.raw_anthropic_cost as pages on fetches.fetch_id = pages.fetch_id
where fetches.endpoint = 'cost_report'
group by fetches.fetch_id, fetches.page_count
having count(pages.body) <> fetches.page_count`);
    expect(wrong).toEqual([]);
  });

  it("asks every vendor that has a key, or the one that was named", async () => {
    const [organization] = demoOrganizations({
      days: 3,
      lastDay: dayOf(Date.now() - 86_400_000),
      requestsPerKeyDay: 1,
      second: false,
    });
    if (organization === undefined) throw new Error("there is no organization");
    const cursor = await startCursor({ organization, now: Date.now });
    Object.assign(settings, { CURSOR_ADMIN_KEY: cursor.key, CURSOR_BASE_URL: cursor.url });
    const asked = vendor.requests.length;
    try {
      const log = recordingLog();
      const one = await inProcess(["sync", "--source", "cursor"], settings, { log });
      expect(one.code).toBe(0);
      expect(vendor.requests.length).toBe(asked);
      expect(one.stdout).toMatch(/cursor_events +│ +30 │/);
      const both = await run(["sync"], settings);
      expect(both.code).toBe(0);
      expect(both.stdout).toMatch(/cost_report +│ +7 │/);
      expect(both.stdout).toMatch(/cursor_members +│ +1 │/);
      const said = [one.stdout, one.stderr, JSON.stringify(log.events), both.stdout, both.stderr];
      expect(said.join("\n")).not.toMatch(/crsr_|sk-ant/);
    } finally {
      await cursor.close();
    }
    const [rows] = await rowsOf(
      "select string_agg(distinct vendor order by vendor) as vendors from ai_raw.raw_fetches",
    );
    expect(rows).toEqual({ vendors: "anthropic,cursor" });
  });

  it("ends with exit code 65 if the vendor broke its contract, and names what is missing", async () => {
    vendor.faults.set([{ kind: "has_more_without_cursor", path: "/cost_report" }]);
    const { code, stdout, stderr } = await inProcess(["sync"], settings);
    expect(code).toBe(65);
    expect(stderr).toMatch(/^cost_report from .* is missing: Page 1 says has_more/m);
    expect(stdout).toMatch(/usage_by_key +│ +7 │/);
  });
});
