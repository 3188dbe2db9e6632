/** What the rows of a list of seats must say together: cycles that fit their dates, and seats that are told apart. */

import { groups, needed, noOverlap } from "./checks.ts";
import type { Cells, Check, Line } from "./faults.ts";
import { momentOf } from "./instants.ts";
import { nanoUsd } from "../money/nano_usd.ts";

const hasNoCycleFee = ({ cycle_fee_usd }: Cells): boolean => cycle_fee_usd === null;

const isYearly = ({ cycle_months }: Cells): boolean => cycle_months === "12";

/** A cycle that begins when the seat has ended is not that seat's. */
const cycleBeginsInTime: Check = (lines) =>
  lines
    .filter(({ cells }) => (momentOf(cells["cycle_anchor"]) ?? -Infinity) >= endOf(cells))
    .map(({ line }) => ({
      line,
      column: "cycle_anchor",
      reason: "is not before valid_to: write the first day of any billing cycle of the seat",
    }));

/** Half a cent: a month's fee of a year is written in whole cents. */
const ROUNDED = nanoUsd("0.005");

/** Where both fees are given, either would do; two that differ would make two bills. */
const feesAgree: Check = (lines) =>
  lines
    .filter(({ cells }) => {
      const { monthly_fee_usd: month, cycle_fee_usd: cycle } = cells;
      if (typeof month !== "string" || typeof cycle !== "string") return false;
      const months = isYearly(cells) ? 12n : 1n;
      const off = nanoUsd(month) * months - nanoUsd(cycle);
      return off > ROUNDED * months || off < -ROUNDED * months;
    })
    .map(({ line }) => ({
      line,
      column: "cycle_fee_usd",
      reason: "is not what monthly_fee_usd comes to in a cycle: give one of the two",
    }));

/**
 * A person's seat of a kind is one row a day. Seats that nobody has stand side by side, but rows that begin on the
 * same day and end on different ones cannot be told apart when one of them is filled.
 */
const seatsAreToldApart: Check = (lines) => {
  const isNobodys = ({ cells }: (typeof lines)[number]) => cells["user_email"] === null;
  const persons = noOverlap(["platform", "user_email", "seat_type"], "valid_from", "valid_to");
  const nobodys = groups(lines.filter(isNobodys).map(byDay), ["platform", "seat_type", "day"]);
  return [
    ...persons(lines.filter((line) => !isNobodys(line))),
    ...nobodys.flatMap(([first, ...others]) =>
      others
        .filter(({ cells }) => endOf(cells) !== endOf(first?.cells ?? {}))
        .map(({ line }) => ({
          line,
          column: "valid_to",
          reason: `differs from line ${first?.line}, whose seats of nobody begin on the same day: give one of them another seat_type`,
        })),
    ),
  ];
};

/** With the day on which the seat begins, whose hour is not asked here. */
function byDay({ line, cells }: Line): Line {
  const day = cells["valid_from"]?.slice(0, "YYYY-MM-DD".length);
  return { line, cells: day === undefined ? cells : { ...cells, day } };
}

/** An empty end is that of all days, as for the law. */
function endOf({ valid_to: end }: Cells): number {
  return momentOf(end ?? "9999-12-31") ?? Infinity;
}

/** Of all seats of a row; beyond it a month's seconds times its fees leave NUMERIC. No true list reaches it. */
const MOST = nanoUsd("1000000000");

const feesCanBeTrue: Check = (lines) =>
  lines
    .filter(({ cells }) => {
      const fee = cells["cycle_fee_usd"] ?? cells["monthly_fee_usd"];
      const { quantity = "1" } = cells;
      return typeof fee === "string" && nanoUsd(fee) * BigInt(quantity ?? "1") >= MOST;
    })
    .map(({ line }) => ({
      line,
      column: "quantity",
      reason:
        "times the fee is not below 1,000,000,000 dollars, which no true value reaches: check the digits of both",
    }));

export const SEAT_CHECKS: readonly Check[] = [
  needed("monthly_fee_usd", hasNoCycleFee, "must be filled in where there is no cycle_fee_usd"),
  needed("cycle_anchor", isYearly, "must be filled in for a cycle of 12 months: its first day"),
  cycleBeginsInTime,
  feesAgree,
  feesCanBeTrue,
  seatsAreToldApart,
];
