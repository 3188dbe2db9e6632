/** What the warehouse says of the invented organizations, and what is true, as the same kind of lines. */

import { nanoUsd } from "../../../ingest/money/nano_usd.ts";
import { type Organization, truthOf } from "../../../local/stand_ins/organization/index.ts";
import type { RunQuery } from "../../support/build.ts";

/** Amount by place; places without an amount are left out. */
export type Ledger = Readonly<Record<string, bigint>>;

/** Nano-dollars per organization, day, workspace and model, from `claude_costs`. */
export async function billedCosts(runQuery: RunQuery): Promise<Ledger> {
  const rows = await runQuery(`
    select organization_id, activity_date, workspace_id, model, sum(amount_usd) as amount_usd
    from \`local.ai_spend.claude_costs\`
    group by organization_id, activity_date, workspace_id, model`);
  return ledger(
    rows.map((row) => [
      [row["organization_id"], row["activity_date"], row["workspace_id"], row["model"]],
      nanoUsd(row["amount_usd"] ?? ""),
    ]),
  );
}

/** The same from the requests themselves, as they count at `now` (epoch milliseconds). */
export function trueCosts(organizations: readonly Organization[], now: number): Ledger {
  return ledger(
    organizations.flatMap((organization) =>
      truthOf(organization, now)
        .perWorkspaceModelDay()
        .map(({ day, workspaceId, model, nanoUsd }): Entry => [
          [organization.id, day, workspaceId ?? "default", model ?? "null"],
          nanoUsd,
        ]),
    ),
  );
}

/** Column of `claude_usage_keys` for each kind of token that a request counts. */
const COLUMNS = {
  uncached_input_tokens: "uncachedInput",
  output_tokens: "output",
  cache_read_input_tokens: "cacheRead",
  cache_creation_5m_input_tokens: "cacheWrite5m",
  cache_creation_1h_input_tokens: "cacheWrite1h",
} as const;

/** Tokens and searches per organization, API key (`null`: keyless) and kind, from `claude_usage_keys`. */
export async function reportedUsage(runQuery: RunQuery): Promise<Ledger> {
  const columns = [...Object.keys(COLUMNS), "web_search_requests"];
  const sums = columns.map((column) => `sum(${column}) as ${column}`).join(", ");
  const rows = await runQuery(`
    select organization_id, api_key_id, ${sums}
    from \`local.ai_spend.claude_usage_keys\` group by organization_id, api_key_id`);
  return ledger(
    rows.flatMap((row) =>
      columns.map((column): Entry => [
        [row["organization_id"], row["api_key_id"], column],
        BigInt(row[column] ?? "0"),
      ]),
    ),
  );
}

/** The same from the requests themselves. */
export function trueUsage(organizations: readonly Organization[], now: number): Ledger {
  const entries: Entry[] = [];
  for (const organization of organizations) {
    for (const { request } of truthOf(organization, now).requests()) {
      const place = [organization.id, request.keyId ?? "null"];
      for (const [column, kind] of Object.entries(COLUMNS)) {
        entries.push([[...place, column], BigInt(request.tokens[kind])]);
      }
      entries.push([[...place, "web_search_requests"], BigInt(request.webSearches)]);
    }
  }
  return ledger(entries);
}

type Entry = readonly [place: readonly (string | undefined)[], amount: bigint];

function ledger(entries: readonly Entry[]): Ledger {
  const sums = new Map<string, bigint>();
  for (const [place, amount] of entries) {
    const key = place.join(" ");
    sums.set(key, (sums.get(key) ?? 0n) + amount);
  }
  return Object.fromEntries([...sums].filter(([, amount]) => amount !== 0n).sort());
}
