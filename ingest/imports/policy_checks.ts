/** Rules of shared_key_policies: what a version's rows must say together. */

import { sumDecimals } from "../money/decimal_sum.ts";
import { groups, once, writtenAlike } from "./checks.ts";
import type { Check } from "./faults.ts";

const VERSION = ["policy_id", "version"];

/** Exact, because a share that is lost is money that is lost: 99.99 is refused. */
const sharesSumTo100: Check = (lines) => {
  // A row whose policy cannot be read may hold the share that is missing elsewhere.
  if (lines.some(({ cells }) => VERSION.some((column) => cells[column] === undefined))) return [];
  return groups(lines, VERSION).flatMap((group) => {
    const shares = group.map(({ cells }) => cells["share_pct"]);
    if (!shares.every((share) => typeof share === "string")) return [];
    const sum = sumDecimals(shares);
    const reason = `the shares of this policy version, which starts here, sum to ${sum} and not to 100`;
    return sum === "100" ? [] : [{ line: group[0]?.line ?? null, column: "share_pct", reason }];
  });
};

/** A version starts for everybody on the same day. */
const oneStartPerVersion: Check = (lines) =>
  groups(lines, VERSION).flatMap(([first, ...others]) =>
    others
      .filter(({ cells }) => cells["valid_from"] !== undefined)
      .filter(({ cells }) => cells["valid_from"] !== first?.cells["valid_from"])
      .map(({ line }) => ({
        line,
        column: "valid_from",
        reason: `differs from line ${first?.line} of the same policy version: a version starts on one day`,
      })),
  );

/** Of two versions that start on one day nobody could say which holds. */
const oneVersionPerStart: Check = (lines) =>
  groups(lines, ["policy_id", "valid_from"]).flatMap(([first, ...others]) =>
    others
      .filter(({ cells }) => cells["version"] !== undefined)
      .filter(({ cells }) => cells["version"] !== first?.cells["version"])
      .map(({ line }) => ({
        line,
        column: "version",
        reason: `starts on the day of another version of the policy (line ${first?.line}): give it a day of its own`,
      })),
  );

/** Owners name a policy, and models put its versions together, letter for letter. */
export const POLICY_CHECKS: readonly Check[] = [
  once("policy_id", "version", "user_email"),
  writtenAlike("policy_id"),
  writtenAlike("version", "policy_id"),
  oneStartPerVersion,
  oneVersionPerStart,
  sharesSumTo100,
];
