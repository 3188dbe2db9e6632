/**
 * The list of owners as it is, and below it the keys that nobody owns: the CSV that `import api-key-owners`, which
 * replaces the list, reads once the owners are filled in.
 */

import { ConfigError } from "../../ingest/errors.ts";
import { formatResult } from "../shared/output.ts";
import { REFERENCE_TABLES, referenceTable } from "../../ingest/tables/reference_tables.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";

export interface OwnersTemplate {
  readonly csv: string;
  /** Keys in it. */
  readonly keys: number;
  /** Rows of api_key_owners, which stand first, as they are. */
  readonly ownerRows: number;
}

/**
 * Below the owners one row per key without an owner on the day up to which the data speak, the most expensive first; by tokens as
 * long as there is no cost per key. Throws ConfigError before the first build, LandingError if a query fails.
 */
export async function ownersTemplate(warehouse: Warehouse): Promise<OwnersTemplate> {
  const marts = await warehouse.listTables("ai_spend");
  if (!["dim_api_keys", "data_freshness"].every((name) => marts.includes(name))) {
    throw new ConfigError(
      "No key is known yet: run sync and build, then ask for the template again.",
    );
  }
  await warehouse.ensureTables(REFERENCE_TABLES);
  const { rows } = await warehouse.query(templateSql(usedSql(marts)));
  const columns = referenceTable("api_key_owners").fields.map(({ name, type }) => ({ name, type }));
  const held = await warehouse.query(
    `select ${columns.map(({ name }) => name).join(", ")} from ai_reference.api_key_owners order by api_key_id, valid_from`,
  );
  return {
    csv: formatResult({ columns, rows: [...held.rows, ...rows] }, "csv"),
    keys: rows.length,
    ownerRows: held.rows.length,
  };
}

const TOKENS = [
  "uncached_input_tokens",
  "output_tokens",
  "cache_read_input_tokens",
  "cache_creation_5m_input_tokens",
  "cache_creation_1h_input_tokens",
].join(" + ");

/** What each key used, in the best measure that is built: api_key_id, first_day, amount NUMERIC, amount_text. */
function usedSql(marts: readonly string[]): string {
  if (marts.includes("fct_key_cost_daily")) {
    return `
      select
        api_key_id,
        min(charge_date) as first_day,
        sum(cost_usd) as amount,
        concat(cast(sum(cost_usd) as string), ' USD') as amount_text,
      from ai_spend.fct_key_cost_daily
      where api_key_id <> 'unattributed'
      group by api_key_id`;
  }
  if (marts.includes("claude_usage_keys")) {
    return `
      select
        api_key_id,
        min(activity_date) as first_day,
        cast(sum(${TOKENS}) as numeric) as amount,
        concat(cast(sum(${TOKENS}) as string), ' tokens') as amount_text,
      from ai_spend.claude_usage_keys
      where api_key_id is not null
      group by api_key_id`;
  }
  return `
      select
        api_key_id,
        cast(null as date) as first_day,
        cast(null as numeric) as amount,
        cast(null as string) as amount_text,
      from ai_spend.dim_api_keys
      where false`;
}

/**
 * The row starts where the key's last owner ended, else where the key was created, else at its first use, and
 * ends where the next owner starts. The vendor names the creator of a key, who often is its owner: a proposal to be
 * looked at. Whether it is a person no mart says; it never changes, so that any page that lists the key may say it.
 */
function templateSql(used: string): string {
  return `
    with
    used as (${used}),
    keys as (
      select
        api_key_id,
        max(name) as name,
        max(created_by_email) as created_by_email,
        date(max(created_at), 'UTC') as created_on
      from ai_spend.dim_api_keys
      where status <> 'unlisted'
      group by organization_id, api_key_id
    ),
    creators as (
      select
        json_value(entry, '$.id') as api_key_id,
        max(json_value(entry, '$.created_by.type')) as created_by_type
      from ai_raw.raw_anthropic_api_keys as pages
      cross join unnest(json_query_array(pages.body, '$.data')) as entry
      group by json_value(entry, '$.id')
    ),
    owners as (
      select api_key_id,
        safe_cast(valid_from as date) as from_day,
        ifnull(safe_cast(nullif(valid_to, '') as date), date '9999-12-31') as to_day
      from ai_reference.api_key_owners
    ),
    today as (select date(max(as_of), 'UTC') as day from ai_spend.data_freshness),
    owned as (
      select owners.api_key_id
      from owners
      cross join today
      where owners.from_day <= today.day and owners.to_day > today.day
    ),
    around as (
      select
        owners.api_key_id,
        max(case when owners.from_day <= today.day then owners.to_day end) as ended_on,
        min(case when owners.from_day > today.day then owners.from_day end) as next_from
      from owners
      cross join today
      group by owners.api_key_id
    ),
    listed as (
      select
        ifnull(keys.api_key_id, used.api_key_id) as api_key_id,
        keys.created_by_email as owner_email,
        case creators.created_by_type
          when 'user' then 'person' when 'service_account' then 'automation'
        end as owner_type,
        used.amount,
        ifnull(keys.created_on, used.first_day) as first_day,
        concat(
          ifnull(keys.name, 'a key that no directory lists'),
          ifnull(concat(', ', used.amount_text), ', not used')
        ) as note
      from keys
      full join used on keys.api_key_id = used.api_key_id
      left join creators on keys.api_key_id = creators.api_key_id
    )
    select
      listed.api_key_id,
      listed.owner_email,
      listed.owner_type,
      cast(null as string) as policy_id,
      format_date('%Y-%m-%d', ifnull(around.ended_on, listed.first_day)) as valid_from,
      format_date('%Y-%m-%d', around.next_from) as valid_to,
      listed.note
    from listed
    left join around on listed.api_key_id = around.api_key_id
    where listed.api_key_id not in (select api_key_id from owned where api_key_id is not null)
    order by ifnull(listed.amount, numeric '0') desc, listed.api_key_id`;
}
