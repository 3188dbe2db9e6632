/** Which rows of the marts the selected days and names let through. Pure. */

import type { MartName, MartRow } from "../data/report_data.ts";
import { chosenNames, chosenPeople, type View } from "./view.ts";

const PLATFORMS_OF_VENDOR: Readonly<Record<string, readonly string[]>> = {
  anthropic: ["claude_api", "claude_code"],
  anthropic_console: ["claude_api", "claude_code"],
  claude_ai: ["claude_ai"],
  cursor: ["cursor"],
  google: ["vertex_ai"],
};

export function shownMonths(view: View): readonly MartRow[] {
  const from = `${view.from.slice(0, 7)}-01`;
  return rowsOf(view, "months").filter((row) => {
    const month = text(row, "month");
    return month >= from && month <= view.until && hasPlatform(view, row);
  });
}

export function shownInvoices(view: View): readonly MartRow[] {
  return rowsOf(view, "invoices").filter(
    (row) =>
      text(row, "period_start") <= view.until &&
      text(row, "period_end") > view.from &&
      hasVendor(view, row),
  );
}

/** Seats paid for on any selected day. */
export function shownSeats(view: View): readonly MartRow[] {
  const people = chosenPeople(view);
  return rowsOf(view, "seats").filter(
    (row) =>
      text(row, "valid_from") <= view.until &&
      (row["valid_to"] === null || text(row, "valid_to") > view.from) &&
      hasPlatform(view, row) &&
      (people === null || people.has(text(row, "person"))),
  );
}

export function shownIdleSeats(view: View): readonly MartRow[] {
  return shownSeats(view).filter(
    (row) =>
      row["is_current"] === true && ["unassigned", "idle", "unused"].includes(text(row, "status")),
  );
}

export function shownRestatements(view: View): readonly MartRow[] {
  return rowsOf(view, "restatements").filter(
    (row) => isInDays(view, text(row, "activity_date")) && hasVendor(view, row),
  );
}

export function shownAnomalies(view: View): readonly MartRow[] {
  const people = chosenPeople(view);
  const models = chosenNames(view, "model");
  return rowsOf(view, "anomalies").filter(
    (row) =>
      isInDays(view, text(row, "anomaly_date")) &&
      (row["platform"] === null || hasPlatform(view, row)) &&
      (row["scope"] !== "person" || people === null || people.has(text(row, "scope_value"))) &&
      (row["scope"] !== "model" || models === null || models.has(text(row, "scope_value"))),
  );
}

export function shownFreshness(view: View): readonly MartRow[] {
  return rowsOf(view, "freshness").filter((row) => hasVendor(view, row));
}

function rowsOf(view: View, name: MartName): readonly MartRow[] {
  return view.data.marts[name];
}

function isInDays({ from, until }: View, day: string): boolean {
  return day >= from && day <= until;
}

function hasPlatform(view: View, row: MartRow): boolean {
  const platforms = chosenNames(view, "platform");
  return platforms === null || platforms.has(text(row, "platform"));
}

/** A vendor that is on no list, such as an imported file, is shown whatever is chosen. */
function hasVendor(view: View, row: MartRow): boolean {
  const platforms = chosenNames(view, "platform");
  const own = PLATFORMS_OF_VENDOR[text(row, "vendor")];
  return platforms === null || own === undefined || own.some((platform) => platforms.has(platform));
}

function text(row: MartRow, column: string): string {
  return String(row[column] ?? "");
}
