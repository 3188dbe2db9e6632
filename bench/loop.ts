/** What somebody at a terminal waits for: the demo, a build, an edited model, a question. */

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { measureNode } from "./measure.ts";
import { PROGRAM } from "./period.ts";
import { type Line, memory, processorLines, timeLines } from "./table.ts";

/** A mart, and a model that nearly everything stands on. */
const EDITED = {
  mart: "definitions/marts/finance/agg_user_summary.sqlx",
  "staging model": "definitions/staging/console/stg_console__costs.sqlx",
};

/** Runs the demo in the folder, and then what is done with its warehouse. */
export async function loopLines(folder: string): Promise<readonly Line[]> {
  const home = path.join(folder, "loop");
  const run = (...args: readonly string[]) =>
    measureNode([...PROGRAM, ...args], { AI_SPEND_HOME: home });
  const demo = await run("demo");
  const lines = [
    ...timeLines("npm run demo", [demo], 20),
    ...memory("npm run demo, memory", demo.peakMegabytes, 1_536),
    ...timeLines("build of the demo, all of it", [await run("build", "--all")], 12),
    ...timeLines("build of the demo, nothing changed", [await run("build")], 1.5),
  ];
  for (const [what, file] of Object.entries(EDITED)) {
    const bar = what === "mart" ? 2 : 6;
    const measured = await edited(file, () => run("build"));
    lines.push(...timeLines(`build of the demo, an edited ${what}`, [measured], bar));
  }
  await run("build");
  lines.push(...processorLines('query "select 1"', [await run("query", "select 1")], 1));
  lines.push(...processorLines("status", [await run("status")], 1));
  return lines;
}

/** Runs with one more column in the file, and puts the file back. */
async function edited<T>(file: string, work: () => Promise<T>): Promise<T> {
  const text = readFileSync(file, "utf8");
  // The last query of a model begins at the last `select` that stands alone or before a star.
  const at = text.lastIndexOf("select");
  writeFileSync(file, `${text.slice(0, at)}select 1 as bench_column,${text.slice(at + 6)}`);
  try {
    return await work();
  } finally {
    writeFileSync(file, text);
  }
}
