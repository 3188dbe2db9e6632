/** The claims on a right as rows of one table: read with the warehouse's clock, and written by it. */

import { z } from "zod";

import type { Holder } from "./holder.ts";
import { landingTable } from "../tables/landing_tables.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** How long a run that was killed keeps others away, at most. */
export const LEASE_MS = 10 * 60_000;

/** What only one run does at a time; one that imports reads a table, changes it and puts it back. */
export type Right = "sync" | "import";

// A claim that holds has a row that is younger than the lease is long.
const sqlOf = (right: Right): string => `
with claims as (
  select
    claim_id, holder,
    min(recorded_at) as claimed_at,
    max(expires_at) as expires_at,
    countif(event = 'released') > 0 as is_released
  from ai_raw.raw_sync_leases
  where recorded_at > timestamp_sub(current_timestamp(), interval 48 hour)
    and ${right === "import" ? "" : "not "}starts_with(claim_id, '${IMPORT}')
  group by claim_id, holder
)
select
  now, claim_id, holder, claimed_at, expires_at,
  coalesce(not is_released and expires_at > now, false) as holds
from (select current_timestamp() as now) as clock
left join claims on true
order by claimed_at desc, claim_id desc`;

/** Begins the id of a claim on the right to import. */
export const IMPORT = "import ";

const row = z.object({
  now: z.string(),
  claim_id: z.string().nullable(),
  holder: z.string().nullable(),
  claimed_at: z.string().nullable(),
  expires_at: z.string().nullable(),
  holds: z.boolean(),
});
export type Claim = z.infer<typeof row>;

export interface Given {
  readonly claimId: string;
  /** Name of the run whose claim it is. */
  readonly of: string;
}

export async function readClaims({
  warehouse,
  right = "sync",
}: {
  readonly warehouse: Warehouse;
  readonly right?: Right;
}): Promise<readonly Claim[]> {
  const { rows } = await warehouse.query(sqlOf(right));
  return rows.map((cells) => row.parse(cells));
}

/** A claim of somebody else that holds. */
export function rivalOf(
  claims: readonly Claim[],
  claimId: string,
  { isGone }: Pick<Holder, "isGone">,
): Claim | null {
  const isRival = ({ claim_id: id, holder, holds }: Claim) =>
    holds && id !== claimId && !isGone(holder ?? "");
  return claims.find(isRival) ?? null;
}

/** What the next claim is made after: the newest one, or the day if there is none. */
export function newest([claim]: readonly Claim[]): string {
  return claim?.claim_id ?? claim?.now.slice(0, 10) ?? "";
}

export async function write(
  warehouse: Warehouse,
  [clock]: readonly Claim[],
  { claimId, event, of, loadKey }: Given & { readonly event: string; readonly loadKey: string },
): Promise<void> {
  const nowMs = Date.parse(clock?.now ?? "");
  const lasts = event === "released" ? 0 : LEASE_MS;
  const claim = {
    claim_id: claimId,
    event,
    holder: of,
    recorded_at: new Date(nowMs).toISOString(),
    expires_at: new Date(nowMs + lasts).toISOString(),
  };
  await warehouse.append(landingTable("raw_sync_leases"), [claim], loadKey);
}
