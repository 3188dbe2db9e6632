/**
 * What a trace asks of the warehouse about some charges, stage by stage. All take @ids, the charges' ids with commas
 * between them, and @first and @last, the days that they lie in: tables are read by partition, or by cluster.
 */

const DAYS = "charge_date between cast(@first as date) and cast(@last as date)";
const IDS = "charge_id in unnest(split(@ids, ','))";
const ON_DAY = (day: string, table: string): string =>
  `${day} >= ifnull(${table}.valid_from, date '0001-01-01') and ${day} < ifnull(${table}.valid_to, date '9999-12-31')`;

/** Which platforms have the stage; null for all. */
export interface Stage {
  readonly platforms: readonly string[] | null;
  readonly sql: string;
}

const CONSOLE = ["claude_api", "claude_code"];

export const STAGES = {
  charges: {
    platforms: null,
    sql: `
select charge_id, charge_date, platform, product, connection, organization_id, billing_mode, workspace_id, project_id,
  model, model_family, cost_type, token_type, evidence, is_final, cost_usd
from ai_spend.fct_cost_daily
where ${DAYS} and ${IDS}`,
  },
  keys: {
    platforms: CONSOLE,
    sql: `
select charge_id, api_key_id, attribution_method, weight, cost_usd
from ai_spend.fct_key_cost_daily
where ${DAYS} and ${IDS}
order by charge_id, abs(cost_usd) desc, api_key_id, attribution_method`,
  },
  candidates: {
    platforms: CONSOLE,
    sql: `
select charge_id, method, preference, candidate, weight
from ai_staging.int_console__key_candidates_by_method
where ${IDS}
order by charge_id, preference, weight desc, candidate`,
  },
  owners: {
    platforms: CONSOLE,
    sql: `
select costs.charge_id, costs.api_key_id, costs.attribution_method, resolved.resolution, resolved.owner,
  resolved.owner_type, resolved.policy_id, owners.owner as listed_owner, owners.valid_from, owners.valid_to, owners.note
from ai_staging.int_console__key_costs_named as costs
inner join ai_staging.int_console__key_costs_with_owners as resolved on costs.key_charge_id = resolved.key_charge_id
left join ai_staging.stg_reference__api_key_owners as owners
  on costs.api_key_id = owners.api_key_id and ${ON_DAY("costs.charge_date", "owners")}
where costs.${DAYS} and costs.${IDS}
order by costs.charge_id, costs.api_key_id, costs.attribution_method`,
  },
  key_people: {
    platforms: CONSOLE,
    sql: `
select costs.charge_id, costs.api_key_id, costs.attribution_method, costs.cost_usd as whole_usd, people.owner,
  people.owner_type, people.method, people.weight, policies.valid_from as policy_from, policies.share_pct
from ai_staging.int_console__key_costs_named as costs
inner join ai_staging.int_console__person_candidates_found as people on costs.key_charge_id = people.key_charge_id
left join ai_staging.stg_reference__shared_key_policies as policies
  on people.method = concat('shared_key_policy:', policies.policy_id, '@', policies.version)
  and people.owner = policies.user_email
where costs.${DAYS} and costs.${IDS}
order by costs.charge_id, costs.api_key_id, people.weight desc, people.owner`,
  },
  claims: {
    platforms: ["claude_ai"],
    sql: `
select claims.charge_id, claims.owner, claims.owner_type, claims.method, claims.claim_usd, whole.claims_usd, whole.fits
from ai_staging.int_claude_ai__user_claims as claims
inner join ai_staging.int_claude_ai__charge_claims as whole on claims.charge_id = whole.charge_id
where claims.${IDS}
order by claims.charge_id, abs(claims.claim_usd) desc, claims.owner`,
  },
  callers: {
    platforms: ["vertex_ai"],
    sql: `
select charge_id, owner, owner_type, method, weight
from ai_staging.int_vertex__candidates_found
where ${IDS}
order by charge_id, weight desc, owner`,
  },
  projects: {
    platforms: ["vertex_ai"],
    sql: `
select charges.charge_id, mapped.resolution, mapped.owner, mapped.funding_source, projects.project_id,
  projects.project_type, projects.valid_from, projects.valid_to
from ai_spend.fct_cost_daily as charges
inner join ai_staging.int_vertex__charges_mapped as mapped on charges.charge_id = mapped.charge_id
left join ai_staging.int_vertex__projects_dated as projects
  on charges.project_id = projects.project_id and ${ON_DAY("charges.charge_date", "projects")}
where charges.${DAYS} and charges.${IDS}`,
  },
  people: {
    platforms: null,
    sql: `
select costs.charge_id, costs.api_key_id, costs.user_email, costs.owner_type, costs.team, costs.cost_center,
  costs.attribution_method, costs.cost_usd, people.name, people.valid_from, people.valid_to
from ai_spend.fct_user_cost_daily as costs
left join ai_staging.stg_reference__people as people
  on costs.user_email = people.user_email and ${ON_DAY("costs.charge_date", "people")}
where costs.${DAYS} and costs.${IDS}
order by costs.charge_id, abs(costs.cost_usd) desc, costs.user_email, costs.attribution_method`,
  },
  shown: {
    platforms: null,
    sql: `
select charge_id, 'fct_cost_daily' as mart, count(*) as row_count, sum(cost_usd) as usd
from ai_spend.fct_cost_daily where ${DAYS} and ${IDS} group by charge_id
union all
select charge_id, 'fct_key_cost_daily' as mart, count(*) as row_count, sum(cost_usd) as usd
from ai_spend.fct_key_cost_daily where ${DAYS} and ${IDS} group by charge_id
union all
select charge_id, 'fct_user_cost_daily' as mart, count(*) as row_count, sum(cost_usd) as usd
from ai_spend.fct_user_cost_daily where ${DAYS} and ${IDS} group by charge_id
union all
select x_OriginChargeId as charge_id, 'focus_costs' as mart, count(*) as row_count, sum(BilledCost) as usd
from ai_spend.focus_costs
where BillingPeriodStart >= timestamp(date_sub(cast(@first as date), interval 3 month))
  and BillingPeriodStart <= timestamp(date_add(cast(@last as date), interval 3 month))
  and ChargePeriodStart >= timestamp(cast(@first as date))
  and ChargePeriodStart < timestamp(date_add(cast(@last as date), interval 1 day))
  and x_OriginChargeId in unnest(split(@ids, ','))
group by charge_id`,
  },
  months: {
    platforms: null,
    sql: `
select month, platform, total_usd, is_final
from ai_spend.agg_monthly_finance
where month between date_trunc(cast(@first as date), month) and cast(@last as date)
order by month, platform`,
  },
} as const satisfies Readonly<Record<string, Stage>>;

