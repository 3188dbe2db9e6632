/**
 * What a trace asks of the warehouse about some charges, stage by stage. Days and a few ids stand in the queries as
 * literals, by which BigQuery leaves out the partitions and clusters that it need not read.
 */

const ON_DAY = (day: string, table: string): string =>
  `${day} >= ifnull(${table}.valid_from, date '0001-01-01') and ${day} < ifnull(${table}.valid_to, date '9999-12-31')`;

/** Some charges as SQL: what their ids are in, and the first and last of their days. */
export interface ChargesAt {
  readonly ids: string;
  readonly first: string;
  readonly last: string;
}

/** Ids are hashes and days are days, or this throws RangeError: nothing else becomes SQL. */
export function chargesAt(
  charges: readonly { readonly id: string; readonly day: string }[],
): ChargesAt {
  const odd = charges.find(
    ({ id, day }) => !/^[0-9a-f]{32}$/.test(id) || !/^\d{4}-\d\d-\d\d$/.test(day),
  );
  if (odd !== undefined) throw new RangeError("a charge has an id or a day of another form");
  const days = charges.map(({ day }) => day).sort();
  return {
    ids: listed(charges.map(({ id }) => id)),
    first: `date '${days[0] ?? ""}'`,
    last: `date '${days.at(-1) ?? ""}'`,
  };
}

/** Many are one text: each literal is read and planned for itself, and a query of BigQuery's has a megabyte at most. */
function listed(ids: readonly string[]): string {
  if (ids.length <= 100) return `(${ids.map((id) => `'${id}'`).join(", ")})`;
  return `(select id from unnest(split('${ids.join(",")}', ',')) as id)`;
}

/** Which platforms have the stage; null for all. */
export interface Stage {
  readonly platforms: readonly string[] | null;
  readonly sql: (at: ChargesAt) => string;
}

type TableStage =
  | "charges"
  | "keys"
  | "candidates"
  | "owners"
  | "key_people"
  | "claims"
  | "callers"
  | "projects"
  | "people"
  | "shown"
  | "months";

export type StageName = TableStage | "lines";

const CONSOLE = ["claude_api", "claude_code"];

