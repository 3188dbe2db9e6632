/** What the rows of a list of seats must say together: cycles that fit their dates, and seats that are told apart. */

import { groups, needed, noOverlap } from "./checks.ts";
import type { Cells, Check } from "./faults.ts";
import { nanoUsd } from "../money/nano_usd.ts";

const hasNoCycleFee = ({ cycle_fee_usd }: Cells): boolean => cycle_fee_usd === null;

const isYearly = ({ cycle_months }: Cells): boolean => cycle_months === "12";

/** A cycle that begins when the seat has ended is not that seat's. */
const cycleBeginsInTime: Check = (lines) =>
  lines
    .filter(({ cells }) => typeof cells["cycle_anchor"] === "string")
    .filter(({ cells }) => (cells["cycle_anchor"] ?? "") >= (cells["valid_to"] ?? "9999"))
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
  const nobodys = groups(lines.filter(isNobodys), ["platform", "seat_type", "valid_from"]);
  return [
    ...persons(lines.filter((line) => !isNobodys(line))),
    ...nobodys.flatMap(([first, ...others]) =>
      others
        .filter(({ cells }) => cells["valid_to"] !== first?.cells["valid_to"])
        .map(({ line }) => ({
          line,
          column: "valid_to",
          reason: `differs from line ${first?.line}, whose seats of nobody begin on the same day: give one of them another seat_type`,
        })),
    ),
  ];
};

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
