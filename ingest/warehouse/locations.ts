/** Datasets that lie elsewhere than where queries run: all inputs of a query must share a location. */

import type { BigQuery } from "@google-cloud/bigquery";

import { ConfigError } from "../errors.ts";
import type { Standing } from "./expirations.ts";
import { datasetFacts } from "./standing.ts";
import { wordsOf } from "./warehouse_errors.ts";

/** One sentence: where it is, where it is looked for, and what to do; null where both are the same. Pure. */
export function locationFault(dataset: string, there: string, location: string): string | null {
  if (there === "" || there.toLowerCase() === location.toLowerCase()) return null;
  return `Dataset ${dataset} is in ${there} and workflow_settings.yaml says ${location}: set defaultLocation to ${there}, or move the dataset.`;
}

/** The first dataset of another location; null where all that can be seen are where queries run. Pure. */
export function misplaced(standings: readonly Standing[], location: string): string | null {
  const faults = standings.flatMap(
    ({ dataset, facts }) => locationFault(dataset, facts?.location ?? "", location) ?? [],
  );
  return faults[0] ?? null;
}

const NOT_HERE =
  /\bNot found: (?:Dataset|Table) ([^\s:]+):(\w+)\S* was not found in location (\S+)/;

/** BigQuery says `not found` also of what lies elsewhere. Null where that is not why, or where it cannot be seen. */
export async function elsewhere(client: BigQuery, error: unknown): Promise<ConfigError | null> {
  const [, project = "", dataset, location = ""] = NOT_HERE.exec(wordsOf(error)) ?? [];
  if (dataset === undefined) return null;
  const facts = await datasetFacts(client, dataset, project).catch(() => null);
  const name = project === client.projectId ? dataset : `${project}.${dataset}`;
  const fault = locationFault(name, facts?.location ?? "", location);
  return fault === null ? null : new ConfigError(fault, { cause: error });
}
