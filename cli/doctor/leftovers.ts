/** What an older version of the project built and this one no longer makes: it stays until somebody drops it. */

import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

import { type Finding, look, ok } from "./finding.ts";

/** A table or view as a warehouse lists it. */
export interface Relation {
  readonly dataset: string;
  readonly name: string;
  readonly kind: "table" | "view";
}

/** Datasets that builds alone fill. What is in `ai_spend` is for people, who may have views of their own there. */
export const BUILT_DATASETS = ["ai_staging", "ai_spend_assertions"] as const;

/**
 * What a build makes, as `dataset.name`. Read from the files, since a compilation takes seconds: a file has the name of
 * its table, view or assertion, and its config says what is asserted besides. Null where there are no models.
 */
export async function builtNames(root: string): Promise<ReadonlySet<string> | null> {
  const folder = path.join(root, "definitions");
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  const models = files.filter((file) => file.endsWith(".sqlx"));
  if (models.length === 0) return null;
  const names = models.map(async (file) =>
    namesOf(path.basename(file, ".sqlx"), await readFile(path.join(folder, file), "utf8")),
  );
  return new Set((await Promise.all(names)).flat());
}

function namesOf(name: string, text: string): readonly string[] {
  const [, dataset = "ai_spend"] = /^ {2}schema: "(\w+)"/m.exec(text) ?? [];
  const assertion = (kind: string) => `ai_spend_assertions.${dataset}_${name}_assertions_${kind}`;
  return [
    `${dataset}.${name}`,
    ...(/\buniqueKey:/.test(text) ? [assertion("uniqueKey_0")] : []),
    ...(/\b(nonNull|rowConditions):/.test(text) ? [assertion("rowConditions")] : []),
  ];
}

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
