/**
 * Keys and columns of models that no published table waits for: they are checked after each story, and not on
 * every morning. What guards a mart, or says something an operator acts on, is an assertion of the graph.
 */

import { readFileSync } from "node:fs";

import type { RunQuery } from "./build.ts";
import { type CompiledGraph, shortName } from "./graph.ts";

export interface Keys {
  readonly uniqueKey?: readonly string[];
  readonly nonNull?: readonly string[];
  readonly rowConditions?: readonly string[];
}

/** By the model's name. */
export const KEYS_INSIDE: ReadonlyMap<string, Keys> = new Map(
  Object.entries(
    JSON.parse(readFileSync("tests/sql/keys_inside.json", "utf8")) as Record<string, Keys>,
  ),
);

/** One query for each check of a model, on a relation that holds its rows; it returns a row where one is broken. */
export function keyQueries(model: string, keys: Keys, relation: string): readonly string[] {
  const { uniqueKey = [], nonNull = [], rowConditions = [] } = keys;
  const found = (what: string, rest: string) =>
    `select '${`${model}: ${what}`.replaceAll("'", "\\'")}' as broken from (select 1 as one from \`${relation}\` ${rest} limit 1)`;
  const conditions = [...nonNull.map((column) => `${column} is not null`), ...rowConditions];
  return [
    ...(uniqueKey.length === 0
      ? []
      : [
          found(
            `two rows of one ${uniqueKey.join(", ")}`,
            `group by ${uniqueKey.join(", ")} having count(*) > 1`,
          ),
        ]),
    ...conditions.map((condition) =>
      found(`a row without ${condition}`, `where not ifnull(${condition}, false)`),
    ),
  ];
}

/** One sentence per broken key or column of the graph's models. */
export async function keyProblems(
  runQuery: RunQuery,
  graph: CompiledGraph,
  skipped: readonly string[],
): Promise<readonly string[]> {
  const queries = graph.tables.flatMap(({ target }) => {
    const keys = KEYS_INSIDE.get(target.name);
    if (keys === undefined || skipped.includes(target.name)) return [];
    return keyQueries(target.name, keys, `local.${shortName(target)}`);
  });
  if (queries.length === 0) return [];
  const rows = await runQuery(queries.join("\nunion all\n"));
  return rows.map(({ broken }) => broken ?? "");
}
