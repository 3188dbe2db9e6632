/** Finds the charges that are asked for and makes one tree of them, with its sums. */

import { ConfigError } from "../../ingest/errors.ts";
import { exactUsd, nanoUsd, sum } from "../../ingest/money/nano_usd.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { chargeNode, type MartLaws } from "./charge_tree.ts";
import { node, type TraceNode } from "./node.ts";
import type { Placed } from "./lines_sql.ts";
import { readFacts, type Row, text, type TraceFacts } from "./read_trace.ts";
import { type Asked, ON_INVOICE, selectionOf } from "./select.ts";

export interface TraceRequest {
  readonly asked: Asked;
  /** Charges that are shown one by one, the largest first; the others are one node. */
  readonly most: number;
  readonly laws: MartLaws;
}

/** Throws ConfigError if no charge is found. */
export async function traceOf(
  warehouse: Pick<Warehouse, "query" | "builtAt">,
  { asked, most, laws }: TraceRequest,
): Promise<TraceNode> {
  const found = await chargesFound(warehouse, asked);
  const facts = await readFacts(warehouse, found.slice(0, most).map(chargeOf));
  const root = selectionNode(facts, found, { asked, most, laws });
  return asked.invoice === undefined ? root : invoiceNode(warehouse, asked, root);
}

/** Rows of selectionOf. Throws ConfigError if there are none. */
export async function chargesFound(
  warehouse: Pick<Warehouse, "query">,
  asked: Asked,
): Promise<readonly Row[]> {
  const { sql, params } = selectionOf(asked);
  const { rows } = await warehouse.query(sql, params);
  if (rows.length > 0) return rows;
  throw new ConfigError(
    `No charge is ${wordsOf(asked)}: look into fct_user_cost_daily, or at the spelling.`,
  );
}

/** The charges that were found, the largest first, as one tree; of one that was asked for by its id, its own. Pure. */
export function selectionNode(
  facts: TraceFacts,
  found: readonly Row[],
  { asked, most, laws }: TraceRequest,
): TraceNode {
  const shown = found.slice(0, most).map((row) => {
    const selectedUsd = text(row["selected_usd"]);
    return { selectedUsd, charge: chargeNode(facts, text(row["charge_id"]), laws, selectedUsd) };
  });
  const [first] = shown;
  if (asked.charge !== undefined && first !== undefined && found.length === 1) return first.charge;
  return node(titleOf(asked), {
    usd: exactUsd(sum(found.map((row) => nanoUsd(text(row["selected_usd"]))))),
    rule: "parts",
    facts: [["charges", String(found.length)]],
    children: [
      ...shown.map(({ charge, selectedUsd }) => selectedNode(charge, selectedUsd)),
      ...othersNode(found.slice(most)),
    ],
  });
}

export function chargeOf(row: Row): Placed {
  return {
    id: text(row["charge_id"]),
    day: text(row["charge_date"]),
    platform: text(row["platform"]),
    isSeat: row["billing_mode"] === "seat",
  };
}

/** What of a charge is asked for, above the whole of it where that is more. */
function selectedNode(charge: TraceNode, selectedUsd: string): TraceNode {
  if (charge.usd === selectedUsd) return charge;
  return node(`part of ${charge.title}`, { usd: selectedUsd, children: [charge] });
}

function othersNode(rows: readonly Row[]): readonly TraceNode[] {
  if (rows.length === 0) return [];
  const usd = exactUsd(sum(rows.map((row) => nanoUsd(text(row["selected_usd"])))));
  const facts = [["to see them", "--most, or --charge with the id of one"]] as const;
  return [node(`${rows.length} smaller charges`, { usd, facts })];
}

/** The invoice as invoice_reconciliation has it, its charges, and what they are not. */
async function invoiceNode(
  warehouse: Pick<Warehouse, "query">,
  asked: Asked,
  charges: TraceNode,
): Promise<TraceNode> {
  const { invoice = "" } = asked;
  const { rows } = await warehouse.query(
    `
select vendor, line_kind, period_start, period_end, invoice_usd, warehouse_usd, difference_usd, explained_by
from ai_spend.invoice_reconciliation
where ${ON_INVOICE}
order by period_start, line_kind, invoice_usd`,
    { invoice },
  );
  const compared = sum(rows.map((row) => nanoUsd(text(row["warehouse_usd"]))));
  const rest = compared - nanoUsd(charges.usd ?? "0");
  const facts = rows.flatMap((row) => [
    [
      `line of ${text(row["line_kind"])}, ${text(row["period_start"])} until before ${text(row["period_end"])}`,
      `the vendor asks ${text(row["invoice_usd"])}, the warehouse has ${text(row["warehouse_usd"])}, ` +
        `the difference of ${text(row["difference_usd"])} is ${text(row["explained_by"])}`,
    ] as const,
  ]);
  const others = "what other invoices of these days ask, or only a cycle's total knows";
  const isNarrowed = filtersOf(asked) !== "";
  const other = node(isNarrowed ? `charges that were not asked for, and ${others}` : others, {
    usd: exactUsd(rest),
  });
  return node(`invoice ${invoice}`, {
    usd: exactUsd(compared),
    rule: "parts",
    facts,
    children: rest === 0n ? [charges] : [charges, other],
  });
}

/** What an invoice asks is not what the charges of its days are, so that these have a title of their own. */
function titleOf(asked: Asked): string {
  if (asked.invoice === undefined) return wordsOf(asked);
  const words = filtersOf(asked);
  return words === "" ? "charges of these days" : `charges of these days, ${words}`;
}

/** What an invoice's charges are narrowed to; empty if to nothing. */
function filtersOf({ invoice: _, ...others }: Asked): string {
  return wordsOf(others);
}

/** `on 2026-10-20, of claude_api, borne by dan@…`. */
function wordsOf(asked: Asked): string {
  const words: readonly (readonly [string | undefined, string])[] = [
    [asked.charge, "charge"],
    [asked.invoice, "of the days of invoice"],
    [asked.day, "on"],
    [asked.platform, "of"],
    [asked.person, "borne by"],
    [asked.key, "made with key"],
    [asked.model, "of model"],
    [asked.project, "in project"],
  ];
  return words
    .flatMap(([value, word]) => (value === undefined ? [] : `${word} ${value}`))
    .join(", ");
}
