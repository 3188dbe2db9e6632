/** What the warehouse says the invented organizations spent, beside what they truly spent. */

import { cellText } from "../../ingest/warehouse/cells.ts";
import type { QueryResult, Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { size } from "../../ingest/money/decimal.ts";
import { nanoUsd } from "../../ingest/money/nano_usd.ts";
import { type Place, placeKey, trueCosts, type TrueCost } from "./truth.ts";
import type { Organization } from "../../local/stand_ins/organization/index.ts";

/** One organization, workspace and model. Amounts in nano-dollars. */
export interface ComparedRow {
  readonly organization: string;
  readonly workspace: string;
  readonly model: string;
  readonly billed: bigint;
  /** Billed less the truth. */
  readonly difference: bigint;
  /** Of the bill: on an API key. */
  readonly keyed: bigint;
  /** Of the bill: on a person. */
  readonly byPerson: bigint;
  /** Of the bill: on nobody. */
  readonly unattributed: bigint;
  /** The largest distance of any key from its truth. */
  readonly worstKeyError: bigint;
}

export interface Comparison {
  readonly rows: readonly ComparedRow[];
  readonly firstDay: string;
  readonly lastDay: string;
  /** True if each row equals its truth to the nano-dollar. */
  readonly everyRowIsTrue: boolean;
  readonly restatedDays: number;
  readonly unrecognisedModels: readonly string[];
}

const BILLED = `
  select organization_id, workspace_id, model, sum(amount_usd) as usd
  from ai_spend.claude_costs
  group by organization_id, workspace_id, model`;

const KEYS = `
  select organization_id, workspace_id, model, api_key_id as part, sum(cost_usd) as usd
  from ai_spend.fct_key_cost_daily
  group by organization_id, workspace_id, model, api_key_id`;

const PEOPLE = `
  select
    organization_id, workspace_id, model,
    if(user_email = 'unattributed', 'nobody', owner_type) as part,
    sum(cost_usd) as usd
  from ai_spend.fct_user_cost_daily
  where platform in ('claude_api', 'claude_code')
  group by organization_id, workspace_id, model, if(user_email = 'unattributed', 'nobody', owner_type)`;

/** Compares per organization, workspace and model; a row that one side lacks counts as zero there. */
export async function compareWithTruth(
  warehouse: Warehouse,
  organizations: readonly Organization[],
  now: number,
): Promise<Comparison> {
  const truth = trueCosts(organizations, now);
  const billed = await sums(warehouse, BILLED);
  const keys = await sums(warehouse, KEYS);
  const people = await sums(warehouse, PEOPLE);
  const places = new Map([...truth.values()].map(({ place }) => [placeKey(place), place]));
  for (const [key, { place }] of billed) places.set(key, place);

  const rows = [...places].map(([key, place]): ComparedRow => {
    const total = billed.get(key)?.parts.get("") ?? 0n;
    const byKey = keys.get(key)?.parts ?? new Map<string, bigint>();
    const byType = people.get(key)?.parts ?? new Map<string, bigint>();
    return {
      ...names(place, organizations),
      billed: total,
      difference: total - (truth.get(key)?.nanoUsd ?? 0n),
      keyed: total - (byKey.get("unattributed") ?? 0n),
      byPerson: byType.get("person") ?? 0n,
      unattributed: byType.get("nobody") ?? 0n,
      worstKeyError: worstError(byKey, truth.get(key)),
    };
  });
  const query = async (sql: string) => (await warehouse.query(sql)).rows;
  return {
    rows: rows.sort(byName),
    ...period(organizations),
    everyRowIsTrue: rows.every((row) => row.difference === 0n),
    restatedDays: (
      await query("select 1 from ai_spend.cost_restatements where endpoint = 'cost_report'")
    ).length,
    unrecognisedModels: (
      await query("select distinct model from ai_spend.unrecognised_models order by model")
    ).map((row) => cellText(row["model"])),
  };
}

interface Sums {
  readonly place: Place;
  /** Nano-dollars by the query's `part`, `''` where it has none. */
  readonly parts: Map<string, bigint>;
}

async function sums(warehouse: Warehouse, sql: string): Promise<ReadonlyMap<string, Sums>> {
  const found = new Map<string, Sums>();
  for (const row of (await warehouse.query(sql)).rows) {
    const place = placeOf(row);
    const entry = found.get(placeKey(place)) ?? { place, parts: new Map<string, bigint>() };
    const part = typeof row["part"] === "string" ? row["part"] : "";
    entry.parts.set(part, (entry.parts.get(part) ?? 0n) + nanoUsd(cellText(row["usd"])));
    found.set(placeKey(place), entry);
  }
  return found;
}

function placeOf(row: QueryResult["rows"][number]): Place {
  return {
    organizationId: cellText(row["organization_id"]),
    workspaceId: cellText(row["workspace_id"]),
    model: row["model"] === null ? null : cellText(row["model"]),
  };
}

/** Over all keys that either side has. */
function worstError(found: ReadonlyMap<string, bigint>, truth: TrueCost | undefined): bigint {
  const keys = new Set([...found.keys(), ...(truth?.keys.keys() ?? [])]);
  keys.delete("unattributed");
  return [...keys]
    .map((key) => (found.get(key) ?? 0n) - (truth?.keys.get(key) ?? 0n))
    .map(size)
    .reduce((worst, error) => (error > worst ? error : worst), 0n);
}

/** Two workspaces of one name are told apart by the end of their ids. */
function names({ organizationId, workspaceId, model }: Place, all: readonly Organization[]) {
  const organization = all.find(({ id }) => id === organizationId);
  const workspace = organization?.workspaces.find(({ id }) => id === workspaceId);
  const namesakes = organization?.workspaces.filter(({ name }) => name === workspace?.name) ?? [];
  const name = workspaceId === "default" ? "Default" : (workspace?.name ?? "(unknown)");
  return {
    organization: organization?.name ?? organizationId,
    workspace: namesakes.length > 1 ? `${name} …${workspaceId.slice(-4)}` : name,
    model: model ?? "(no model)",
  };
}

function period(organizations: readonly Organization[]) {
  const days = organizations.flatMap(({ firstDay, lastDay }) => [firstDay, lastDay]).sort();
  return { firstDay: days[0] ?? "", lastDay: days.at(-1) ?? "" };
}

function byName(left: ComparedRow, right: ComparedRow): number {
  const key = (row: ComparedRow) => [row.organization, row.workspace, row.model].join("\n");
  return key(left) < key(right) ? -1 : 1;
}
