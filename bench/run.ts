/**
 * `npm run bench`: the project's figures against its bars, as one table. `npm run bench -- --large` adds
 * ten times the year of 40 keys.
 */

import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { allocationSpeed } from "./allocation.ts";
import { measureNode } from "./measure.ts";
import { measurePeriod, type Period } from "./period.ts";
import { loopLines } from "./loop.ts";
import { type Line, memory, processorLines, rowsText, TABLE_HEAD, timeLines } from "./table.ts";
import { warehouseSpeed } from "./warehouse_speed.ts";

const YEAR = { keys: 40, days: 365 };
const TENTH = { keys: 40, days: 37 };
const TENFOLD = { keys: 400, days: 365 };

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-bench-"));
  const print = (text: string) => void process.stdout.write(text);
  const speedFile = path.join(folder, "speed.duckdb");
  const { model = "unknown processor" } = os.cpus()[0] ?? {};
  const machine = `${os.cpus().length} × ${model}, ${Math.round(os.totalmem() / 2 ** 30)} GB`;
  try {
    print(`${machine}, Node ${process.version}\n\n${TABLE_HEAD}`);
    // Each figure is printed when it is known: a later one that fails must not take it away.
    print(rowsText(await warehouseSpeed(speedFile, [100_000, 1_000_000], 100_000)));
    print(rowsText(await allocationSpeed(path.join(folder, "allocation.duckdb"))));
    print(rowsText(await compileLines()));
    print(rowsText(await loopLines(folder)));
    const tenth = await measurePeriod(TENTH);
    const year = await measurePeriod(YEAR);
    print(rowsText(yearLines(year)));
    print(rowsText(growthLines("37 days → a year of 40 keys", tenth, year)));
    if (!process.argv.includes("--large")) return;
    const tenfold = await measurePeriod(TENFOLD);
    print(rowsText(timeLines("a year of 400 keys, build", [tenfold.build], 60)));
    print(
      rowsText(memory("a year of 400 keys, build, memory", tenfold.build.peakMegabytes, 4_096)),
    );
    print(rowsText(growthLines("a year of 40 keys → 400 keys", year, tenfold)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compileLines(): Promise<readonly Line[]> {
  const cli = "node_modules/@dataform/cli/bundle.js";
  const measured = await measureNode([cli, "compile", ".", "--default-database", "local"]);
  return processorLines("dataform compile", [measured], 3.5);
}

function yearLines({ sync, build, again, nextDay, landedRows }: Period): readonly Line[] {
  const peaks = [sync, build].flatMap(({ peakMegabytes }) => peakMegabytes ?? []);
  const name = "a year of 40 keys";
  return [
    { what: `${name}, landed`, measured: landedRows, unit: "rows", bar: null },
    ...timeLines(`${name}, sync`, [sync], 25),
    ...timeLines(`${name}, build`, [build], 20),
    ...memory(`${name}, memory`, peaks.length === 0 ? null : Math.max(...peaks), 2_048),
    ...timeLines(`${name}, build with nothing new`, [again], null),
    ...timeLines(`${name}, build after one more day`, [nextDay], 6),
  ];
}

/** At most linear: the time may grow by no more than the rows. */
function growthLines(name: string, small: Period, large: Period): readonly Line[] {
  const rows = large.landedRows / small.landedRows;
  const ratio = (of: (period: Period) => number) => of(large) / of(small);
  const line = (what: string, measured: number, bar: number | null) => ({
    what: `${name}: ${what}`,
    measured,
    unit: "×",
    bar,
  });
  return [
    line("rows", rows, null),
    line(
      "sync time",
      ratio(({ sync }) => sync.seconds),
      rows,
    ),
    line(
      "build time",
      ratio(({ build }) => build.seconds),
      rows,
    ),
  ];
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
