/** What each platform billed for use, beside what it truly was; seats stand in the month's table. */

import { cellText } from "../../ingest/warehouse/cells.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { size } from "../../ingest/money/decimal.ts";
import { nanoUsd, sum } from "../../ingest/money/nano_usd.ts";

/** Nano-dollars. */
export interface PlatformTruth {
  /** Platforms that one vendor bills together. */
  readonly platforms: readonly string[];
  readonly total: bigint;
  /** By e-mail; null where no person's truth is compared. */
  readonly people: ReadonlyMap<string, bigint> | null;
}

export interface ComparedPlatform {
  readonly platform: string;
  readonly billed: bigint;
  /** Billed less the truth. */
  readonly difference: bigint;
  readonly byPerson: bigint;
  readonly unattributed: bigint;
  /** The largest distance of any person from the truth; null where it is not compared. */
  readonly worstPersonError: bigint | null;
}

const COSTS = `
  select platform, owner_type, user_email, sum(cost_usd) as usd
  from ai_spend.fct_user_cost_daily
  where billing_mode <> 'seat'
  group by platform, owner_type, user_email`;

/** One row per truth, in its order. */
export async function comparePlatforms(
  warehouse: Warehouse,
  truths: readonly PlatformTruth[],
): Promise<readonly ComparedPlatform[]> {
  const { rows } = await warehouse.query(COSTS);
  return truths.map(({ platforms, total, people }): ComparedPlatform => {
    const own = rows
      .filter((row) => platforms.includes(cellText(row["platform"])))
      .map((row) => ({
        email: cellText(row["user_email"]),
        type: row["owner_type"] === null ? null : cellText(row["owner_type"]),
        usd: nanoUsd(cellText(row["usd"])),
      }));
    const billed = sum(own.map(({ usd }) => usd));
    const persons = own.filter(({ type }) => type === "person");
    const nobody = own.filter(({ email }) => email === "unattributed");
    return {
      platform: platforms.join(" + "),
      billed,
      difference: billed - total,
      byPerson: sum(persons.map(({ usd }) => usd)),
      unattributed: sum(nobody.map(({ usd }) => usd)),
      worstPersonError:
        people === null
          ? null
          : worstError(new Map(persons.map(({ email, usd }) => [email, usd])), people),
    };
  });
}

function worstError(
  found: ReadonlyMap<string, bigint>,
  truth: ReadonlyMap<string, bigint>,
): bigint {
  return [...new Set([...found.keys(), ...truth.keys()])]
    .map((email) => (found.get(email) ?? 0n) - (truth.get(email) ?? 0n))
    .map(size)
    .reduce((worst, error) => (error > worst ? error : worst), 0n);
}
