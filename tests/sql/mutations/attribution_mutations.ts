/** Money bugs planted between a charge, its keys and their people. */

import type { Mutation } from "./mutation.ts";

const ALLOCATION = "includes/allocation.js";
const BY_METHOD =
  "definitions/intermediate/console/attribution/int_console__key_candidates_by_method.sqlx";
const CHARGES = "definitions/intermediate/console/bill/int_console__charges.sqlx";
const BY_CANDIDATE = "definitions/intermediate/console/usage/int_console__usage_by_candidate.sqlx";
const KEYS_BOUND = "definitions/intermediate/console/directories/int_console__api_keys_bound.sqlx";
const KEYS_PLACED =
  "definitions/intermediate/console/directories/int_console__api_keys_placed.sqlx";
const KEY_USAGE =
  "definitions/intermediate/console/usage/int_console__key_usage_joined_to_workspaces.sqlx";
const USER_COSTS = "definitions/intermediate/everyone/int_everyone__user_costs.sqlx";

export const ATTRIBUTION_MUTATIONS: readonly Mutation[] = [
  {
    name: "a key of the organization is one of the default workspace",
    story: "a_key_of_the_organization",
    file: "definitions/staging/console/stg_console__api_keys.sqlx",
    find: "ifnull(json_value(entry, '$.scope.type'), 'workspace') = 'workspace',",
    replace: "true,",
  },
  {
    name: "a key of an unknown scope is one of the default workspace",
    story: "a_key_of_a_scope_that_nobody_knows",
    file: "definitions/staging/console/stg_console__api_keys.sqlx",
    find: "ifnull(json_value(entry, '$.scope.type'), 'workspace') = 'workspace',",
    replace: "ifnull(json_value(entry, '$.scope.type'), 'workspace') <> 'organization',",
  },
  {
    name: "the real id of the default workspace is another workspace",
    story: "a_key_of_the_organization",
    file: KEYS_PLACED,
    find: "if(default_workspaces.workspace_id is null, api_keys.workspace_id, 'default')",
    replace: "api_keys.workspace_id",
  },
  {
    name: "a key that was placed keeps more than its workspace used",
    story: "a_placed_key_used_more_than_its_workspace",
    file: KEY_USAGE,
    find: "if(overfull.organization_id is null or (placed.is_told and not overfull.is_by_told), placed.workspace_id, null)",
    replace: "placed.workspace_id",
  },
  {
    name: "a key that is listed keeps more than its workspace used",
    story: "a_key_had_moved_before_the_first_directory",
    file: KEY_USAGE,
    find: "(placed.is_told and not overfull.is_by_told)",
    replace: "placed.is_told",
  },
  {
    name: "a key that was moved takes its workspace from others",
    story: "a_key_moves_to_another_workspace",
    file: KEYS_PLACED,
    find: "count(*) over (partition by organization_id, api_key_id) = 1",
    replace: "true",
  },
  {
    name: "only workspaces that were used can be found too small",
    story: "a_key_moves_to_another_workspace",
    file: KEY_USAGE,
    find: "having least(",
    replace: "having logical_or(contributions.is_told) and least(",
  },
  {
    name: "today's workspace of a key holds for every day",
    story: "a_key_moves_and_no_usage_is_known_by_workspace",
    file: KEY_USAGE,
    find: 'and ${validity.holdsOn("usage_rows.activity_date", "api_keys.valid_from", "api_keys.valid_to")}',
    replace: "and api_keys.valid_to is null",
  },
  {
    name: "a key that may have moved is where it was listed, whatever hides it",
    story: "a_key_moves_beside_use_without_a_key",
    file: KEY_USAGE,
    find: "countif(is_in_doubt or workspace_id is null)",
    replace: "countif(is_in_doubt)",
  },
  {
    name: "a key is all day where it was first listed on that day",
    story: "a_key_moves_beside_use_without_a_key",
    file: KEY_USAGE,
    find: "usage_rows.activity_date <= ${",
    replace: "usage_rows.activity_date < ${",
  },
  {
    name: "of two keys that may have moved each hides the other",
    story: "two_keys_change_places",
    file: KEY_USAGE,
    find: "countif(is_in_doubt or workspace_id is null)",
    replace: "countif(workspace_id is null)",
  },
  {
    name: "a key that may be of the organization is of the default workspace",
    story: "an_older_directory_beside_use_without_a_key",
    file: KEYS_PLACED,
    find: 'if(is_of_one_workspace, last_said_on, ${validity.openStart("null")})',
    replace: "last_said_on",
  },
  {
    name: "the directory outranks the vendor's own costs",
    story: "a_key_had_moved_and_the_vendor_says_from_where",
    file: "definitions/intermediate/console/attribution/int_console__native_key_costs_placed.sqlx",
    find: "when places.api_key_id is null then 'directory'",
    replace: "when key_costs.workspace_id is not null then 'directory'",
  },
  {
    name: "the vendor's own costs by key lie where a key that moved was listed",
    story: "a_key_moves_and_the_cut_by_actor_is_missing",
    file: "definitions/intermediate/console/attribution/int_console__native_key_costs_placed.sqlx",
    find: "if(api_keys.is_of_one_workspace, api_keys.workspace_id, null)",
    replace: "api_keys.workspace_id",
  },
  {
    name: "what an older directory cannot say is a change",
    story: "an_older_directory_does_not_tell_the_scope",
    file: KEYS_BOUND,
    find: "where is_sure = is_ever_sure",
    replace: "where true",
  },
  {
    name: "an older directory says that a key is of the default workspace",
    story: "an_older_directory_beside_use_without_a_key",
    file: KEYS_PLACED,
    find: "where is_sure = is_ever_sure",
    replace: "where true",
  },
  {
    name: "today's principal pays for every day",
    story: "a_key_gets_another_principal",
    file: "definitions/intermediate/console/attribution/int_console__key_costs_with_owners.sqlx",
    find: 'and ${validity.holdsOn("key_costs.charge_date", "api_keys.valid_from", "api_keys.valid_to")}',
    replace: "and api_keys.valid_to is null",
  },
  {
    name: "today's principal used what was used on every day",
    story: "a_key_gets_another_principal",
    file: "definitions/intermediate/console/usage/int_console__usage_by_person.sqlx",
    find: 'and ${validity.holdsOn("usage_rows.activity_date", "api_keys.valid_from", "api_keys.valid_to")}',
    replace: "and api_keys.valid_to is null",
  },
  {
    name: "whom the vendor names comes before whom people wrote down",
    story: "the_vendor_says_whose_a_key_is",
    file: "definitions/intermediate/console/attribution/int_console__key_costs_with_owners.sqlx",
    find: "when owners.owner is not null then 'owner'",
    replace: "when owners.owner is not null and principals.owner is null then 'owner'",
  },
  {
    name: "a fast line has the tokens of all of its cell",
    story: "fast_mode_in_one_cell",
    file: "definitions/intermediate/console/bill/int_console__tokens_per_charge.sqlx",
    find: "cast(ifnull(shares.cost_usd, numeric '0') * 1000000000 as numeric) as tokens",
    replace: "cast(weighed.tokens as numeric) as tokens",
  },
  {
    name: "who was never fast shares fast dollars",
    story: "fast_mode_by_the_vendors_figures",
    file: "definitions/intermediate/console/attribution/int_console__native_costs_met.sqlx",
    find: "\n  and (charges.speed is null or key_costs.speed is null or charges.speed = key_costs.speed)",
    replace: "",
  },
  {
    name: "two dated versions are one model",
    story: "an_alias_and_a_dated_model",
    file: "definitions/intermediate/console/usage/int_console__model_keys.sqlx",
    find: "ifnull(concat('@', ifnull(named.model_date, dated.only_date)), '')",
    replace: "''",
  },
  {
    name: "what nobody can be charged for is dropped",
    story: "code_execution_belongs_to_no_key",
    file: ALLOCATION,
    find: "from unattributed`;",
    replace: "from unattributed where false`;",
  },
  {
    name: "batch tokens pay standard prices",
    story: "batch_and_standard_on_one_key",
    file: BY_METHOD,
    find: "\n    and charges.service_tier is not distinct from tokens.service_tier",
    replace: "",
  },
  {
    name: "the weights of organizations mix",
    story: "two_organizations_share_no_weights",
    file: BY_METHOD,
    find: `on charges.organization_id = tokens.organization_id
    and charges.charge_date = tokens.activity_date
    and charges.workspace_id = tokens.workspace_id
    and charges.model_key = tokens.model_key
    and charges.token_type = tokens.token_type
    and charges.service_tier`,
    replace: `on charges.charge_date = tokens.activity_date
    and charges.workspace_id = tokens.workspace_id
    and charges.model_key = tokens.model_key
    and charges.token_type = tokens.token_type
    and charges.service_tier`,
  },
  {
    name: "the coarsest method wins",
    story: "batch_and_standard_on_one_key",
    file: "definitions/intermediate/console/attribution/int_console__key_candidates_chosen.sqlx",
    find: "min(candidates.preference)",
    replace: "max(candidates.preference)",
  },
  {
    name: "the priority tier, which is billed elsewhere, weighs",
    story: "a_charge_without_any_weight",
    file: BY_METHOD,
    find: "where ifnull(tokens.service_tier, 'standard') not in ('priority', 'priority_on_demand')",
    replace: "where true",
  },
  {
    name: "every version of a policy pays on every day",
    story: "the_policy_changes_in_mid_month",
    file: "definitions/intermediate/console/attribution/int_console__person_candidates_found.sqlx",
    find: '\n  and ${validity.holdsOn("key_costs.charge_date", "versions.valid_from", "versions.valid_to")}',
    replace: "",
  },
  {
    name: "web search is charged twice",
    story: "web_search_by_requests",
    file: CHARGES,
    find: 'select * from ${ref("draft_claude_costs")}',
    replace: `select * from (
    select * from \${ref("draft_claude_costs")}
    union all
    select * from \${ref("draft_claude_costs")} where cost_type = 'web_search'
  )`,
  },
  {
    name: "the last nano-dollar of a remainder is dropped",
    story: "a_negative_charge_is_mirrored",
    file: ALLOCATION,
    find: "if(place <= nanos_left, 1, 0)",
    replace: "if(place < nanos_left, 1, 0)",
  },
  {
    name: "the remainder is ranked among all charges of a key",
    story: "a_negative_charge_is_mirrored",
    file: ALLOCATION,
    find: "partition by charge_key order by remainder desc, ${ties}, method",
    replace: "partition by ${names.join()} order by remainder desc, charge_key, method",
  },
  {
    name: "a credit is charged",
    story: "a_negative_charge_is_mirrored",
    file: ALLOCATION,
    find: "if(cost_usd < numeric '0', -1, 1) as sign",
    replace: "1 as sign",
  },
  {
    name: "a share is taken of the largest weight instead of their sum",
    story: "a_restated_day_and_its_keys",
    file: ALLOCATION,
    find: "sum(weight) as weight_sum",
    replace: "max(weight) as weight_sum",
  },
  {
    name: "what was spent without a key is dropped",
    story: "keyless_use_with_an_account",
    file: "definitions/intermediate/console/attribution/int_console__key_costs_named.sqlx",
    find: "inner join shares on charges.charge_id = shares.charge_key",
    replace:
      "inner join shares on charges.charge_id = shares.charge_key\n\n  where shares.candidate <> 'keyless'",
  },
  {
    name: "keys pay for what was used without one",
    story: "keyless_use_with_an_account",
    file: BY_CANDIDATE,
    find: "\n  from beyond_keys",
    replace: "\n  from beyond_keys where not is_placed",
  },
  {
    name: "an unlisted key is taken for keyless use",
    story: "an_unlisted_key_is_not_guessed",
    file: BY_CANDIDATE,
    find: "if(is_placed, 'keyless', 'unlisted')",
    replace: "'keyless'",
  },
  {
    name: "today's owner pays for every day",
    story: "the_owner_changes_in_mid_month",
    file: "definitions/intermediate/console/attribution/int_console__key_costs_with_owners.sqlx",
    find: 'and ${validity.holdsOn("key_costs.charge_date", "owners.valid_from", "owners.valid_to")}',
    replace: "and owners.valid_to is null",
  },
  {
    name: "a key's maker has today's address on every day",
    story: "a_person_gets_another_address",
    file: "definitions/intermediate/console/attribution/int_console__key_costs_with_owners.sqlx",
    find: 'and ${validity.holdsOn("key_costs.charge_date", "creators.valid_from", "creators.valid_to")}',
    replace: "and creators.valid_to is null",
  },
  {
    name: "who uses no key has today's address on every day",
    story: "a_person_gets_another_address",
    file: "definitions/intermediate/console/attribution/int_console__keyless_usage_by_account.sqlx",
    find: 'and ${validity.holdsOn("usage_rows.activity_date", "principals.valid_from", "principals.valid_to")}',
    replace: "and principals.valid_to is null",
  },
  {
    name: "an address holds from the first list alone",
    story: "a_person_gets_another_address",
    file: "includes/validity.js",
    find: "if(place = 1, null, date(${at}, 'UTC'))",
    replace: "date(${at}, 'UTC')",
  },
  {
    name: "an address of a list from the future holds before all others",
    story: "names_from_the_future_outrank_nothing",
    file: "definitions/intermediate/console/directories/int_console__principals_mentioned.sqlx",
    find: '${landing.saidAt("fetched_at")} as seen_at',
    replace: "fetched_at as seen_at",
  },
  {
    name: "a day has the address under which it was last told",
    story: "a_person_gets_another_address",
    file: "definitions/intermediate/console/directories/int_console__principals_mentioned.sqlx",
    find: '${landing.saidAt("fetches.fetched_at")}, lines.actor_email',
    replace: '${landing.saidAt("fetches.fetched_at")} desc, lines.actor_email',
  },
  {
    name: "today's team gets every day",
    story: "yesterdays_team_stays_yesterdays",
    file: USER_COSTS,
    find: 'and ${validity.holdsOn("known.charge_date", "people.valid_from", "people.valid_to")}',
    replace: "and people.valid_to is null",
  },
  {
    name: "an alias is another person",
    story: "an_alias_and_its_letter_case",
    file: USER_COSTS,
    find: "ifnull(ifnull(aliases.user_email, user_costs.owner), 'unattributed')",
    replace: "ifnull(user_costs.owner, 'unattributed')",
  },
  {
    name: "subscriptions weigh in what the Console bills",
    story: "two_claude_code_workspaces",
    file: "definitions/intermediate/console/attribution/int_console__claude_code_tokens_by_person.sqlx",
    find: "where customer_type = 'api' and actor_type",
    replace: "where actor_type",
  },
];
