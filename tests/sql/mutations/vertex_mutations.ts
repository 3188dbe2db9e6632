/** Money bugs planted between Google's bill, its audit log and the people. */

import type { Mutation } from "./mutation.ts";

const CANDIDATES = "definitions/intermediate/vertex/int_vertex__candidates_found.sqlx";
const EXPORT = "includes/google/billing.js";
const MAPPED = "definitions/intermediate/vertex/int_vertex__charges_mapped.sqlx";
const SUMMED = "definitions/intermediate/vertex/int_vertex__costs_summed.sqlx";

export const VERTEX_MUTATIONS: readonly Mutation[] = [
  {
    name: "another currency counts as dollars",
    story: "vertex_late_lines_in_another_currency",
    file: EXPORT,
    find: "`safe_divide(${amount}, conversion_rate)`",
    replace: "amount",
  },
  {
    name: "lines without credits are dropped",
    story: "vertex_dots_spaces_and_decoys",
    file: EXPORT,
    find: 'from ${relation} as line\n\n  where ${isClaude("line.service.description", "line.sku.description")}`',
    replace:
      'from ${relation} as line\n\n  where array_length(line.credits) > 0 and ${isClaude("line.service.description", "line.sku.description")}`',
  },
  {
    name: "credits are forgotten",
    story: "vertex_dots_spaces_and_decoys",
    file: SUMMED,
    find: "where counted_credits <> numeric '0'",
    replace: "where counted_credits > numeric '0'",
  },
  {
    name: "a credit is also in the cost",
    story: "vertex_dots_spaces_and_decoys",
    file: SUMMED,
    find: "    cost_usd as amount_usd,",
    replace: "    cost_usd + counted_credits_usd as amount_usd,",
  },
  {
    name: "the reseller's margin lowers the cost unasked",
    story: "vertex_dots_spaces_and_decoys",
    file: "includes/google/settings.js",
    find: '["false", "true"]) === "true"',
    replace: '["false", "true"]) === "false"',
  },
  {
    name: "a major version meets all of its minor ones",
    story: "vertex_dots_spaces_and_decoys",
    file: CANDIDATES,
    find: "\n    and costs.minor = calls.minor\n\n  where mapped.resolution = 'shared'\n    and not",
    replace: "\n\n  where mapped.resolution = 'shared'\n    and not",
  },
  {
    name: "calls of other days weigh",
    story: "vertex_whose_project_it_is",
    file: CANDIDATES,
    find: "\n    and costs.usage_date = calls.usage_date",
    replace: "",
  },
  {
    name: "a project's every row holds on every day",
    story: "vertex_whose_project_it_is",
    file: MAPPED,
    find: '${validity.holdsOn("costs.usage_date", "projects.valid_from", "projects.valid_to")}',
    replace: "costs.usage_date >= projects.valid_from",
  },
  {
    name: "what belongs to no project is dropped",
    story: "vertex_whose_project_it_is",
    file: MAPPED,
    find: "left join listed on costs.project_id = listed.project_id",
    replace: "inner join listed on costs.project_id = listed.project_id",
  },
  {
    name: "whoever calls in a person's project pays",
    story: "vertex_whose_project_it_is",
    file: CANDIDATES,
    find: "where mapped.resolution = 'shared'\n    and not",
    replace: "where mapped.resolution in ('shared', 'single_user')\n    and not",
  },
  {
    name: "a call that was delivered twice weighs twice",
    story: "vertex_calls_what_counts_and_whose",
    file: "includes/vertex/calls.js",
    find: '"copy_number > 1"',
    replace: '"copy_number > 2"',
  },
  {
    name: "the decoy is Claude",
    story: "vertex_dots_spaces_and_decoys",
    file: "includes/vertex/skus.js",
    find: 'sku: "^AI Dev Tools", is_claude: false',
    replace: 'sku: "^AI Dev Tools", is_claude: true',
  },
  {
    name: "a split entry weighs as often as it has pieces",
    story: "vertex_one_call_in_several_entries",
    file: "includes/vertex/entries.js",
    find: "concat('split/', split_uid)",
    replace: "cast(null as string)",
  },
  {
    name: "the first and the last entry of a stream are two calls",
    story: "vertex_one_call_in_several_entries",
    file: "includes/vertex/entries.js",
    find: '[{ when: "split_uid is null", then: operation }]',
    replace: '[{ when: "split_uid is null", then: "cast(null as string)" }]',
  },
  {
    name: "who called is looked for in the first piece alone",
    story: "vertex_one_call_in_several_entries",
    file: "includes/vertex/entries.js",
    find: "`max(${column}) over (partition by call_id) as ${column},`",
    replace: "`${column},`",
  },
  {
    name: "a stream that ends after midnight is a call of the next day too",
    story: "vertex_one_call_in_several_entries",
    file: "definitions/intermediate/vertex/int_vertex__audit_entries_classified.sqlx",
    find: '${keys.hash(["log_name", "call_key"])}',
    replace: '${keys.hash(["log_name", "call_key", "usage_date"])}',
  },
  {
    name: "a cancelled stream weighs nothing",
    story: "vertex_stream_cancelled_by_the_user",
    file: "includes/vertex/calls.js",
    find: "const CANCELLED = 1;",
    replace: "const CANCELLED = 0;",
  },
  {
    name: "provisioned throughput is borne by the day's calls",
    story: "vertex_fast_and_provisioned_throughput",
    file: CANDIDATES,
    find: "date_trunc(costs.usage_date, month) = date_trunc(calls.usage_date, month)",
    replace: "costs.usage_date = calls.usage_date",
  },
  {
    name: "a fast SKU names a model of its own",
    story: "vertex_fast_and_provisioned_throughput",
    file: "includes/vertex/skus.js",
    find: "(?:Batch|Fast|",
    replace: "(?:Batch|",
  },
  {
    name: "dollars in small letters need a rate",
    story: "vertex_a_project_since_ever",
    file: EXPORT,
    find: 'currency: currency("line.currency")',
    replace: 'currency: "line.currency"',
  },
  {
    name: "a project without a first day is nobody's",
    story: "vertex_a_project_since_ever",
    file: "definitions/intermediate/vertex/int_vertex__projects_dated.sqlx",
    find: '${validity.openStart("enabled_date")} as valid_from',
    replace: "enabled_date as valid_from",
  },
];
