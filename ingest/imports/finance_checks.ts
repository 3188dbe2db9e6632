/** What seats, budgets and closed months may say: platforms that can cost something. */

import finance from "../../includes/finance.js";
import { needed, once } from "./checks.ts";
import { type ColumnType, oneOf } from "./column_types.ts";
import type { Check } from "./faults.ts";

const [FIRST = "", ...OTHERS] = Object.values(finance.INVOICED_PLATFORMS).flat();

/** A platform of the warehouse; another name would be a seat or a month of nothing. */
export const platform: ColumnType = oneOf(FIRST, ...OTHERS);

/** A budget of a platform names one of them, a budget of everything names nobody. */
const scopesAreKnown: Check = (lines) =>
  lines.flatMap(({ line, cells }) => {
    const [scope, value] = [cells["scope"], cells["scope_value"]];
    if (typeof value !== "string") return [];
    if (scope === "total") {
      const reason = "must be empty for scope total, which is everything";
      return [{ line, column: "scope_value", reason }];
    }
    const known = platform.safeParse(value);
    if (scope !== "platform" || known.success) return [];
    const reason = known.error.issues[0]?.message ?? "is not a platform";
    return [{ line, column: "scope_value", reason }];
  });

export const BUDGET_CHECKS: readonly Check[] = [
  once("scope", "scope_value", "month"),
  needed("scope_value", ({ scope }) => scope !== "total", "must be filled in for this scope"),
  scopesAreKnown,
];

/** What is booked before a month has begun is not that month. */
export const closedAfterItsStart: Check = (lines) =>
  lines
    .filter(({ cells }) => (cells["closed_at"] ?? "") < (cells["month"] ?? ""))
    .filter(({ cells }) => typeof cells["closed_at"] === "string")
    .map(({ line }) => ({
      line,
      column: "closed_at",
      reason: "is before the month begins: it is the day on which the month was booked",
    }));
