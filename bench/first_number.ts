/**
 * `npx tsx bench/first_number.ts`: how long someone with a real Admin key waits for a first number, and what they
 * type until then, measured against the simulated vendor. `npm ci`, which comes before, is measured by hand.
 */

import { rmSync } from "node:fs";

import { nanoUsd } from "../ingest/money/nano_usd.ts";
import { startAnthropic } from "../local/stand_ins/anthropic/server.ts";
import { demoOrganizations, truthOf } from "../local/stand_ins/organization/index.ts";
import { measureNode } from "./measure.ts";
import { newcomer, PROGRAM } from "./period.ts";
import { type Line, rowsText, TABLE_HEAD } from "./table.ts";

const KEYS = 40;
const DAY_MS = 86_400_000;

const QUERY =
  "select month, platform, total_usd, unattributed_usd from ai_spend.agg_monthly_finance order by month, platform";

async function main(): Promise<void> {
  const now = Date.now();
  const from = firstOfLastMonth(now);
  const days = Math.floor((now - Date.parse(from)) / DAY_MS);
  const lastDay = new Date(now - DAY_MS).toISOString().slice(0, 10);
  const organizations = demoOrganizations({ keys: KEYS, days, lastDay, second: false });
  const [organization] = organizations;
  const vendor = await startAnthropic({ organizations, now: () => Date.now() });
  const { home, env } = newcomer(vendor, organization);
  const commands = [
    ["doctor"],
    ["sync", "--from", from],
    ["build"],
    ["query", QUERY, "--format", "csv"],
  ];
  try {
    process.stdout.write(`${KEYS} keys, ${days} days since ${from}\n\n${TABLE_HEAD}`);
    let total = 0;
    let answer = "";
    for (const command of commands) {
      const measured = await measureNode([...PROGRAM, ...command], env);
      process.stdout.write(rowsText(linesOf(command[0] ?? "", measured)));
      // The checks are not on the way to the number.
      if (command[0] !== "doctor") total += measured.seconds;
      answer = measured.stdout;
    }
    process.stdout.write(rowsText([{ what: "sync, build and query", ...seconds(total) }]));
    const calls = vendor.requests.length;
    process.stdout.write(
      rowsText([{ what: "calls to the vendor", measured: calls, unit: "", bar: null }]),
    );
    checkNumber(answer, truthOf(organization, now).totalNanoUsd());
    process.stdout.write(`\nThe first number, equal to what was truly spent:\n\n${answer}`);
  } finally {
    await vendor.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** What someone wants to see first: this month and the whole one before. */
function firstOfLastMonth(nowMs: number): string {
  const now = new Date(nowMs);
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1))
    .toISOString()
    .slice(0, 10);
}

function linesOf(
  what: string,
  measured: { readonly seconds: number; readonly processorSeconds: number | null },
): readonly Line[] {
  const { processorSeconds } = measured;
  const line = { what, ...seconds(measured.seconds) };
  return processorSeconds === null
    ? [line]
    : [line, { what: `${what}, processor time`, ...seconds(processorSeconds) }];
}

function seconds(measured: number): Omit<Line, "what"> {
  return { measured, unit: "s", bar: null };
}

/** A number that is quick and wrong is none. */
function checkNumber(csv: string, truthNanoUsd: bigint): void {
  const rows = csv.trim().split("\r\n").slice(1);
  const total = rows.reduce((sum, row) => sum + nanoUsd(row.split(",")[2] ?? ""), 0n);
  if (total === truthNanoUsd) return;
  throw new Error(`the first number is ${total} nano-dollars and ${truthNanoUsd} were spent`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
