/** The demo's answer as text: the tables of money last, and whether the laws held. Pure. */

import type { BuildOutcome } from "../build/build.ts";
import { cellText } from "../../ingest/warehouse/cells.ts";
import { lawLines, lawNames } from "../build/laws.ts";
import { formatResult } from "../shared/output.ts";
import type { Cell, QueryResult } from "../../ingest/warehouse/warehouse.ts";
import type { ComparedRow, Comparison } from "./comparison.ts";
import type { ComparedPlatform } from "./platforms.ts";
import { centsUsd, nanoUsd, sum, wholeUsd } from "../../ingest/money/nano_usd.ts";

export interface DemoOutcome {
  readonly comparison: Comparison;
  readonly platforms: readonly ComparedPlatform[];
  /** The last month of use as agg_monthly_finance has it. */
  readonly month: QueryResult;
  /** Days that stand out, as cost_anomalies has them. */
  readonly anomalies: QueryResult;
  readonly build: BuildOutcome;
  readonly home: string;
  readonly seconds: number;
  /** Calls that the simulated vendors answered. */
  readonly calls: number;
  /** Whether each law is named. */
  readonly verbose: boolean;
}

/** Everything that the demo prints. */
export function demoText(outcome: DemoOutcome): string {
  const { comparison, platforms, month, anomalies, build, home, seconds, calls, verbose } = outcome;
  const { rows, firstDay, lastDay } = comparison;
  const laws = lawNames(build.passed);
  const others = build.passed.length - laws.length;
  const isTrue = comparison.everyRowIsTrue && platforms.every((row) => row.difference === 0n);
  const verdict = isTrue
    ? "Every row equals what was truly spent, to the billionth of a dollar."
    : "SOME ROWS DIFFER from what was truly spent.";
  return [
    "What the Console billed, key by key (claude_api and claude_code):",
    "",
    table(rows).trimEnd(),
    "",
    "What stands out, rounded to cents (cost_anomalies):",
    "",
    formatResult(inCents(anomalies), "table").trimEnd(),
    `Restated days: ${comparison.restatedDays}. Models nobody has heard of: ${comparison.unrecognisedModels.join(", ") || "none"}.`,
    "",
    ...(verbose ? [...lawLines(build.passed), ""] : []),
    "October 2026 for finance, rounded to cents (agg_monthly_finance):",
    "",
    formatResult(inCents(month), "table").trimEnd(),
    "",
    `What two invented organizations used, ${firstDay} to ${lastDay}, in US dollars:`,
    "",
    platformTable(platforms).trimEnd(),
    "",
    verdict,
    `${laws.length} laws held, and ${others} checks of keys and columns${verbose ? "" : " (--verbose names them)"}.`,
    `${calls} calls to the simulated vendors, ${seconds.toFixed(1)} s. Look around:`,
    `  export AI_SPEND_HOME=${home}`,
    "  npm run -s ai-spend -- report        # report.html, for any browser",
    "  npm run -s ai-spend -- questions     # twenty questions, each asked by its number",
    `  npm run -s ai-spend -- trace --day ${lastDay} --platform claude_api   # a dollar's way from the vendor's text`,
    "  npm run -s ai-spend -- mcp           # for Claude and Cursor: docs/mcp.md says how to connect them",
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
  const last: ComparedRow = {
    organization: "total",
    workspace: "",
    model: "",
    billed: total(rows, "billed"),
    difference: total(rows, "difference"),
    keyed: total(rows, "keyed"),
    byPerson: total(rows, "byPerson"),
    unattributed: total(rows, "unattributed"),
    worstKeyError: rows.reduce(
      (worst, row) => (row.worstKeyError > worst ? row.worstKeyError : worst),
      0n,
    ),
  };
  const cells = [...rows, last].map((row): Readonly<Record<string, Cell>> => ({
    organization: row.organization,
    workspace: row.workspace,
    model: row.model,
    ...Object.fromEntries(AMOUNTS.map((name) => [HEADINGS[name], wholeUsd(row[name])])),
  }));
  const texts = ["organization", "workspace", "model"].map((name) => ({ name, type: "STRING" }));
  const amounts = AMOUNTS.map((name) => ({ name: HEADINGS[name], type: "NUMERIC" }));
  return formatResult({ columns: [...texts, ...amounts], rows: cells }, "table");
}

/** Rounded for the eye alone: the warehouse keeps every nano-dollar. */
function inCents({ columns, rows }: QueryResult): QueryResult {
  const amounts = columns.filter(({ type }) => type === "NUMERIC").map(({ name }) => name);
  const shown = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, cell]) => [
        name,
        amounts.includes(name) && cell !== null ? centsUsd(nanoUsd(cellText(cell))) : cell,
      ]),
    ),
  );
  return { columns, rows: shown };
}

function platformTable(platforms: readonly ComparedPlatform[]): string {
  const cells = platforms.map((row): Readonly<Record<string, Cell>> => ({
    platform: row.platform,
    billed: wholeUsd(row.billed),
    "from truth": wholeUsd(row.difference),
    "by person": wholeUsd(row.byPerson),
    unattributed: wholeUsd(row.unattributed),
    "worst person error":
      row.worstPersonError === null ? "not compared" : wholeUsd(row.worstPersonError),
  }));
  const names = ["billed", "from truth", "by person", "unattributed", "worst person error"];
  const columns = [
    { name: "platform", type: "STRING" },
    ...names.map((name) => ({ name, type: "NUMERIC" })),
  ];
  return formatResult({ columns, rows: cells }, "table");
}

function total(rows: readonly ComparedRow[], amount: (typeof AMOUNTS)[number]): bigint {
  return sum(rows.map((row) => row[amount]));
}
