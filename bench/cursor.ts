/**
 * `npx tsx bench/cursor.ts`: events of Cursor through `sync` and `build`, a tenth first, so that it can be seen
 * what grows with them. `--events 1000000 --days 30` are the defaults.
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

import { startCursor } from "../local/stand_ins/cursor/server.ts";
import { demoOrganizations } from "../local/stand_ins/organization/index.ts";
import { type Measured, measureNode } from "./measure.ts";
import { PROGRAM } from "./period.ts";
import { type Line, rowsText, TABLE_HEAD } from "./table.ts";

/** The loader's memory may not grow with the events; this much is left to the collector's moods. */
const FLAT = 1.25;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      events: { type: "string", default: "1000000" },
      days: { type: "string", default: "30" },
    },
  });
  const days = Number(values.days);
  const eventsPerDay = Math.ceil(Number(values.events) / days);
  const print = (text: string) => void process.stdout.write(text);
  print(TABLE_HEAD);
  const tenth = await measureEvents({ days: Math.ceil(days / 10), eventsPerDay });
  print(rowsText(linesOf(tenth)));
  const all = await measureEvents({ days, eventsPerDay });
  print(rowsText(linesOf(all)));
  print(
    rowsText([
      {
        what: `sync memory, ${all.events} against ${tenth.events} events`,
        measured: (all.sync.peakMegabytes ?? 0) / (tenth.sync.peakMegabytes ?? 1),
        unit: "×",
        bar: FLAT,
      },
    ]),
  );
}

interface Size {
  readonly days: number;
  readonly eventsPerDay: number;
}

interface Run {
  readonly events: number;
  readonly sync: Measured;
  readonly build: Measured;
}

/** The vendor is served by this process, so it is in none of the figures but for waiting on it. */
async function measureEvents({ days, eventsPerDay }: Size): Promise<Run> {
  const yesterday = new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10);
  const [organization] = demoOrganizations({
    days,
    lastDay: yesterday,
    requestsPerKeyDay: 1,
    people: 60,
    second: false,
    mix: "uniform",
  });
  if (organization === undefined) throw new Error("there is no organization to measure");
  const vendor = await startCursor({ organization, now: () => Date.now(), eventsPerDay });
  const home = mkdtempSync(path.join(os.tmpdir(), "ai-spend-bench-"));
  const env = { AI_SPEND_HOME: home, CURSOR_ADMIN_KEY: vendor.key, CURSOR_BASE_URL: vendor.url };
  const run = (...args: readonly string[]) => measureNode([...PROGRAM, ...args], env);
  try {
    // The warehouse is a process of its own, as in production, so that the figure is the loader's alone.
    const warehouse = await startWarehouse(env);
    const sync = await run("sync", "--from", organization.firstDay);
    await warehouse.stop();
    const build = await run("build");
    const counted = await run("query", COUNT, "--format", "csv");
    return { sync, build, events: Number(counted.stdout.split(/\r?\n/)[1]) };
  } finally {
    await vendor.close();
    rmSync(home, { recursive: true, force: true });
  }
}

async function startWarehouse(
  env: Readonly<Record<string, string>>,
): Promise<{ stop(): Promise<void> }> {
  const child = spawn(process.execPath, [...PROGRAM, "warehouse"], {
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
    stdio: ["ignore", "pipe", "ignore"],
  });
  // It prints its address once it listens.
  await once(child.stdout, "data");
  return {
    stop: async () => {
      const ended = once(child, "close");
      child.kill("SIGINT");
      await ended;
    },
  };
}

const COUNT =
  "select sum(row_count) as landed_rows from ai_raw.raw_fetches where endpoint = 'cursor_events'";

function linesOf({ events, sync, build }: Run): readonly Line[] {
  const name = `${events.toLocaleString("en-US")} Cursor events`;
  return [sync, build].flatMap((measured, index) => {
    const what = `${name}, ${index === 0 ? "sync" : "build"}`;
    const line = (text: string, value: number | null, unit: string) =>
      value === null ? [] : [{ what: text, measured: value, unit, bar: null }];
    return [
      ...line(what, measured.seconds, "s"),
      ...line(`${what}, processor time`, measured.processorSeconds, "s"),
      ...line(`${what}, memory`, measured.peakMegabytes, "MB"),
    ];
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
