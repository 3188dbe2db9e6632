/** The demo's answer as text: a table of truth, and the laws that held. Pure. */

import { type BuildOutcome } from "../ingest/build.ts";
import { formatResult } from "../ingest/output.ts";
import { type Cell } from "../ingest/warehouse.ts";
import { type ComparedRow, type Comparison } from "./demo_comparison.ts";

export interface DemoOutcome {
  readonly comparison: Comparison;
  readonly build: BuildOutcome;
  readonly home: string;
  readonly seconds: number;
  /** Calls that the simulated vendor answered. */
  readonly calls: number;
}

/** Everything that the demo prints. */
export function demoText({ comparison, build, home, seconds, calls }: DemoOutcome): string {
  const { rows, firstDay, lastDay } = comparison;
  const laws = build.passed.map(lawName).filter((name) => name !== null);
  const others = build.passed.length - laws.length;
  const verdict = comparison.everyRowIsTrue
    ? "Every row equals what was truly spent, to the billionth of a dollar."
    : "SOME ROWS DIFFER from what was truly spent.";
  return [
    `What two invented organizations spent on Claude, ${firstDay} to ${lastDay}, in US dollars:`,
    "",
    table(rows).trimEnd(),
    "",
    verdict,
    ...(build.failures.length === 0 ? [] : [build.text.trimEnd()]),
    `${laws.length} laws held, and ${others} checks of keys and columns:`,
    ...laws.sort().map((name) => `  ✓ ${name}`),
    `Restated days: ${comparison.restatedDays}. Models nobody has heard of: ${comparison.unrecognisedModels.join(", ") || "none"}.`,
    `${calls} calls to the simulated vendor, ${seconds.toFixed(1)} s. Look around:`,
    `  AI_SPEND_HOME=${home} npm run -s ai-spend -- query "select * from ai_spend.claude_daily_summary limit 5"`,
    "",
  ].join("\n");
}

function table(rows: readonly ComparedRow[]): string {
  const total = rows.reduce(
    (sum, row) => ({
      ...sum,
      billedNanoUsd: sum.billedNanoUsd + row.billedNanoUsd,
      trueNanoUsd: sum.trueNanoUsd + row.trueNanoUsd,
    }),
    { organization: "total", workspace: "", model: "", billedNanoUsd: 0n, trueNanoUsd: 0n },
  );
  const cells = [...rows, total].map((row): Readonly<Record<string, Cell>> => ({
    organization: row.organization,
    workspace: row.workspace,
    model: row.model,
    billed: dollars(row.billedNanoUsd),
    difference: dollars(row.billedNanoUsd - row.trueNanoUsd),
  }));
  const columns = ["organization", "workspace", "model", "billed", "difference"].map((name) => ({
    name,
    type: name === "billed" || name === "difference" ? "NUMERIC" : "STRING",
  }));
  return formatResult({ columns, rows: cells }, "table");
}

/** Nano-dollars as dollars with all nine decimals. */
function dollars(nanoUsd: bigint): string {
  const size = nanoUsd < 0n ? -nanoUsd : nanoUsd;
  const whole = (size / 1_000_000_000n).toLocaleString("en-US");
  const fraction = (size % 1_000_000_000n).toString().padStart(9, "0");
  return `${nanoUsd < 0n ? "-" : ""}${whole}.${fraction}`;
}

/** A law's name as a sentence; null for a check of a key or a column. */
function lawName(assertion: string): string | null {
  const name = /(?:^|\.)law_(\w+)$/.exec(assertion)?.[1];
  return name === undefined ? null : name.replaceAll("_", " ");
}
