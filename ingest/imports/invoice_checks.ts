/** What the lines of an invoice must say together: told apart, adding up to the total, in one currency. */

import { nanoUsd } from "../money/nano_usd.ts";
import { groups, keyOf, othersThan, writtenAlike } from "./checks.ts";
import { signedAmount, visible } from "./column_types.ts";
import type { Cells, Check, Fault, Line } from "./faults.ts";
import type { Lookup } from "./lookups.ts";

/** Another currency than US dollars is kept and never added to them. */
export const currency = visible
  .toUpperCase()
  .regex(/^[A-Z]{3}$/, "is not a currency: write its three letters, such as USD");

/** What tells an invoice apart: the same one again replaces itself. */
export const INVOICE = ["vendor", "invoice_id"] as const;

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
    const amounts = parts.map(({ cells }) => amount(cells));
    const said = amount(total.cells);
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

/**
 * Of each vendor no more credits can be given back than were bought by then: their balance would be negative. What
 * counts is all that will stand, which invoices imported before are part of. A balance that was as low before is not
 * the file's.
 */
export const nothingIsTakenBackUnpaid: Lookup = async (lines, warehouse) => {
  const columns = [...INVOICE, "line", "line_kind", "period_start", "amount_usd", "currency"];
  const { rows } = await warehouse.query(
    `select ${columns.map((name) => `\`${name}\``).join(", ")} from ai_reference.invoices`,
  );
  const standing = rows as readonly Cells[];
  const given = lines.map(({ cells }) => cells);
  const before = prepaidOf(standing);
  const after = prepaidOf([...othersThan(given, INVOICE, standing), ...given]);
  const faults = [...after].flatMap(([pool, rows]) => {
    const day = firstOverdrawn(rows, before.get(pool) ?? []);
    if (day === null) return [];
    const ofPool = new Set(rows);
    const isTaken = ({ cells }: Line) => ofPool.has(cells) && start(cells) <= day;
    const line = lines.findLast((each) => isTaken(each) && (amount(each.cells) ?? 0n) < 0n);
    return [line === undefined ? leftUnpaid(pool, day) : takesTooMuch(line)];
  });
  return { faults, warnings: [] };
};

function takesTooMuch({ line }: Line): Fault {
  const reason =
    "takes back more than was bought up to that day, in this file and in those imported before, so that the balance would be negative: correct the amount, or add the line that bought it";
  return { line, column: "amount_usd", reason };
}

function leftUnpaid(pool: string, day: string): Fault {
  const reason = `leaves less prepaid in ${pool} than invoices imported before take back up to ${day}, so that the balance would be negative: correct what was bought, or add the invoice that takes it back with its right amount`;
  return { line: null, column: null, reason };
}

/** By vendor and currency: its rows of credits and commitments. Beside lines a row without one is the invoice's total. */
function prepaidOf(rows: readonly Cells[]): ReadonlyMap<string, readonly Cells[]> {
  const invoice = (cells: Cells) => keyOf(cells, INVOICE);
  const withLines = new Set(rows.filter(({ line }) => typeof line === "string").map(invoice));
  const pools = new Map<string, Cells[]>();
  for (const cells of rows) {
    if (!["credits", "commitment"].includes(cells["line_kind"] ?? "")) continue;
    if ((cells["line"] ?? null) === null && withLines.has(invoice(cells))) continue;
    const pool = `${cells["vendor"]} (${cells["currency"] ?? "USD"})`;
    const ofPool = pools.get(pool) ?? [];
    ofPool.push(cells);
    pools.set(pool, ofPool);
  }
  return pools;
}

/** The first day on which the balance is negative and lower than it was; null if there is none. */
function firstOverdrawn(rows: readonly Cells[], before: readonly Cells[]): string | null {
  const earlier = changesOf(before);
  let [balance, was, next] = [0n, 0n, 0];
  for (const [day, change] of changesOf(rows)) {
    balance += change;
    for (let other = earlier[next]; other !== undefined && other[0] <= day; other = earlier[next]) {
      was += other[1];
      next += 1;
    }
    if (balance < 0n && balance < was) return day;
  }
  return null;
}

/** By how much the balance moves on each day, in their order. */
function changesOf(rows: readonly Cells[]): readonly (readonly [day: string, change: bigint])[] {
  const days = new Map<string, bigint>();
  for (const cells of rows) {
    const day = start(cells);
    days.set(day, (days.get(day) ?? 0n) + (amount(cells) ?? 0n));
  }
  return [...days].sort(([left], [right]) => (left < right ? -1 : 1));
}

function start(cells: Cells): string {
  return cells["period_start"] ?? "";
}

/** Nano-units of the line's currency; undefined where the cell failed. */
function amount(cells: Cells): bigint | undefined {
  const text = cells["amount_usd"];
  return signedAmount.safeParse(text).success ? nanoUsd(text ?? "") : undefined;
}

export const INVOICE_CHECKS: readonly Check[] = [
  linesAreToldApart,
  linesAddUp,
  linesHaveOneCurrency,
  writtenAlike("invoice_id", "vendor"),
];
