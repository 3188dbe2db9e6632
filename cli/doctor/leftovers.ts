/** What an older version of the project built and this one no longer makes: it stays until somebody drops it. */

import { type Finding, look, ok } from "./finding.ts";

/** A table or view as a warehouse lists it. */
export interface Relation {
  readonly dataset: string;
  readonly name: string;
  readonly kind: "table" | "view";
}

/** Datasets that builds alone fill. What is in `ai_spend` is for people, who may have views of their own there. */
export const BUILT_DATASETS = ["ai_staging", "ai_spend_assertions"] as const;

/** Nothing is found before the first build. */
export function leftoverFindings(
  relations: readonly Relation[],
  names: ReadonlySet<string> | null,
): readonly Finding[] {
  if (relations.length === 0 || names === null) return [];
  const datasets = BUILT_DATASETS.join(" and ");
  const left = relations.filter(({ dataset, name }) => !names.has(`${dataset}.${name}`));
  if (left.length === 0) {
    return [ok("leftovers", `All that is in ${datasets} is of this version of the models.`)];
  }
  const drops = left.map(({ dataset, name, kind }) => `drop ${kind} ${dataset}.${name};`);
  return [
    look(
      "leftovers",
      `${left.length} of ${relations.length} tables and views in ${datasets} are not of this version of the models: build, then drop them by ai-spend query "${drops.join(" ")}"`,
    ),
  ];
}
