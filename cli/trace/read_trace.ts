/** Asks the warehouse for all that a trace shows of some charges, a query a stage, and for the pages behind them. */

import { addDays } from "../../ingest/dates.ts";
import { cellText } from "../../ingest/warehouse/cells.ts";
import type { Cell, QueryResult, Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { linesSql, type Placed } from "./lines_sql.ts";
import { type PlaceReader, placesIn } from "./place.ts";
import { chargesAt, ENDS, STAGES, type StageName } from "./queries.ts";

export type Row = QueryResult["rows"][number];
type Asking = Pick<Warehouse, "query" | "builtAt">;

/** Rows of each stage by charge. */
export interface TraceFacts {
  readonly of: (stage: StageName, chargeId: string) => readonly Row[];
  /** When each mart was built, RFC 3339; only of those that are tables. */
  readonly builtAt: ReadonlyMap<string, string>;
  /** What stands at a line's place, word for word; null where it is not in a page. */
  readonly wordsOf: (line: Row) => string | null;
}

/** Throws LandingError with the engine's words. */
export async function readFacts(
  warehouse: Asking,
  charges: readonly Placed[],
): Promise<TraceFacts> {
  const found = new Map<StageName, ReadonlyMap<string, readonly Row[]>>();
  const months: Row[] = [];
  const rowsOf = (stage: StageName, id: string) => found.get(stage)?.get(id) ?? [];
  found.set("lines", byCharge((await warehouse.query(linesSql(charges))).rows));
  for (const stage of Object.keys(STAGES) as (keyof typeof STAGES)[]) {
    const { platforms, sql } = STAGES[stage];
    const own = charges.filter(({ platform }) => platforms?.includes(platform) ?? true);
    if (own.length === 0) continue;
    const { rows } = await warehouse.query(sql(chargesAt(own)));
    if (stage === "months") months.push(...rows);
    else found.set(stage, byCharge(rows));
  }
  const lines = charges.flatMap(({ id }) => rowsOf("lines", id));
  const bodies = await pagesOf(warehouse, lines);
  return {
    of: (stage, id) => (stage === "months" ? months : rowsOf(stage, id)),
    builtAt: await warehouse.builtAt("ai_spend", ENDS),
    wordsOf: (line) => bodies.get(pageKey(line))?.(text(line["place"])) ?? null,
  };
}

function byCharge(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const id = text(row["charge_id"]);
    const own = found.get(id);
    if (own === undefined) found.set(id, [row]);
    else own.push(row);
  }
  return found;
}

/** Bodies of the pages that lines stand in, by table, fetch and page. */
async function pagesOf(
  warehouse: Asking,
  lines: readonly Row[],
): Promise<ReadonlyMap<string, PlaceReader>> {
  // Of answers that were replaced since, only the sums are shown.
  const inPages = lines.filter(
    (line) => line["is_counted"] === true && (line["page_number"] ?? null) !== null,
  );
  const bodies = new Map<string, PlaceReader>();
  for (const table of new Set(inPages.map((line) => text(line["source_table"])))) {
    const own = inPages.filter((line) => line["source_table"] === table);
    const instants = own.map((line) => text(line["fetched_at"])).sort();
    const { rows } = await warehouse.query(pagesSql(table), {
      fetches: [...new Set(own.map((line) => text(line["fetch_id"])))].join(","),
      pages: [...new Set(own.map((line) => text(line["page_number"])))].join(","),
      // Whole days, so that no decimal of a second matters.
      from_instant: `${instants[0]?.slice(0, 10) ?? ""} 00:00:00+00`,
      to_instant: `${addDays(instants.at(-1)?.slice(0, 10) ?? "", 1)} 00:00:00+00`,
    });
    for (const row of rows)
      bodies.set(pageKey({ ...row, source_table: table }), placesIn(text(row["body"])));
  }
  return bodies;
}

function pageKey(row: Row): string {
  return [row["source_table"], row["fetch_id"], row["page_number"]].map(text).join(" ");
}

/** A cell as text; null and what is missing are empty. */
export function text(cell: Cell | undefined): string {
  return cell === undefined || cell === null ? "" : cellText(cell);
}

/** Cells that have a value, under their columns' names. */
export function said(
  row: Row,
  ...columns: readonly string[]
): readonly (readonly [string, string])[] {
  return columns
    .map((column) => [column, text(row[column])] as const)
    .filter(([, value]) => value !== "");
}

/** Pages by @fetches and @pages; the table as the lines name it. */
function pagesSql(table: string): string {
  return `
select fetch_id, page_number, max(body) as body
from ${table}
where fetched_at between timestamp(@from_instant) and timestamp(@to_instant)
  and fetch_id in unnest(split(@fetches, ','))
  and cast(page_number as string) in unnest(split(@pages, ','))
group by fetch_id, page_number`;
}
