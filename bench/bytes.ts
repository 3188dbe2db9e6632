/**
 * `npx tsx bench/bytes.ts`: what a daily build reads in BigQuery after 3, 12 and 36 months, for three sizes of
 * organization. From dry runs of the demo's own queries: bytes of a row's columns, times the rows that the table
 * would have. `--home` names the folder of a built demo, else one is made; `--actions 12` says how many are listed.
 */

import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

import { LEAST_BYTES_PER_TABLE } from "../cli/status/cost/estimate.ts";
import { bytesAt, MONTHS, SIZES, type Scale } from "./bytes_model.ts";
import { type Action, type Demo, readDemo } from "./bytes_reads.ts";
import { measureNode } from "./measure.ts";
import { PROGRAM } from "./period.ts";

const PARTS: Readonly<Record<string, (action: Action) => boolean>> = {
  "daily build": ({ kind }) => kind !== "alerts",
  "its checks": isCheck,
  "its FOCUS": ({ name, kind }) => kind !== "alerts" && /focus/.test(name),
  alerts: ({ kind }) => kind === "alerts",
};

function isCheck({ name, kind }: Action): boolean {
  return kind === "assertion" || /\.law_/.test(name);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { home: { type: "string" }, actions: { type: "string", default: "12" } },
  });
  const demo = values.home === undefined ? await newDemo() : await readDemo(values.home);
  const print = (cells: readonly string[]) =>
    void process.stdout.write(`| ${cells.join(" | ")} |\n`);
  print([
    "organization",
    "months",
    ...Object.keys(PARTS),
    "a Monday's build",
    "billed at most, with minima",
  ]);
  print(["---", ...Array.from({ length: 7 }, () => "---:")]);
  const monday = { ...demo, actions: demo.actions.map(onMonday) };
  for (const to of SIZES) {
    for (const months of MONTHS) {
      const scale = { from: demo.size, to, months };
      const parts = Object.values(PARTS).map((part) => gigabytes(total(demo, scale, part)));
      const minima = demo.actions.flatMap(({ reads }) => reads).length * LEAST_BYTES_PER_TABLE;
      print([
        to.name,
        String(months),
        ...parts,
        gigabytes(total(monday, scale, ({ kind }) => kind !== "alerts")),
        gigabytes(total(demo, scale, () => true) + minima),
      ]);
    }
  }
  const [large, last] = [SIZES[SIZES.length - 1], MONTHS[MONTHS.length - 1]];
  if (large === undefined || last === undefined) return;
  process.stdout.write(`\nThe biggest actions, ${large.name}, by months:\n\n`);
  print(["action", ...MONTHS.map((months) => `${months}`)]);
  print(["---", ...MONTHS.map(() => "---:")]);
  const at = (action: Action, months: number) =>
    bytesOf(action, { from: demo.size, to: large, months });
  const biggest = [...demo.actions].sort((left, right) => at(right, last) - at(left, last));
  for (const action of biggest.slice(0, Number(values.actions)))
    print([action.name, ...MONTHS.map((months) => gigabytes(at(action, months)))]);
}

function total(demo: Demo, scale: Scale, isIn: (action: Action) => boolean): number {
  return demo.actions.filter(isIn).reduce((sum, action) => sum + bytesOf(action, scale), 0);
}

/** The build of a Monday, which counts every day again: `includes/landing/counting.js`. */
function onMonday(action: Action): Action {
  if (!/_counted$/.test(action.name)) return action;
  return { ...action, reads: action.reads.map((read) => ({ ...read, days: null })) };
}

function bytesOf({ reads }: Action, scale: Scale): number {
  return reads.reduce((sum, read) => sum + bytesAt(read, scale), 0);
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toLocaleString("en-US", { maximumFractionDigits: bytes < 1e10 ? 2 : 0 })} GB`;
}

async function newDemo(): Promise<Demo> {
  const home = mkdtempSync(path.join(os.tmpdir(), "ai-spend-bench-"));
  try {
    await measureNode([...PROGRAM, "demo"], { AI_SPEND_HOME: home });
    return await readDemo(path.join(home, "demo"));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});
