/** What the landed tables say, in a form that two warehouses can be compared by. */

import { LANDING_TABLES } from "../../../../ingest/tables/landing_tables.ts";
import type { Warehouse } from "../../../../ingest/warehouse/warehouse.ts";

/** Names of the tables that hold pages. */
export const PAGE_TABLES = LANDING_TABLES.filter(({ fields }) =>
  fields.some(({ name }) => name === "page_number"),
).map(({ name }) => name);

const PAGES = PAGE_TABLES.map(
  (name) => `select '${name}' as page_table, fetch_id, page_number, body from ai_raw.${name}`,
).join("\n  union all\n  ");

/** Of each question the newest finished fetch with the text of its pages, its own or the earlier one's that holds them. */
const SAID = `
with pages as (
  ${PAGES}
),
newest as (
  select *
  from ai_raw.raw_fetches
  qualify row_number() over (
    partition by connection, organization_id, endpoint, params order by fetched_at desc, fetch_id desc
  ) = 1
)
select
  connection, organization_id, endpoint, params, window_start, window_end, page_count, row_count,
  amount_total, unit, content_sha256, day_totals, page_table, page_number, body
from newest
left join pages on pages.fetch_id = coalesce(newest.same_as_fetch_id, newest.fetch_id)
order by connection, organization_id, endpoint, params, page_number`;

/** What can never be, however a run ended: each row is a fault. */
const WRONG = `
with pages as (
  ${PAGES}
),
counted as (
  select fetch_id, count(*) as pages, count(distinct page_number) as numbers
  from pages
  group by fetch_id
)
select 'a fetch whose pages are not all there' as what, fetches.fetch_id as id
from ai_raw.raw_fetches as fetches
left join counted on counted.fetch_id = coalesce(fetches.same_as_fetch_id, fetches.fetch_id)
where coalesce(counted.pages, 0) <> fetches.page_count
union all
select 'a page that is there twice', fetch_id from counted where pages <> numbers
union all
select 'a fetch that is there twice', fetch_id from ai_raw.raw_fetches group by fetch_id having count(*) > 1
union all
select 'a question that one run landed twice', run_id
from ai_raw.raw_fetches
group by run_id, connection, endpoint, params
having count(*) > 1
union all
select 'an entry of a run that is there twice', run_id
from ai_raw.raw_sync_runs
group by run_id, event
having count(*) > 1`;

/** What holds once a run has ended well. */
const LEFT_OPEN = `
select 'a run that did not finish' as what, run_id as id
from ai_raw.raw_sync_runs
group by run_id
having countif(event = 'finished') = 0`;

export interface Landed {
  /** Question by question, in words. */
  readonly said: readonly string[];
  readonly wrong: readonly string[];
  readonly leftOpen: readonly string[];
}

export async function readLanded(warehouse: Warehouse): Promise<Landed> {
  const lines = async (sql: string) =>
    (await warehouse.query(sql)).rows.map((cells) => JSON.stringify(cells));
  return { said: await lines(SAID), wrong: await lines(WRONG), leftOpen: await lines(LEFT_OPEN) };
}
