/** Planted money bugs: each one edit of a model or an include, as somebody in a hurry would make it. */

export interface Mutation {
  readonly name: string;
  readonly file: string;
  /** Text that stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

const SUMMED = "definitions/intermediate/int_claude_costs_summed.sqlx";
const CHOSEN = "definitions/intermediate/int_fetches_chosen_per_day.sqlx";
const COSTS = "definitions/staging/anthropic/stg_anthropic__costs.sqlx";
const FETCHES = "definitions/staging/landing/stg_landing__fetches.sqlx";
const LINES = 'select * from ${ref("int_anthropic_costs_parsed")}';

export const MUTATIONS: readonly Mutation[] = [
  {
    name: "cents are read as dollars",
    file: "includes/money.js",
    find: "numeric '100'",
    replace: "numeric '1'",
  },
  {
    name: "the default workspace is dropped",
    file: SUMMED,
    find: LINES,
    replace: `${LINES} where workspace_id <> 'default'`,
  },
  {
    name: "batch is dropped",
    file: SUMMED,
    find: LINES,
    replace: `${LINES} where ifnull(service_tier, 'standard') <> 'batch'`,
  },
  {
    name: "negative lines are dropped",
    file: SUMMED,
    find: LINES,
    replace: `${LINES} where amount_usd >= numeric '0'`,
  },
  {
    name: "web search is counted twice",
    file: SUMMED,
    find: LINES,
    replace: `${LINES} union all ${LINES} where cost_type = 'web_search'`,
  },
  {
    name: "the last of two equal lines wins",
    file: SUMMED,
    find: "sum(amount_usd) as amount_usd",
    replace: "max(amount_usd) as amount_usd",
  },
  {
    name: "a join forgets the day",
    file: SUMMED,
    find: "\n    and chosen.activity_date = lines.activity_date",
    replace: "",
  },
  {
    name: "a token type is lost",
    file: SUMMED,
    find: LINES,
    replace: `${LINES} where ifnull(token_type, '') <> 'cache_creation.ephemeral_1h_input_tokens'`,
  },
  {
    name: "the first answer speaks instead of the newest",
    file: CHOSEN,
    find: "order by fetched_at desc, fetch_id desc",
    replace: "order by fetched_at, fetch_id",
  },
  {
    name: "a day that the vendor emptied keeps its dollars",
    file: CHOSEN,
    find: "where window_start_date is not null",
    replace: "where window_start_date is not null and row_count > 0",
  },
  {
    name: "organizations mix",
    file: CHOSEN,
    find: "partition by connection, vendor, endpoint, organization_id, activity_date",
    replace: "partition by vendor, endpoint, activity_date",
  },
  {
    name: "pages of an unfinished walk count",
    file: COSTS,
    find: "inner join fetches on source.fetch_id = fetches.fetch_id",
    replace: "left join fetches on source.fetch_id = fetches.fetch_id",
  },
  {
    name: "an unchanged answer loses its pages",
    file: FETCHES,
    find: "ifnull(same_as_fetch_id, fetch_id) as pages_fetch_id",
    replace: "fetch_id as pages_fetch_id",
  },
  {
    name: "only the first page is read",
    file: COSTS,
    find: 'from ${ref("raw_anthropic_cost")} as source\n',
    replace: 'from (select * from ${ref("raw_anthropic_cost")} where page_number = 1) as source\n',
  },
  {
    name: "keyless usage is dropped",
    file: "definitions/intermediate/int_usage_keys_unioned.sqlx",
    find: 'select * from ${ref("int_keyless_usage_placed")}',
    replace: 'select * from ${ref("int_keyless_usage_placed")} where false',
  },
  {
    name: "one-hour cache writes are read from the field of the five-minute ones",
    file: "includes/token_types.js",
    find: "$.cache_creation.ephemeral_1h_input_tokens",
    replace: "$.cache_creation.ephemeral_5m_input_tokens",
  },
  {
    name: "an unknown model loses its name",
    file: "includes/model_families.js",
    find: "return byRule(column, then, column);",
    replace: 'return byRule(column, then, "cast(null as string)");',
  },
  {
    name: "a law looks at one direction alone",
    file: "includes/laws.js",
    find: "where difference <> 0",
    replace: "where difference > 0",
  },
];
