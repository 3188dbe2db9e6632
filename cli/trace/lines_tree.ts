/** The vendor's lines of a charge, word for word, and how their text became dollars. Pure. */

import { exactUsd, nanoUsd, sum } from "../../ingest/money/nano_usd.ts";
import { node, type TraceNode } from "./node.ts";
import { type Row, text, type TraceFacts } from "./read_trace.ts";

/** The lines in force, and what answers that were replaced since had said, if any. */
export function linesNodes(facts: TraceFacts, charge: Row): readonly TraceNode[] {
  const lines = facts.of("lines", text(charge["charge_id"]));
  const inForce = lines.filter((line) => line["is_counted"] === true);
  const before = lines.filter((line) => line["is_counted"] !== true);
  const now = node(inForce.length === 1 ? "the vendor's line" : "the vendor's lines", {
    usd: text(charge["cost_usd"]),
    rule: "parts",
    children: inForce.map((line) => lineNode(facts, line)),
  });
  return before.length === 0 ? [now] : [now, earlierNode(before)];
}

function lineNode(facts: TraceFacts, line: Row): TraceNode {
  const words = facts.wordsOf(line);
  const usd = text(line["amount_usd"]);
  const answered: readonly (readonly [string, string])[] = [
    ["fetch", text(line["fetch_id"])],
    ["fetched at", text(line["fetched_at"])],
    ["page", text(line["page_number"])],
  ];
  return node(`${text(line["source_table"])} ${text(line["place"])}`, {
    usd,
    facts: [
      ...answered.filter(([, value]) => value !== ""),
      ...(words === null ? [] : ([["word for word", words]] as const)),
      ["amount", text(line["said"]) || "none"],
      ["to dollars", stepOf(text(line["source_table"]), text(line["said"]), usd)],
    ],
  });
}

/** What turned the text into dollars, by the table that it stands in; includes/money.js does it. */
function stepOf(table: string, saidText: string, usd: string): string {
  switch (table) {
    case "ai_raw.raw_anthropic_cost":
    case "ai_raw.raw_claude_ai":
      return usd.startsWith("-") && !saidText.startsWith("-")
        ? `less ${saidText} cents / 100 = ${usd}, since the total of the day holds it too`
        : `${saidText} cents / 100 = ${usd}`;
    case "ai_raw.raw_cursor_events":
      return nanoUsd(usd) === 0n
        ? `${saidText || "no"} dollars are what it is worth; included use costs 0`
        : `the cents of the event, rounded once to a billionth of a dollar = ${usd}`;
    case "ai_reference.seats":
      return `the fee of ${saidText} spread over the days of its cycle; this day = ${usd}`;
    case "ai_raw.raw_claude_ai_spend_report":
      return `${saidText} of the whole period spread over its days; this day = ${usd}`;
    case "ai_raw.raw_claude_console_cost":
    case "ai_raw.raw_cursor_usage_csv":
      return `${saidText || "no amount"} = ${usd}`;
    default:
      // Google's export: its own currency, with the rate of the line.
      return `${saidText} by the line's rate = ${usd}`;
  }
}

/** Each earlier answer with its own sum, the newest first. */
function earlierNode(lines: readonly Row[]): TraceNode {
  const fetches = [...new Set(lines.map((line) => text(line["fetch_id"])))];
  const answers = fetches.map((fetch) => {
    const own = lines.filter((line) => line["fetch_id"] === fetch);
    const usd = exactUsd(sum(own.map((line) => nanoUsd(text(line["amount_usd"])))));
    const [first = {}] = own;
    return { at: text(first["fetched_at"]), fetch, usd, count: own.length };
  });
  return node("earlier answers, which this one replaced", {
    children: answers
      .sort((left, right) => (left.at < right.at ? 1 : -1))
      .map(({ at, fetch, usd, count }) =>
        node(`answered at ${at}`, {
          facts: [
            ["fetch", fetch],
            ["said", `${usd} dollars in ${count} ${count === 1 ? "line" : "lines"}`],
          ],
        }),
      ),
  });
}
