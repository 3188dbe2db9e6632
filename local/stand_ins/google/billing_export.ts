/** Lines of a bill as Google's detailed billing export has them, one JSON object each. */

import { dayOf, HOUR_MS } from "../organization/days.ts";
import { type BillLine, rateOf } from "./bill.ts";
import { googleId } from "./skus.ts";

const ACCOUNTS = { USD: "01A2B3-C4D5E6-F70811", EUR: "01F0E1-D2C3B4-A59687" } as const;

/** The billing account of a project that pays in that currency. */
export function billingAccountOf({ paysIn }: BillLine["project"]): string {
  return ACCOUNTS[paysIn];
}

/** Amounts are binary numbers in Google's export; six decimals come back from one as they were. */
export function billingRow(line: BillLine): object {
  const { project, hour, adjustment, amount } = line;
  return {
    billing_account_id: billingAccountOf(project),
    service: { id: googleId("service", line.service), description: line.service },
    sku: line.sku,
    usage_start_time: timeText(hour),
    usage_end_time: timeText(hour + HOUR_MS),
    project: projectOf(project.id),
    labels: [],
    system_labels: [],
    location: { location: line.sku.description.includes("us-east5") ? "us-east5" : "global" },
    tags: [],
    transaction_type: "THIRD_PARTY_RESELLER",
    seller_name: "Anthropic",
    export_time: timeText(line.exportedAt),
    cost: amountOf(line.micros),
    currency: project.paysIn,
    currency_conversion_rate: Number(rateOf(project, dayOf(hour)).text),
    usage: {
      amount,
      unit: "count",
      amount_in_pricing_units: amount / 1_000_000,
      pricing_unit: "1000000 count",
    },
    credits: line.credits.map(({ name, type, micros }) => ({
      name,
      amount: amountOf(micros),
      full_name: name,
      id: googleId("credit", name),
      type,
    })),
    invoice: { month: invoiceMonth(hour, line.exportedAt) },
    cost_type: adjustment === null ? "regular" : "adjustment",
    ...(adjustment === null
      ? {}
      : {
          adjustment_info: {
            id: googleId("adjustment", line.sku.id, String(hour)),
            description: "Invented correction",
            ...adjustment,
          },
        }),
  };
}

/** Lines of the same account that are not Claude's, whatever they are called. */
export function decoyRows({ project, hour, exportedAt, micros }: BillLine): readonly object[] {
  const decoys = [
    ["Agent Builder", "AI Dev Tools: Claude Sonnet 4.6 Input Tokens", "regular"],
    ["BigQuery", "Analysis (us-east5)", "regular"],
    ["Invoice", "Tax", "tax"],
  ] as const;
  return decoys.map(([service, sku, costType]) => ({
    billing_account_id: billingAccountOf(project),
    service: { id: googleId("service", service), description: service },
    sku: { id: googleId("sku", sku), description: sku },
    usage_start_time: timeText(hour),
    usage_end_time: timeText(hour + HOUR_MS),
    project: projectOf(project.id),
    export_time: timeText(exportedAt),
    cost: amountOf(micros),
    currency: project.paysIn,
    currency_conversion_rate: Number(rateOf(project, dayOf(hour)).text),
    credits: [],
    invoice: { month: invoiceMonth(hour, exportedAt) },
    cost_type: costType,
  }));
}

function projectOf(id: string): object {
  const number = String(parseInt(googleId("project", id).slice(0, 4), 16) + 100_000_000_000);
  return { id, number, name: id, labels: [], ancestry_numbers: "/1/", ancestors: [] };
}

function amountOf(micros: bigint): number {
  return Number(micros) / 1_000_000;
}

/** What comes days after the end of a month is on the next month's invoice and keeps its usage day. */
function invoiceMonth(hour: number, exportedAt: number): string {
  const used = dayOf(hour).slice(0, 7);
  const exported = dayOf(exportedAt);
  const isNext = exported.slice(0, 7) > used && exported.slice(8) >= "03";
  return (isNext ? exported.slice(0, 7) : used).replace("-", "");
}

/** As BigQuery writes a TIMESTAMP into an export. */
export function timeText(instant: number): string {
  return `${new Date(instant)
    .toISOString()
    .replace("T", " ")
    .replace(/\.000Z$|Z$/, "")} UTC`;
}
