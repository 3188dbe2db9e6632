/**
 * `npx tsx bench/bytes.ts`: what a daily build reads in BigQuery after 3, 12 and 36 months, for three sizes of
 * organization. From dry runs of the demo's own queries: bytes of a row's columns, times the rows that the table
 * would have. `--home` names the folder of a built demo, else one is made; `--actions 12` and `--reads 12` say how many
 * are listed.
 */

import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

import { compileProject } from "../cli/build/compiler.ts";
import { readBuildQueries } from "../cli/status/cost/build_queries.ts";
import { LEAST_BYTES_PER_TABLE } from "../cli/status/cost/estimate.ts";
import { bytesAt, MONTHS, SIZES, type Scale, type Size } from "./bytes_model.ts";
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
    options: {
      home: { type: "string" },
      actions: { type: "string", default: "12" },
      reads: { type: "string", default: "12" },
    },
  });
  const { demo, monday } = await (values.home === undefined ? newDemo() : demoIn(values.home));
  printSizes(demo, monday);
  const [to, months] = [SIZES[SIZES.length - 1], MONTHS[MONTHS.length - 1]];
  if (to === undefined || months === undefined) return;
  printActions(demo, to, Number(values.actions));
  const scale = { from: demo.size, to, months };
  printReads("The biggest reads of a day", demo, scale, Number(values.reads));
  printReads("The biggest reads of a Monday", monday, scale, Number(values.reads));
}

function printSizes(demo: Demo, monday: Demo): void {
  print([
    "organization",
    "months",
    ...Object.keys(PARTS),
    "a Monday's build",
    "billed at most, with minima",
  ]);
  print(["---", ...Array.from({ length: 7 }, () => "---:")]);
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
}

function printActions(demo: Demo, to: Size, count: number): void {
  process.stdout.write(`\nThe biggest actions, ${to.name}, by months:\n\n`);
  print(["action", ...MONTHS.map((months) => `${months}`)]);
  print(["---", ...MONTHS.map(() => "---:")]);
  const at = (action: Action, months: number) => bytesOf(action, { from: demo.size, to, months });
  const last = Math.max(...MONTHS);
  const biggest = [...demo.actions].sort((left, right) => at(right, last) - at(left, last));
  for (const action of biggest.slice(0, count))
    print([action.name, ...MONTHS.map((months) => gigabytes(at(action, months)))]);
}

/** Which action reads which table, of all its queries together. */
function printReads(title: string, demo: Demo, scale: Scale, count: number): void {
  process.stdout.write(`\n${title}, ${scale.to.name}, ${scale.months} months:\n\n`);
  print(["action", "table", "bytes"]);
  print(["---", "---", "---:"]);
  const sums = new Map<string, number>();
  for (const { name, reads } of demo.actions) {
    for (const read of reads) {
      const key = `${name} | ${read.table.table}`;
      sums.set(key, (sums.get(key) ?? 0) + bytesAt(read, scale));
    }
  }
  const biggest = [...sums].sort(([, left], [, right]) => right - left);
  for (const [key, bytes] of biggest.slice(0, count)) print([key, gigabytes(bytes)]);
}

function print(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
}

function total(demo: Demo, scale: Scale, isIn: (action: Action) => boolean): number {
  return demo.actions.filter(isIn).reduce((sum, action) => sum + bytesOf(action, scale), 0);
}

function bytesOf({ reads }: Action, scale: Scale): number {
  return reads.reduce((sum, read) => sum + bytesAt(read, scale), 0);
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toLocaleString("en-US", { maximumFractionDigits: bytes < 1e10 ? 2 : 0 })} GB`;
}

interface Demos {
  readonly demo: Demo;
  readonly monday: Demo;
}

async function newDemo(): Promise<Demos> {
  const home = mkdtempSync(path.join(os.tmpdir(), "ai-spend-bench-"));
  try {
    await measureNode([...PROGRAM, "demo"], { AI_SPEND_HOME: home });
    return await demoIn(path.join(home, "demo"));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function demoIn(home: string): Promise<Demos> {
  const { queries } = readBuildQueries(compileProject(process.cwd()));
  return {
    demo: await readDemo(home, queries, false),
    monday: await readDemo(home, queries, true),
  };
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});
