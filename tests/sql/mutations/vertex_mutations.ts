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
    find: "\n    and costs.minor = calls.minor",
    replace: "",
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
    find: "where mapped.resolution = 'shared'",
    replace: "where mapped.resolution in ('shared', 'single_user')",
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
];