export const STAGES: Readonly<Record<TableStage, Stage>> = {
  charges: {
    platforms: null,
    sql: (at) => `
select charge_id, charge_date, platform, product, connection, organization_id, billing_mode, workspace_id, project_id,
  model, model_family, cost_type, token_type, evidence, is_final, cost_usd
from ai_spend.fct_cost_daily
where charge_date between ${at.first} and ${at.last} and charge_id in ${at.ids}`,
  },
  keys: {
    platforms: CONSOLE,
    sql: (at) => `
select charge_id, api_key_id, attribution_method, weight, cost_usd
from ai_spend.fct_key_cost_daily
where charge_date between ${at.first} and ${at.last} and charge_id in ${at.ids}
order by charge_id, abs(cost_usd) desc, api_key_id, attribution_method`,
  },
  candidates: {
    platforms: CONSOLE,
    sql: (at) => `
select charge_id, method, preference, candidate, weight
from ai_staging.int_console__key_candidates_by_method
where charge_id in ${at.ids}
order by charge_id, preference, weight desc, candidate`,
  },
  owners: {
    platforms: CONSOLE,
    sql: (at) => `
select costs.charge_id, costs.api_key_id, costs.attribution_method, resolved.resolution, resolved.owner,
  resolved.owner_type, resolved.policy_id, owners.owner as listed_owner, owners.valid_from, owners.valid_to, owners.note
from ai_staging.int_console__key_costs_named as costs
inner join ai_staging.int_console__key_costs_with_owners as resolved on costs.key_charge_id = resolved.key_charge_id
left join ai_staging.stg_reference__api_key_owners as owners
  on costs.api_key_id = owners.api_key_id and ${ON_DAY("costs.charge_date", "owners")}
where costs.charge_date between ${at.first} and ${at.last} and costs.charge_id in ${at.ids}
order by costs.charge_id, costs.api_key_id, costs.attribution_method`,
  },
  key_people: {
    platforms: CONSOLE,
    sql: (at) => `
select costs.charge_id, costs.api_key_id, costs.attribution_method, costs.cost_usd as whole_usd, people.owner,
  people.owner_type, people.method, people.weight, policies.valid_from as policy_from, policies.share_pct
from ai_staging.int_console__key_costs_named as costs
inner join ai_staging.int_console__person_candidates_found as people on costs.key_charge_id = people.key_charge_id
left join ai_staging.stg_reference__shared_key_policies as policies
  on people.method = concat('shared_key_policy:', policies.policy_id, '@', policies.version)
  and people.owner = policies.user_email
where costs.charge_date between ${at.first} and ${at.last} and costs.charge_id in ${at.ids}
order by costs.charge_id, costs.api_key_id, people.weight desc, people.owner`,
  },
  claims: {
    platforms: ["claude_ai"],
    sql: (at) => `
select claims.charge_id, claims.owner, claims.owner_type, claims.method, claims.claim_usd, whole.claims_usd, whole.fits
from ai_staging.int_claude_ai__user_claims as claims
inner join ai_staging.int_claude_ai__charge_claims as whole on claims.charge_id = whole.charge_id
where claims.charge_id in ${at.ids}
order by claims.charge_id, abs(claims.claim_usd) desc, claims.owner`,
  },
  callers: {
    platforms: ["vertex_ai"],
    sql: (at) => `
select charge_id, owner, owner_type, method, weight
from ai_staging.int_vertex__candidates_found
where charge_id in ${at.ids}
order by charge_id, weight desc, owner`,
  },
  projects: {
    platforms: ["vertex_ai"],
    sql: (at) => `
select charges.charge_id, mapped.resolution, mapped.owner, mapped.funding_source, projects.project_id,
  projects.project_type, projects.valid_from, projects.valid_to
from ai_spend.fct_cost_daily as charges
inner join ai_staging.int_vertex__charges_mapped as mapped on charges.charge_id = mapped.charge_id
left join ai_staging.int_vertex__projects_dated as projects
  on charges.project_id = projects.project_id and ${ON_DAY("charges.charge_date", "projects")}
where charges.charge_date between ${at.first} and ${at.last} and charges.charge_id in ${at.ids}`,
  },
  people: {
    platforms: null,
    sql: (at) => `
select costs.charge_id, costs.api_key_id, costs.user_email, costs.owner_type, costs.team, costs.cost_center,
  costs.attribution_method, costs.cost_usd, people.name, people.valid_from, people.valid_to
from ai_spend.fct_user_cost_daily as costs
left join ai_staging.stg_reference__people as people
  on costs.user_email = people.user_email and ${ON_DAY("costs.charge_date", "people")}
where costs.charge_date between ${at.first} and ${at.last} and costs.charge_id in ${at.ids}
order by costs.charge_id, abs(costs.cost_usd) desc, costs.user_email, costs.attribution_method`,
  },
  shown: {
    platforms: null,
    sql: (at) => `
select charge_id, 'fct_cost_daily' as mart, count(*) as row_count, sum(cost_usd) as usd
from ai_spend.fct_cost_daily where charge_date between ${at.first} and ${at.last} and charge_id in ${at.ids} group by charge_id
union all
select charge_id, 'fct_key_cost_daily' as mart, count(*) as row_count, sum(cost_usd) as usd
from ai_spend.fct_key_cost_daily where charge_date between ${at.first} and ${at.last} and charge_id in ${at.ids} group by charge_id
union all
select charge_id, 'fct_user_cost_daily' as mart, count(*) as row_count, sum(cost_usd) as usd
from ai_spend.fct_user_cost_daily where charge_date between ${at.first} and ${at.last} and charge_id in ${at.ids} group by charge_id
union all
select x_OriginChargeId as charge_id, 'focus_costs' as mart, count(*) as row_count, sum(BilledCost) as usd
from ai_spend.focus_costs
where BillingPeriodStart >= timestamp(date_sub(${at.first}, interval 3 month), 'UTC')
  and BillingPeriodStart <= timestamp(date_add(${at.last}, interval 3 month), 'UTC')
  and ChargePeriodStart >= timestamp(${at.first}, 'UTC')
  and ChargePeriodStart < timestamp(date_add(${at.last}, interval 1 day), 'UTC')
  and x_OriginChargeId in ${at.ids}
group by charge_id`,
  },
  months: {
    platforms: null,
    sql: (at) => `
select month, platform, total_usd, is_final
from ai_spend.agg_monthly_finance
where month between date_trunc(${at.first}, month) and ${at.last}
order by month, platform`,
  },
};

/** The tables that a trace ends in. Each stands behind its laws, so they held when it was built. */
export const ENDS = [
  "fct_cost_daily",
  "fct_key_cost_daily",
  "fct_user_cost_daily",
  "focus_costs",
  "agg_monthly_finance",
] as const;
