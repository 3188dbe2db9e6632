/** What the warehouse says the invented organizations spent, beside what they truly spent. */

import { type Warehouse } from "../ingest/warehouse.ts";
import { type Organization, truthOf } from "./vendors/organization/index.ts";
import { type Workspace } from "./vendors/organization/model.ts";

/** One organization, workspace and model. Amounts in nano-dollars. */
export interface ComparedRow {
  readonly organization: string;
  readonly workspace: string;
  readonly model: string;
  readonly billedNanoUsd: bigint;
  readonly trueNanoUsd: bigint;
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
  select
    costs.organization_id,
    costs.workspace_id,
    workspaces.name as workspace,
    costs.model,
    sum(costs.amount_usd) as amount_usd
  from ai_spend.claude_costs as costs
  left join ai_spend.dim_workspaces as workspaces
    on costs.organization_id = workspaces.organization_id
    and costs.workspace_id = workspaces.workspace_id
  group by costs.organization_id, costs.workspace_id, workspaces.name, costs.model`;

/** Compares per organization, workspace and model; a row that one side lacks counts as zero there. */
export async function compareWithTruth(
  warehouse: Warehouse,
  organizations: readonly Organization[],
  now: number,
): Promise<Comparison> {
  const rows = new Map<string, ComparedRow>();
  for (const organization of organizations) {
    for (const cost of truthOf(organization, now).perWorkspaceModelDay()) {
      const place = { organization: organization.id, workspaceId: cost.workspaceId ?? "default" };
      const row = rowAt(rows, { ...place, model: cost.model }, organizations);
      const trueNanoUsd = row.value.trueNanoUsd + cost.nanoUsd;
      rows.set(row.key, { ...row.value, trueNanoUsd });
    }
  }
  for (const billed of (await warehouse.query(BILLED)).rows) {
    const place = {
      organization: String(billed["organization_id"]),
      workspaceId: String(billed["workspace_id"]),
      model: billed["model"] === null ? null : String(billed["model"]),
    };
    const row = rowAt(rows, place, organizations);
    const billedNanoUsd = row.value.billedNanoUsd + nanoUsd(String(billed["amount_usd"]));
    rows.set(row.key, { ...row.value, billedNanoUsd });
  }
  return {
    rows: [...rows.values()].sort(byPlace),
    ...period(organizations),
    everyRowIsTrue: [...rows.values()].every((row) => row.billedNanoUsd === row.trueNanoUsd),
    restatedDays: (await warehouse.query("select 1 from ai_spend.cost_restatements")).rows.length,
    unrecognisedModels: (
      await warehouse.query(
        "select distinct model from ai_spend.unrecognised_models order by model",
      )
    ).rows.map((row) => String(row["model"])),
  };
}

/** Decimal US dollars, at most nine decimals, as nano-dollars. */
export function nanoUsd(text: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,9}))?$/.exec(text);
  if (match === null) throw new RangeError(`not an amount in US dollars: ${text}`);
  const [, sign = "", whole = "0", fraction = ""] = match;
  const nanos = BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, "0"));
  return sign === "-" ? -nanos : nanos;
}

interface Place {
  readonly organization: string;
  readonly workspaceId: string;
  readonly model: string | null;
}

function rowAt(
  rows: ReadonlyMap<string, ComparedRow>,
  place: Place,
  organizations: readonly Organization[],
): { readonly key: string; readonly value: ComparedRow } {
  const key = JSON.stringify([place.organization, place.workspaceId, place.model]);
  const organization = organizations.find(({ id }) => id === place.organization);
  const workspace = organization?.workspaces.find(({ id }) => id === place.workspaceId);
  const empty = {
    organization: organization?.name ?? place.organization,
    workspace: place.workspaceId === "default" ? "Default" : nameOf(workspace, organization),
    model: place.model ?? "(no model)",
    billedNanoUsd: 0n,
    trueNanoUsd: 0n,
  };
  return { key, value: rows.get(key) ?? empty };
}

/** Two workspaces of one name are told apart by the end of their ids. */
function nameOf(workspace: Workspace | undefined, organization: Organization | undefined): string {
  if (workspace === undefined) return "(unknown)";
  const namesakes = organization?.workspaces.filter(({ name }) => name === workspace.name) ?? [];
  return namesakes.length > 1 ? `${workspace.name} …${workspace.id.slice(-4)}` : workspace.name;
}

function period(organizations: readonly Organization[]) {
  const days = organizations.flatMap(({ firstDay, lastDay }) => [firstDay, lastDay]).sort();
  return { firstDay: days[0] ?? "", lastDay: days.at(-1) ?? "" };
}

function byPlace(left: ComparedRow, right: ComparedRow): number {
  const key = (row: ComparedRow) => [row.organization, row.workspace, row.model].join("\n");
  return key(left) < key(right) ? -1 : 1;
}
