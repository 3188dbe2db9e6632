/** Billing lines that no true export has: numbers beyond what the models can multiply and add, months of no calendar. Pure. */

import { separated } from "../../money/decimal.ts";
import type { Finding } from "./values.ts";

type Json = Readonly<Record<string, unknown>>;

/** An amount of money in any currency; a quantity of any service, which may be byte-seconds. */
const MONEY = 1e12;
const QUANTITY = 1e20;
/** What Claude costs in US dollars is divided in billionths that an INT64 holds, and what was used of it in millionths. */
const CLAUDE_USD = 1e8;
const CLAUDE_USED = 9e12;
/** No currency has so few units to a US dollar. */
const RATE = 0.001;

const MONEY_CELLS = [
  "cost",
  "cost_at_list",
  "cost_at_effective_price_default",
  "cost_at_list_consumption_model",
  "currency_conversion_rate",
];

const PRICE_CELLS = [
  "effective_price",
  "tier_start_amount",
  "pricing_unit_quantity",
  "list_price",
  "effective_price_default",
  "list_price_consumption_model",
];

/** Of a line whose cells have their types. */
export function impossibleBilling(row: Json): readonly Finding[] {
  const rate = Number(row["currency_conversion_rate"] ?? 1);
  if (rate < RATE) {
    const reason = `is below ${RATE}, which is no exchange rate: check the digits`;
    return [{ column: "currency_conversion_rate", reason }];
  }
  const [price, usage] = [objectOf(row["price"]), objectOf(row["usage"])];
  const credits = Array.isArray(row["credits"]) ? (row["credits"] as readonly Json[]) : [];
  const isClaude = ["service", "sku"].some((name) =>
    /claude/i.test(JSON.stringify(objectOf(row[name])["description"] ?? "")),
  );
  const used = isClaude ? CLAUDE_USED : QUANTITY;
  const money = isClaude ? Math.min(MONEY, CLAUDE_USD * rate) : MONEY;
  return [
    ...MONEY_CELLS.flatMap((name) => beyond(name, row[name], name === "cost" ? money : MONEY)),
    ...PRICE_CELLS.flatMap((name) => beyond(`price.${name}`, price[name], MONEY)),
    ...credits.flatMap(({ amount }, at) => beyond(`credits[${at}].amount`, amount, money)),
    ...beyond("usage.amount", usage["amount"], used),
    ...beyond("usage.amount_in_pricing_units", usage["amount_in_pricing_units"], QUANTITY),
    ...month(objectOf(row["invoice"])["month"]),
  ];
}

function beyond(column: string, cell: unknown, limit: number): readonly Finding[] {
  if (Math.abs(Number(cell ?? 0)) <= limit) return [];
  const most = separated(BigInt(Math.trunc(limit)).toString());
  const reason = `is beyond ${most}, which no true value reaches: check the digits`;
  return [{ column, reason }];
}

/** `YYYYMM`; Google's own lines of before have none. */
function month(cell: unknown): readonly Finding[] {
  if ((cell ?? null) === null || /^20\d{2}(0[1-9]|1[0-2])$/.test(String(cell))) return [];
  return [{ column: "invoice.month", reason: "is not a month such as 202610" }];
}

function objectOf(value: unknown): Json {
  return (value ?? {}) as Json;
}
