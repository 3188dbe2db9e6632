/** What claude.ai truly cost, in exact nano-dollars, by day, product and person: the sums over single requests. */

import type { ClaudeAi, ClaudeAiUse } from "./claude_ai_model.ts";
import type { Day } from "./model.ts";

export interface ClaudeAiTruth {
  totalNanoUsd(): bigint;
  perDayNanoUsd(): ReadonlyMap<Day, bigint>;
  /** By `day|product|model`, an empty part for null. */
  perProductNanoUsd(): ReadonlyMap<string, bigint>;
  /** By `day|e-mail`, the user id for accounts that have none; what no seat user did is not in it. */
  perPersonDayNanoUsd(): ReadonlyMap<string, bigint>;
  /** The part of each day that is not tied to a seat user. */
  withoutUserNanoUsd(): ReadonlyMap<Day, bigint>;
  /** Before discount, by day. */
  listPerDayNanoUsd(): ReadonlyMap<Day, bigint>;
}

/** The uses of a day that reports show at `now`. */
export function visibleUses({ uses }: ClaudeAi, day: Day, now: number): readonly ClaudeAiUse[] {
  return (uses.get(day) ?? []).filter(
    ({ appearsAt, vanishesAt }) => appearsAt <= now && now < vanishesAt,
  );
}

export function nanoUsdOf({ costs }: ClaudeAiUse): bigint {
  return costs.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0n);
}

/** The truth as of `now` (epoch milliseconds; default: when all is known). */
export function claudeAiTruth(claudeAi: ClaudeAi, now = Number.MAX_SAFE_INTEGER): ClaudeAiTruth {
  // Once an account is deleted, no report tells its e-mail any more, of no day.
  const emails = new Map(
    claudeAi.users.map(({ userId, email, deletedAt }) => [userId, now < deletedAt ? email : null]),
  );
  const sumBy = (
    labelOf: (day: Day, use: ClaudeAiUse) => string | null,
    amountOf = nanoUsdOf,
  ): Map<string, bigint> => {
    const sums = new Map<string, bigint>();
    for (const day of claudeAi.uses.keys()) {
      for (const use of visibleUses(claudeAi, day, now)) {
        const label = labelOf(day, use);
        if (label !== null) sums.set(label, (sums.get(label) ?? 0n) + amountOf(use));
      }
    }
    return sums;
  };
  return {
    totalNanoUsd: () => sumBy(() => "").get("") ?? 0n,
    perDayNanoUsd: () => sumBy((day) => day),
    perProductNanoUsd: () =>
      sumBy((day, { product, model }) => [day, product ?? "", model ?? ""].join("|")),
    perPersonDayNanoUsd: () =>
      sumBy((day, { userId }) =>
        userId === null ? null : `${day}|${emails.get(userId) ?? userId}`,
      ),
    withoutUserNanoUsd: () => sumBy((day, { userId }) => (userId === null ? day : null)),
    listPerDayNanoUsd: () =>
      sumBy(
        (day) => day,
        ({ costs }) => costs.reduce((sum, { listNanoUsd }) => sum + listNanoUsd, 0n),
      ),
  };
}
