/** The landed pages of the last days, and what a diff over them reads. */

import { LandingError } from "../../ingest/errors.ts";
import { GOOGLE_TABLES } from "../../ingest/tables/google_tables.ts";
import {
  LANDING_TABLES,
  type LandingTable,
  RAW_DATASET,
} from "../../ingest/tables/landing_tables.ts";
import { cellText } from "../../ingest/warehouse/cells.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import type { Reach } from "./reach.ts";

export interface Copy {
  /** The statement that makes it. */
  readonly sql: string;
  /** What it reads. */
  readonly select: string;
}

/** Google's own tables lie where the settings say, and are as large as the company. */
const GOOGLES: ReadonlySet<LandingTable> = new Set(GOOGLE_TABLES);

const FETCHES = `\`${RAW_DATASET}.raw_fetches\``;

/**
 * One for each landed table. A walk counts if it has no days, such as a directory or an import, or if some of its days
 * are among the last ones; pages are looked for on the days alone on which such walks were made, for BigQuery prunes by
 * days that it is told. Throws LandingError.
 */
export async function copyQueries(
  warehouse: Pick<Warehouse, "query" | "listTables">,
  days: number,
  suffix: string,
): Promise<readonly Copy[]> {
  const counts = `(window_end is null or window_end > (
    select timestamp_sub(max(fetched_at), interval ${days} day) from ${FETCHES}
  ))`;
  const ids = `select ifnull(same_as_fetch_id, fetch_id) from ${FETCHES} where ${counts}`;
  const { rows } = await warehouse.query(
    `select distinct cast(date(fetched_at, 'UTC') as string) as day from ${FETCHES} where fetch_id in (${ids}) order by day`,
  );
  // A walk that began before midnight may have pages of the day after. A day is told as its instants, as a partition is cut.
  const near = rows.map(({ day }) => {
    const start = `timestamp '${cellText(day)} 00:00:00+00'`;
    return `fetched_at >= ${start} and fetched_at < timestamp_add(${start}, interval 2 day)`;
  });
  const standing = new Set(await warehouse.listTables(RAW_DATASET));
  return LANDING_TABLES.filter((table) => standing.has(table.name) && !GOOGLES.has(table)).map(
    ({ name, fields }) => {
      const has = (column: string) => fields.some((field) => field.name === column);
      const isPages = has("fetch_id") && name !== "raw_fetches";
      const onDays = has("fetched_at") && near.length > 0 ? ` and (${near.join(" or ")})` : "";
      const where = isPages
        ? ` where fetch_id in (${ids})${onDays}`
        : name === "raw_fetches"
          ? ` where ${counts} or fetch_id in (${ids})`
          : "";
      const select = `select * from \`${RAW_DATASET}.${name}\`${where}`;
      return { select, sql: `create table \`${RAW_DATASET}_${suffix}.${name}\` as ${select}` };
    },
  );
}

export interface Bytes {
  readonly copied: number;
  /** Of the models, over the tables of today: an upper bound. */
  readonly built: number;
  /** Models whose tables of today cannot be asked. */
  readonly unknown: number;
}

/** From dry runs, which cost nothing. */
export async function dryRunBytes(
  warehouse: Pick<Warehouse, "dryRun">,
  copies: readonly Copy[],
  reach: Reach,
): Promise<Bytes> {
  let copied = 0;
  for (const { select } of copies) copied += await warehouse.dryRun(select);
  const tree = reach.after.actions.filter(({ name }) => reach.reached.has(name));
  let built = 0;
  let unknown = 0;
  for (const { kind, query } of [...reach.before.actions, ...tree]) {
    if (kind === "assertion" || kind === "view") continue;
    try {
      built += await warehouse.dryRun(query.replaceAll("`local.", "`"));
    } catch (error) {
      if (!(error instanceof LandingError)) throw error;
      unknown += 1;
    }
  }
  return { copied, built, unknown };
}

export function bytesText({ copied, built, unknown }: Bytes, days: number): string {
  const rest = unknown === 0 ? "" : `, and ${unknown} models that the tables of today cannot tell`;
  return `Reads ${copied} bytes of landed pages for the last ${days} days, then of what comes of them less than ${built} bytes${rest} (dry runs over all days). Google's own tables are left out, so nothing of Vertex AI is compared; laws are not asked.\n`;
}
