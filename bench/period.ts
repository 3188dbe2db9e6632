/** An invented organization's use over some days, synced and built by the program itself, from outside. */

import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import {
  adminKeyOf,
  type AnthropicServer,
  startAnthropic,
} from "../local/stand_ins/anthropic/server.ts";
import { demoOrganizations } from "../local/stand_ins/organization/index.ts";
import { type Measured, measureNode } from "./measure.ts";

export interface Period {
  readonly sync: Measured;
  readonly build: Measured;
  /** A second build of the same data, which leaves everything alone. */
  readonly again: Measured;
  /** The build after the sync of one more day. */
  readonly nextDay: Measured;
  readonly landedRows: number;
}

const DAY_MS = 24 * 3_600_000;

export const PROGRAM = ["cli/start.js"] as const;

/** Somebody with an Admin key and an empty warehouse in a folder of its own: that folder, and the settings. */
export function newcomer(vendor: AnthropicServer, organization: Parameters<typeof adminKeyOf>[0]) {
  const home = mkdtempSync(path.join(os.tmpdir(), "ai-spend-bench-"));
  const env = {
    AI_SPEND_HOME: home,
    ANTHROPIC_ADMIN_KEY: adminKeyOf(organization),
    ANTHROPIC_BASE_URL: vendor.url,
  };
  return { home, env };
}

/** The vendor is served by this process, so it is in none of the figures but for waiting on it. */
export async function measurePeriod(size: {
  readonly keys: number;
  readonly days: number;
}): Promise<Period> {
  const yesterday = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
  const organizations = demoOrganizations({ ...size, lastDay: yesterday, second: false });
  const [organization] = organizations;
  if (organization === undefined) throw new Error("there is no organization to measure");
  let behindMs = DAY_MS;
  const vendor = await startAnthropic({ organizations, now: () => Date.now() - behindMs });
  const { home, env } = newcomer(vendor, organization);
  const run = (...args: readonly string[]) => measureNode([...PROGRAM, ...args], env);
  try {
    const sync = await run("sync", "--from", organization.firstDay);
    const build = await run("build");
    const again = await run("build");
    behindMs = 0;
    await run("sync");
    const nextDay = await run("build");
    const counted = await run("query", COUNT, "--format", "csv");
    return { sync, build, again, nextDay, landedRows: Number(counted.stdout.split(/\r?\n/)[1]) };
  } finally {
    await vendor.close();
    rmSync(home, { recursive: true, force: true });
  }
}

const COUNT = "select sum(row_count) as landed_rows from ai_raw.raw_fetches";
