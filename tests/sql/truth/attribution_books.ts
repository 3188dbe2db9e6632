/** What the warehouse says of keys and of their owners, and what is true, as the same kind of lines. */

import { nanoUsd } from "../../../ingest/money/nano_usd.ts";
import { chargesOf } from "../../../local/stand_ins/organization/charges.ts";
import { type Organization, truthOf } from "../../../local/stand_ins/organization/index.ts";
import type { RunQuery } from "../../support/build.ts";

/** Nano-dollars, and the number of requests that they are the sum of. */
export interface Spent {
  readonly nanoUsd: bigint;
  readonly requests: bigint;
}

/** By organization and key or owner. */
export type Spending = ReadonlyMap<string, Spent>;

/** Writes down who truly owns each key, as people would in `api_key_owners`. */
export async function writeOwners(
  runQuery: RunQuery,
  organizations: readonly Organization[],
): Promise<void> {
  const rows = organizations.flatMap(({ keys }) =>
    keys.map(({ id, owner }) => `('${id}', '${owner.name}', '${owner.type}')`),
  );
  await runQuery(
    `insert into \`local.ai_reference.api_key_owners\` (api_key_id, owner_email, owner_type)
     values ${rows.join(", ")}`,
  );
}

/** What `fct_key_cost_daily` says each key spent; `unattributed` is all that has no key. */
export async function chargedKeys(runQuery: RunQuery): Promise<Spending> {
  return readSpending(
    runQuery,
    `select organization_id as organization, api_key_id as bearer, sum(cost_usd) as cost_usd
     from \`local.ai_spend.fct_key_cost_daily\` group by organization_id, api_key_id`,
  );
}

/** What `fct_user_cost_daily` says each owner spent by key. */
export async function chargedOwners(runQuery: RunQuery): Promise<Spending> {
  return readSpending(
    runQuery,
    `select organization_id as organization, user_email as bearer, sum(cost_usd) as cost_usd
     from \`local.ai_spend.fct_user_cost_daily\` where attribution_method = 'owner'
     group by organization_id, user_email`,
  );
}

/** What each key truly spent; `unattributed` is code execution and sessions. */
export function trueKeys(organizations: readonly Organization[], now: number): Spending {
  return trueSpending(organizations, now, (keyId) => keyId);
}

/** What the keys of each owner truly spent. */
export function trueOwners(organizations: readonly Organization[], now: number): Spending {
  const owners = new Map(
    organizations.flatMap(({ keys }) => keys.map(({ id, owner }) => [id, owner.name])),
  );
  const spent = trueSpending(organizations, now, (keyId) => owners.get(keyId) ?? "nobody");
  return new Map([...spent].filter(([bearer]) => !bearer.endsWith(" unattributed")));
}

/**
 * What the requests that the usage report shows and the bill does not (blocked before billing, or of the
 * priority tier) would have cost. In a cell of price p, weight w and hidden weight h, no split can put more
 * than p × h on the wrong keys, so this bounds what may be misplaced.
 */
export function hiddenNanoUsd(organizations: readonly Organization[], now: number): bigint {
  let sum = 0n;
  for (const organization of organizations) {
    for (const { request } of truthOf(organization, now).requests()) {
      if (!request.blocked && request.serviceTier !== "priority") continue;
      const billed = { ...request, blocked: false, serviceTier: "standard" } as const;
      for (const charge of chargesOf(billed, null)) sum += charge.nanoUsd;
    }
  }
  return sum;
}

/** The difference and the truth of each bearer that either side has. */
export function compared(
  charged: Spending,
  truth: Spending,
): readonly { readonly bearer: string; readonly off: bigint; readonly spent: Spent }[] {
  return [...new Set([...charged.keys(), ...truth.keys()])].sort().map((bearer) => {
    const spent = truth.get(bearer) ?? { nanoUsd: 0n, requests: 0n };
    return { bearer, off: (charged.get(bearer)?.nanoUsd ?? 0n) - spent.nanoUsd, spent };
  });
}

async function readSpending(runQuery: RunQuery, sql: string): Promise<Spending> {
  const rows = await runQuery(sql);
  return new Map(
    rows.map((row) => [
      `${row["organization"] ?? ""} ${row["bearer"] ?? ""}`,
      { nanoUsd: nanoUsd(row["cost_usd"] ?? ""), requests: 0n },
    ]),
  );
}

function trueSpending(
  organizations: readonly Organization[],
  now: number,
  bearerOf: (keyId: string) => string,
): Spending {
  const spending = new Map<string, Spent>();
  const add = (bearer: string, amount: bigint): void => {
    const before = spending.get(bearer) ?? { nanoUsd: 0n, requests: 0n };
    spending.set(bearer, { nanoUsd: before.nanoUsd + amount, requests: before.requests + 1n });
  };
  for (const organization of organizations) {
    const truth = truthOf(organization, now);
    for (const { request, nanoUsd: cost } of truth.requests()) {
      const bearer = request.keyId === null ? "unattributed" : bearerOf(request.keyId);
      add(`${organization.id} ${bearer}`, cost);
    }
    const unplaceable = truth.unplaceableNanoUsd();
    if (unplaceable > 0n) add(`${organization.id} unattributed`, unplaceable);
  }
  return spending;
}
