/** The planted money bugs, from the vendor's page to the key and the person. */

import type { Mutation } from "./mutation.ts";

const SUMMED = "definitions/intermediate/console/bill/draft_claude_costs.sqlx";
const CHOSEN = "definitions/intermediate/landing/int_landing__fetches_chosen_per_day.sqlx";
const COSTS = "definitions/staging/console/stg_console__costs.sqlx";
const FETCHES = "definitions/staging/landing/stg_landing__fetches.sqlx";
const UNPARSED = "definitions/intermediate/landing/int_landing__fetches_unparsed.sqlx";
const LINES = 'select * from ${ref("stg_console__costs")}';

export const MUTATIONS: readonly Mutation[] = [
  {
    name: "cents are read as dollars",
    story: "a_walk_of_three_pages",
    file: "includes/money.js",
    find: "numeric '100'",
    replace: "numeric '1'",
  },
  {
    name: "the default workspace is dropped",
    story: "two_organizations_with_the_same_names",
    file: SUMMED,
    find: LINES,
    replace: `${LINES} where workspace_id <> 'default'`,
  },
  {
    name: "batch is dropped",
    story: "every_kind_of_line",
    file: SUMMED,
    find: LINES,
    replace: `${LINES} where ifnull(service_tier, 'standard') <> 'batch'`,
  },
  {
    name: "negative lines are dropped",
    story: "two_lines_agree_in_every_dimension",
    file: SUMMED,
    find: LINES,
    replace: `${LINES} where amount_usd >= numeric '0'`,
  },
  {
    name: "web search is counted twice",
    story: "every_kind_of_line",
    file: SUMMED,
    find: LINES,
    replace: `${LINES} union all ${LINES} where cost_type = 'web_search'`,
  },
  {
    name: "the last of two equal lines wins",
    story: "two_lines_agree_in_every_dimension",
    file: SUMMED,
    find: "sum(amount_usd) as amount_usd",
    replace: "max(amount_usd) as amount_usd",
  },
  {
    name: "a join forgets the day",
    story: "vendor_empties_a_day",
    file: SUMMED,
    find: "\n    and chosen.activity_date = lines.activity_date",
    replace: "",
  },
  {
    name: "a token type is lost",
    story: "every_kind_of_line",
    file: SUMMED,
    find: LINES,
    replace: `${LINES} where ifnull(token_type, '') <> 'cache_creation.ephemeral_1h_input_tokens'`,
  },
  {
    name: "the first answer speaks instead of the newest",
    story: "vendor_restates_a_day",
    file: CHOSEN,
    find: "order by fetched_at desc, fetch_id desc",
    replace: "order by fetched_at, fetch_id",
  },
  {
    name: "a damaged page holds its vendor back after it was replaced",
    story: "a_damaged_page_is_replaced",
    file: UNPARSED,
    find: "in_use.fetch_id is not null or finished.fetch_id is null as is_in_use",
    replace: "true as is_in_use",
  },
  {
    name: "what a damaged page said is booked as nothing",
    story: "a_damaged_page_is_replaced",
    file: "definitions/intermediate/books/int_books__fetch_days.sqlx",
    find: "where damaged.fetch_id is null",
    replace: "where true",
  },
  {
    name: "an answer from the future outranks later ones",
    story: "from_the_future_outranks_nothing",
    file: FETCHES,
    find: "if(is_from_the_future, ${landing.BEFORE_ALL}, asked_at) as fetched_at",
    replace: "asked_at as fetched_at",
  },
  {
    name: "the future begins four days after the warehouse's clock",
    story: "from_the_future_outranks_nothing",
    file: "includes/landing.js",
    find: "const MINUTES_AFTER_THE_CLOCK = 60;",
    replace: "const MINUTES_AFTER_THE_CLOCK = 6000;",
  },
  {
    name: "what was once from the future is so for ever",
    story: "the_clock_has_passed_a_fetch_from_the_future",
    file: "definitions/staging/landing/stg_landing__warehouse_clock.sqlx",
    find: "max(recorded_at)",
    replace: "min(recorded_at)",
  },
  {
    name: "a day that the vendor emptied keeps its dollars",
    story: "vendor_empties_a_day",
    file: CHOSEN,
    find: "where window_start_date is not null",
    replace: "where window_start_date is not null and row_count > 0",
  },
  {
    name: "organizations mix",
    story: "two_organizations_with_the_same_names",
    file: CHOSEN,
    find: "partition by connection, vendor, endpoint, organization_id, activity_date",
    replace: "partition by vendor, endpoint, activity_date",
  },
  {
    name: "pages of an unfinished walk count",
    story: "a_half_finished_walk_changes_nothing",
    file: COSTS,
    find: "inner join fetches on source.fetch_id = fetches.fetch_id",
    replace: "left join fetches on source.fetch_id = fetches.fetch_id",
  },
  {
    name: "an unchanged answer loses its pages",
    story: "an_unchanged_day_is_read_again",
    file: FETCHES,
    find: "ifnull(same_as_fetch_id, fetch_id) as pages_fetch_id",
    replace: "fetch_id as pages_fetch_id",
  },
  {
    name: "only the first page is read",
    story: "a_walk_of_three_pages",
    file: COSTS,
    find: 'from ${ref("raw_anthropic_cost")} as source\n',
    replace: 'from (select * from ${ref("raw_anthropic_cost")} where page_number = 1) as source\n',
  },
  {
    name: "keyless usage is dropped",
    story: "keyless_usage_in_two_workspaces",
    file: "definitions/intermediate/console/usage/draft_claude_usage_keys.sqlx",
    find: 'select * from ${ref("int_console__keyless_usage_placed")}',
    replace: 'select * from ${ref("int_console__keyless_usage_placed")} where false',
  },
  {
    name: "one-hour cache writes are read from the field of the five-minute ones",
    story: "every_kind_of_line",
    file: "includes/token_types.js",
    find: "$.cache_creation.ephemeral_1h_input_tokens",
    replace: "$.cache_creation.ephemeral_5m_input_tokens",
  },
  {
    name: "an unknown model loses its name",
    story: "a_model_nobody_has_heard_of",
    file: "includes/model_families.js",
    find: "return byRule(column, then, column);",
    replace: 'return byRule(column, then, "cast(null as string)");',
  },
  {
    name: "a law looks at one direction alone",
    story: "",
    law: "law_month_bookings_equal_charges",
    file: "includes/laws.js",
    find: "where difference <> 0",
    replace: "where difference > 0",
  },
];
