/** Which part of the graph a build is asked for. Pure. */

import { ConfigError } from "../../ingest/errors.ts";
import type { BuildAction } from "../../local/warehouse/build/index.ts";

/** A model by its name, and whether what stands on it is meant too. */
export interface Selection {
  /** Null where none was typed. */
  readonly dataset: string | null;
  readonly model: string;
  readonly above: boolean;
}

/**
 * Reads `model`, `model+` and `+model+`, each also with its dataset before it, or the model's file in its place; a model
 * without what it is made from would be a stale one.
 */
export function readSelection(text: string): Selection {
  const [, typed = "", plus = ""] = /^\+?(.*?)(\+?)$/s.exec(text) ?? [];
  const [, file] = /^(?:.*[/\\])?(\w+)\.sqlx$/.exec(typed) ?? [];
  const [, dataset = null, model = ""] = /^(?:(\w+)\.)?(\w+)$/.exec(file ?? typed) ?? [];
  if (model === "") {
    throw new ConfigError(
      `--only takes the name of a model, such as fct_cost_daily, with a + behind it for what stands on it; got ${JSON.stringify(text)}.`,
    );
  }
  return { dataset, model, above: plus !== "" };
}

/**
 * The model, all that it is made from, the assertions on them, and, if asked for, all that stands on it with what
 * that is made from. Throws ConfigError if there is no such model.
 */
export function selected(
  actions: readonly BuildAction[],
  { dataset, model, above }: Selection,
): readonly BuildAction[] {
  const byName = new Map(actions.map((action) => [action.name, action]));
  const typed = dataset === null ? model : `${dataset}.${model}`;
  const found = actions.find(({ name }) => name === typed || name.endsWith(`.${typed}`));
  if (found === undefined) {
    throw new ConfigError(`There is no model ${typed}${nearest(actions, model)}`);
  }
  const wanted = new Set<string>();
  const withBelow = (name: string): void => {
    const action = byName.get(name);
    if (action === undefined || wanted.has(name)) return;
    wanted.add(name);
    action.dependencies.forEach(withBelow);
  };
  const withAbove = (name: string): void => {
    withBelow(name);
    for (const action of actions) {
      if (action.dependencies.includes(name) && !wanted.has(action.name)) withAbove(action.name);
    }
  };
  (above ? withAbove : withBelow)(found.name);
  // A law that looks at nothing else says whether what was built is right.
  const looksInside = ({ kind, dependencies }: BuildAction) =>
    kind === "assertion" && dependencies.every((name) => wanted.has(name));
  const laws = actions.filter((action) => looksInside(action) && !wanted.has(action.name));
  laws.forEach(({ name }) => wanted.add(name));
  return actions.filter(({ name }) => wanted.has(name));
}

/** How the sentence ends: with the shortest name that holds what was typed, or begins alike, in any letter case. */
function nearest(actions: readonly BuildAction[], typed: string): string {
  const names = actions
    .filter(({ kind }) => kind !== "assertion")
    .map(({ name }) => name.split("."))
    .sort(([, one = ""], [, other = ""]) => one.length - other.length);
  const letters = typed.toLowerCase();
  const near =
    names.find(([, name = ""]) => name.includes(letters)) ??
    names.find(([, name = ""]) => name.startsWith(letters.slice(0, 5)));
  return near === undefined ? "." : `; did you mean ${near.join(".")}?`;
}
