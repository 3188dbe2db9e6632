/** What the lines of an invoice must say together: told apart, adding up to the total, in one currency. */

import { nanoUsd } from "../money/nano_usd.ts";
import { groups } from "./checks.ts";
import { key } from "./column_types.ts";
import type { Check, Line } from "./faults.ts";

/** Another currency than US dollars is kept and never added to them. */
export const currency = key
  .toUpperCase()
  .regex(/^[A-Z]{3}$/, "is not a currency: write its three letters, such as USD");

const INVOICE = ["vendor", "invoice_id"] as const;

const linesAreToldApart: Check = (lines) =>
  groups(lines, [...INVOICE, "line"]).flatMap(([first, ...others]) =>
    others.map(({ line }) => ({
      line,
      column: "line",
      reason: `says again what line ${first?.line} of the file says: an invoice that pays for two periods or kinds has a row for each, numbered 1, 2 and so on in the column line, with the kind in line_kind`,
    })),
  );

/** Beside lines a row without one is the invoice's total. */
const linesAddUp: Check = (lines) =>
  groups(lines, INVOICE).flatMap((rows) => {
    const total = rows.find(({ cells }) => cells["line"] === null);
    const parts = rows.filter(({ cells }) => typeof cells["line"] === "string");
    if (total === undefined || parts.length === 0) return [];
    const amounts = parts.map(amount);
    const said = amount(total);
    if (said === undefined || amounts.includes(undefined)) return [];
    const sum = amounts.reduce((left = 0n, right = 0n) => left + right, 0n);
    if (sum === said) return [];
    const reason = `is not what the ${parts.length} lines of the invoice add up to: correct the total, or the line that is wrong`;
    return [{ line: total.line, column: "amount_usd", reason }];
  });

const linesHaveOneCurrency: Check = (lines) =>
  groups(lines, INVOICE).flatMap(([first, ...others]) =>
    others
      .filter(({ cells }) => cells["currency"] !== undefined)
      .filter(({ cells }) => (cells["currency"] ?? "USD") !== (first?.cells["currency"] ?? "USD"))
      .map(({ line }) => ({
        line,
        column: "currency",
        reason: `is not that of line ${first?.line}: an invoice has one currency`,
      })),
  );

/** Of each vendor no more credits can be given back than were bought by then: their balance would be negative. */
const nothingIsTakenBackUnpaid: Check = (lines) =>
  groups(lines.filter(isPrepaid), ["vendor", "currency"]).flatMap((rows) => {
    const sorted = [...rows].sort((left, right) => (start(left) < start(right) ? -1 : 1));
    let balance = 0n;
    for (const row of sorted) {
      balance += amount(row) ?? 0n;
      if (balance < 0n) {
        const reason =
          "takes back more than was bought up to that day, so that the balance would be negative: correct the amount, or add the line that bought it";
        return [{ line: row.line, column: "amount_usd", reason }];
      }
    }
    return [];
  });

function isPrepaid({ cells }: Line): boolean {
  return ["credits", "commitment"].includes(cells["line_kind"] ?? "");
}

function start({ cells }: Line): string {
  return cells["period_start"] ?? "";
}

/** Nano-units of the line's currency; undefined where the cell failed. */
function amount({ cells }: Line): bigint | undefined {
  const text = cells["amount_usd"];
  return typeof text === "string" ? nanoUsd(text) : undefined;
}

export const INVOICE_CHECKS: readonly Check[] = [
  linesAreToldApart,
  linesAddUp,
  linesHaveOneCurrency,
  nothingIsTakenBackUnpaid,
];