export type StageName = keyof typeof STAGES | "lines";

/** The models of lines that charges of a kind may have; see definitions, where each domain has its own. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  claude_api: ["int_console__charge_lines", "int_console__csv_charge_lines"],
  claude_code: ["int_console__charge_lines", "int_console__csv_charge_lines"],
  claude_ai: ["int_claude_ai__charge_lines"],
  cursor: ["int_cursor__charge_lines"],
  vertex_ai: ["int_vertex__charge_lines"],
};

export const PLATFORMS = Object.keys(LINES);

/** The vendor's lines of charges of these kinds. */
export function linesSql(
  kinds: readonly { readonly platform: string; readonly isSeat: boolean }[],
) {
  const models = kinds.flatMap(({ platform, isSeat }) =>
    isSeat ? ["int_seats__charge_lines"] : (LINES[platform] ?? []),
  );
  const selects = [...new Set(models)].map(
    (model) => `
select charge_id, source_table, fetch_id, fetched_at, page_number, place, said, amount_usd, is_counted
from ai_staging.${model}
where ${DAYS} and ${IDS}`,
  );
  return `${selects.join("\nunion all")}
order by charge_id, fetched_at, fetch_id, page_number, place`;
}

/** The tables that a trace ends in. Each stands behind its laws, so they held when it was built. */
export const ENDS = [
  "fct_cost_daily",
  "fct_key_cost_daily",
  "fct_user_cost_daily",
  "focus_costs",
  "agg_monthly_finance",
] as const;

/** Pages by @fetches and @pages; the table as the lines name it. */
export function pagesSql(table: string): string {
  return `
select fetch_id, page_number, max(body) as body
from ${table}
where fetched_at between timestamp(@from_instant) and timestamp(@to_instant)
  and fetch_id in unnest(split(@fetches, ','))
  and cast(page_number as string) in unnest(split(@pages, ','))
group by fetch_id, page_number`;
}
