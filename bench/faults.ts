/**
 * Every fault at every call of a run to the warehouse, each followed by a run without one:
 * `npx tsx bench/faults.ts`, of one vendor, `--large` of two. Prints what was survived, and what was not.
 */

import { hurryWaits } from "../tests/ingest/support/hurry_waits.ts";
import { surviveAll } from "../tests/system/production/support/survive.ts";
import { startSmallVendors } from "../tests/system/production/support/world.ts";

async function main(): Promise<void> {
  const startedMs = performance.now();
  const vendors = await startSmallVendors({ withConsole: process.argv.includes("--large") });
  const restore = hurryWaits();
  try {
    const { cases, wrong, calls } = await surviveAll(vendors, (all) => all);
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    const processor = Math.round(process.cpuUsage().user / 1_000_000);
    process.stdout.write(
      `${cases.length - wrong.length} of ${cases.length} faults at ${calls} calls survived, ${seconds} s, ${processor} s of processor\n`,
    );
    wrong.forEach((line) => process.stdout.write(`${line}\n`));
    if (wrong.length > 0) process.exitCode = 1;
  } finally {
    restore();
    await vendors.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
