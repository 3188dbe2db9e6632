/** BigQuery's tables, each dataset listed once: what it would delete by itself, and what an older version built. */

import { ConfigError } from "../../ingest/errors.ts";
import { LANDING_TABLES } from "../../ingest/tables/landing_tables.ts";
import { REFERENCE_TABLES } from "../../ingest/tables/reference_tables.ts";
import { expirationFault, type Standing } from "../../ingest/warehouse/expirations.ts";
import type { DatasetFacts, TableFacts } from "../../ingest/warehouse/standing.ts";
import { builtNames, incrementalNames } from "../shared/built_names.ts";
import { daysKept } from "../shared/open_warehouse.ts";
import { fault, type Finding, wrong } from "./finding.ts";
import type { GoogleProbe } from "./google_probe.ts";
import { BUILT_DATASETS, leftoverFindings, type Relation } from "./leftovers.ts";

/** A dataset, and what is known of it; null: nothing. */
export interface DatasetSeen {
  readonly dataset: string;
  readonly facts: DatasetFacts | null;
}

/** Of what this account may see; leftovers only where something was built. */
export async function tableFindings(
  probe: GoogleProbe,
  found: readonly DatasetSeen[],
  { root, isBuilt }: { readonly root: string; readonly isBuilt: boolean },
): Promise<readonly Finding[]> {
  try {
    const standings: Standing[] = [];
    for (const { dataset, facts } of found) {
      if (facts === null) continue;
      const tables = await listed(() => probe.tablesIn(dataset));
      standings.push({ dataset, isThere: true, facts, tables });
    }
    const expiring = await expirationFindings(standings, root);
    return [...expiring, ...(isBuilt ? await leftovers(standings, root) : [])];
  } catch (error) {
    return [fault(error)];
  }
}

/** Whoever only asks may not list the tables of each dataset. */
async function listed(work: () => Promise<readonly TableFacts[]>): Promise<readonly TableFacts[]> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ConfigError) return [];
    throw error;
  }
}

/** Rows that would go by themselves, and with them the history. */
async function expirationFindings(
  standings: readonly Standing[],
  root: string,
): Promise<readonly Finding[]> {
  const landed = [...LANDING_TABLES, ...REFERENCE_TABLES].map((t) => `${t.dataset}.${t.name}`);
  const lasting = new Set([...landed, ...(await incrementalNames(root))]);
  const says = expirationFault(standings, { lasting, daysKept });
  return says === null ? [] : [wrong("bigquery", says)];
}

async function leftovers(
  standings: readonly Standing[],
  root: string,
): Promise<readonly Finding[]> {
  const relations = standings
    .filter(({ dataset }) => BUILT_DATASETS.some((built) => built === dataset))
    .flatMap(({ dataset, tables }) => tables.map((table) => relationOf(dataset, table)));
  return leftoverFindings(relations, await builtNames(root));
}

function relationOf(dataset: string, { name, type }: TableFacts): Relation {
  return { dataset, name, kind: type === "VIEW" ? "view" : "table" };
}
