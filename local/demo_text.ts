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
    `${laws.length} laws held, and ${others} checks of keys and columns:`,
    ...laws.sort().map((name) => `  ✓ ${name}`),
    `Restated days: ${comparison.restatedDays}. Models nobody has heard of: ${comparison.unrecognisedModels.join(", ") || "none"}.`,
    `${calls} calls to the simulated vendor, ${seconds.toFixed(1)} s. Look around:`,
    `  AI_SPEND_HOME=${home} npm run -s ai-spend -- query "select * from ai_spend.claude_daily_summary limit 5"`,
    "",
  ].join("\n");
}

const AMOUNTS = [
  "billed",
  "difference",
  "keyed",
  "byPerson",
  "unattributed",
  "worstKeyError",
] as const;

const HEADINGS: Readonly<Record<(typeof AMOUNTS)[number], string>> = {
  billed: "billed",
  difference: "from truth",
  keyed: "keyed",
  byPerson: "by person",
  unattributed: "unattributed",
  worstKeyError: "worst key error",
};

function table(rows: readonly ComparedRow[]): string {
  const total: ComparedRow = {
    organization: "total",
    workspace: "",
    model: "",
    billed: sum(rows, "billed"),
    difference: sum(rows, "difference"),
    keyed: sum(rows, "keyed"),
    byPerson: sum(rows, "byPerson"),
    unattributed: sum(rows, "unattributed"),
    worstKeyError: rows.reduce(
      (worst, row) => (row.worstKeyError > worst ? row.worstKeyError : worst),
      0n,
    ),
  };
  const cells = [...rows, total].map((row): Readonly<Record<string, Cell>> => ({
    organization: row.organization,
    workspace: row.workspace,
    model: row.model,
    ...Object.fromEntries(AMOUNTS.map((name) => [HEADINGS[name], dollars(row[name])])),
  }));
  const texts = ["organization", "workspace", "model"].map((name) => ({ name, type: "STRING" }));
  const amounts = AMOUNTS.map((name) => ({ name: HEADINGS[name], type: "NUMERIC" }));
  return formatResult({ columns: [...texts, ...amounts], rows: cells }, "table");
}

function sum(rows: readonly ComparedRow[], amount: (typeof AMOUNTS)[number]): bigint {
  return rows.reduce((total, row) => total + row[amount], 0n);
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
