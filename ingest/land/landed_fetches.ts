/** Reads from the warehouse what earlier runs have landed: the input of history.ts. */

import { z } from "zod";

import { cellText } from "../warehouse/cells.ts";
import type { AskedRange } from "../dates.ts";
import { LandingError } from "../errors.ts";
import { createHistory, type EarlierFetch, type History } from "./history.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

const SQL = `
select fetch_id, run_id, endpoint, params, content_sha256, same_as_fetch_id, fetched_at, day_totals
from ai_raw.raw_fetches
where connection = @connection
  and organization_id = @organization_id
  and (window_end is null or (window_end > timestamp(@from_day, 'UTC') and window_start < timestamp(@to_day, 'UTC')))`;

const row = z.object({
  fetch_id: z.string(),
  run_id: z.string(),
  endpoint: z.string(),
  params: z.string(),
  content_sha256: z.string(),
  same_as_fetch_id: z.string().nullable(),
  fetched_at: z.string(),
  day_totals: z.string().nullable(),
});
const dayTotals = z.array(
  z.object({ date: z.string(), rows: z.number(), amount: z.string().nullable() }),
);

export interface Whose {
  readonly connection: string;
  readonly organizationId: string;
  /** Days that this run asks for; older and newer fetches are left out. */
  readonly range: { readonly [end in keyof AskedRange]: string };
}

/** What earlier runs have landed, but for fetches that are dated later than now: a clock that is ahead made those. */
export interface Landed {
  readonly history: History;
  /** The latest time that such a fetch is dated, in RFC 3339 UTC; null if there is none. */
  readonly aheadUntil: string | null;
}

const COVERED_SQL = `
select endpoint, max(date(window_end, 'UTC')) as covered_until
from ai_raw.raw_fetches
where connection = @connection
  and organization_id = @organization_id
  and run_id <> @run_id
  and window_end is not null
  and fetched_at <= timestamp(@now)
group by endpoint`;

/**
 * The day after the newest that runs before this one asked for, by endpoint. The run itself is left out,
 * since it starts with the newest days: resumed, it must plan what it planned at first. So is a fetch from the
 * future, which asked for days that had not begun.
 */
export async function readCovered(
  warehouse: Warehouse,
  whose: Pick<Whose, "connection" | "organizationId"> & {
    readonly runId: string;
    readonly nowMs: number;
  },
): Promise<ReadonlyMap<string, string>> {
  const result = await warehouse.query(COVERED_SQL, {
    connection: whose.connection,
    organization_id: whose.organizationId,
    run_id: whose.runId,
    now: new Date(whose.nowMs).toISOString(),
  });
  return new Map(
    result.rows.map((cells) => [cellText(cells["endpoint"]), cellText(cells["covered_until"])]),
  );
}

const FORMER_SQL = `
select organization_id
from ai_raw.raw_fetches
where connection = @connection
  and fetched_at <= timestamp(@now)
order by fetched_at desc, organization_id = @organization_id desc
limit 1`;

/** The organization that the connection read last, if it is another one; null if it is the same, or the first. */
export async function readFormerOrganization(
  warehouse: Warehouse,
  whose: Pick<Whose, "connection" | "organizationId"> & { readonly nowMs: number },
): Promise<string | null> {
  const { rows } = await warehouse.query(FORMER_SQL, {
    connection: whose.connection,
    organization_id: whose.organizationId,
    now: new Date(whose.nowMs).toISOString(),
  });
  const [last] = rows.map((cells) => cellText(cells["organization_id"]));
  return last === undefined || last === whose.organizationId ? null : last;
}

/** Throws LandingError if the table holds what this program never wrote. */
export async function readLanded(
  warehouse: Warehouse,
  whose: Whose & { readonly nowMs: number },
): Promise<Landed> {
  const result = await warehouse.query(SQL, {
    connection: whose.connection,
    organization_id: whose.organizationId,
    from_day: whose.range.from,
    to_day: whose.range.to,
  });
  const fetches = result.rows.map(toEarlierFetch);
  const isAhead = ({ fetchedAt }: EarlierFetch) => Date.parse(fetchedAt) > whose.nowMs;
  const ahead = fetches.filter(isAhead).map(({ fetchedAt }) => Date.parse(fetchedAt));
  return {
    history: createHistory(fetches.filter((fetch) => !isAhead(fetch))),
    aheadUntil: ahead.length === 0 ? null : new Date(Math.max(...ahead)).toISOString(),
  };
}

function toEarlierFetch(cells: unknown): EarlierFetch {
  const checked = row.safeParse(cells);
  if (!checked.success) {
    throw new LandingError("ai_raw.raw_fetches has rows that ai-spend did not write: remove them.");
  }
  const { data } = checked;
  return {
    fetchId: data.fetch_id,
    runId: data.run_id,
    endpoint: data.endpoint,
    params: data.params,
    contentSha256: data.content_sha256,
    sameAsFetchId: data.same_as_fetch_id,
    fetchedAt: data.fetched_at,
    dayTotals: data.day_totals === null ? null : dayTotals.parse(JSON.parse(data.day_totals)),
  };
}
