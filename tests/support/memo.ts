/**
 * Builds again only what can come out differently: an action is left out when its SQL and the contents
 * of everything it reads are those of a run whose outcome still stands in the warehouse.
 */

import { createHash } from "node:crypto";

import { type RunQuery, type RunStep, statementFor } from "./build.ts";
import { type TextRow } from "./cells.ts";
import { type Action, type CompiledGraph, inOrder, shortName } from "./graph.ts";

/** What a memo needs of its warehouse. */
export interface Contents {
  readonly runQuery: RunQuery;
  /** A digest of the columns and the rows of each table, whatever the rows' order; null without rows. */
  readonly digest: (tables: readonly string[]) => Promise<ReadonlyMap<string, string | null>>;
}

export interface Memo {
  /** Reads what the sources hold now, and gives the step that runs an action unless it is known. */
  readonly begin: (graph: CompiledGraph, built: Set<string>) => Promise<RunStep>;
  /** Forgets the relations that a statement of somebody else may have changed. */
  readonly watch: (sql: string) => void;
  /** Forgets which relations stand in the warehouse, as after dropping them. */
  readonly forget: () => void;
  /** Stands for what a relation held in the last build; undefined if that is not known. */
  readonly contentOf: (name: string) => string | undefined;
  /** Names of the actions that builds have run, in their order, and how many they have left out. */
  readonly ran: readonly string[];
  readonly known: () => number;
}

interface Recipe {
  /** What the action reads; null if its SQL alone does not say so, or may say something else each time. */
  readonly inputs: readonly string[] | null;
  /** Whether another action reads it. */
  readonly isRead: boolean;
  /** The action's SQL and that of everything below it: with it, a view's columns. */
  readonly below: string;
}

/** What stands in the warehouse under a name. */
interface Held {
  readonly below: string;
  readonly content: string;
}

type Recipes = ReadonlyMap<string, Recipe>;

export function createMemo({ runQuery, digest }: Contents): Memo {
  const held = new Map<string, Held>();
  // What an action gave for these inputs: the digest of a table, the rows of an assertion.
  const outcomes = new Map<string, string>();
  const answers = new Map<string, readonly TextRow[]>();
  let contents = new Map<string, string>();
  const ran: string[] = [];
  let known = 0;

  const run = (name: string, sql: string): Promise<readonly TextRow[]> => {
    ran.push(name.slice(name.indexOf(".") + 1));
    return runQuery(sql);
  };
  const keyOf = (sql: string, { inputs }: Recipe): string | null => {
    const parts = inputs?.map((name) => contents.get(name)) ?? [undefined];
    return parts.includes(undefined) ? null : hash([sql, ...parts]);
  };

  /** The columns of a relation without rows are told by what it is made from. */
  const contentIn = async (name: string, below: string): Promise<string> =>
    (await digest([name])).get(name) ?? `no rows ${below}`;

  const ask = async (name: string, sql: string, recipe: Recipe) => {
    const key = keyOf(sql, recipe);
    const answer = key === null ? undefined : answers.get(key);
    if (answer !== undefined) known += 1;
    const rows = answer ?? (await run(name, sql));
    if (key !== null) answers.set(key, rows);
    return rows;
  };
  const makeView = async (name: string, sql: string, recipe: Recipe): Promise<void> => {
    if (held.get(name)?.below === recipe.below) known += 1;
    else await run(name, sql);
    const key = keyOf(sql, recipe);
    held.set(name, { below: recipe.below, content: key ?? "" });
    if (key === null) return;
    // What others read is told by its rows, which often stay when its inputs change; the rest by its inputs.
    const content = recipe.isRead
      ? (outcomes.get(key) ?? (await contentIn(name, recipe.below)))
      : key;
    outcomes.set(key, content);
    contents.set(name, content);
  };
  const makeTable = async (name: string, sql: string, key: string | null, below: string) => {
    const outcome = key === null ? undefined : outcomes.get(key);
    if (outcome !== undefined && held.get(name)?.content === outcome) known += 1;
    else {
      held.delete(name);
      await run(name, sql);
    }
    const content = held.get(name)?.content ?? (await contentIn(name, below));
    if (key !== null) outcomes.set(key, content);
    held.set(name, { below, content });
    contents.set(name, content);
  };

  return {
    async begin(graph, built) {
      const recipes = recipesOf(graph);
      const sources = await digest(graph.declarations.map(({ target }) => shortName(target)));
      contents = new Map([...sources].map(([name, content]) => [name, content ?? "no rows"]));
      return async (step) => {
        const name = shortName(step.action.target);
        const recipe = recipes.get(name) ?? { inputs: null, isRead: true, below: "" };
        if (step.kind === "assertion") return ask(name, step.action.query, recipe);
        const sql = statementFor(step.action, built.has(name));
        const adds = step.action.enumType === "INCREMENTAL" && built.has(name);
        if (step.action.enumType === "VIEW") await makeView(name, sql, recipe);
        else await makeTable(name, sql, adds ? null : keyOf(sql, recipe), recipe.below);
        built.add(name);
        return [];
      };
    },
    watch(sql) {
      if (/^\s*(select|with)\b[^;]*;?\s*$/i.test(sql)) return;
      if (/\bschema\b/i.test(sql)) held.clear();
      for (const name of held.keys()) if (sql.includes(name)) held.delete(name);
    },
    forget: () => held.clear(),
    contentOf: (name) => contents.get(name),
    ran,
    known: () => known,
  };
}

const recipesByGraph = new WeakMap<CompiledGraph, Recipes>();

function recipesOf(graph: CompiledGraph): Recipes {
  const found = recipesByGraph.get(graph) ?? findRecipes(graph);
  recipesByGraph.set(graph, found);
  return found;
}

function findRecipes(graph: CompiledGraph): Recipes {
  const below = new Map(
    graph.declarations.map(({ target }) => [shortName(target), shortName(target)]),
  );
  const steps = inOrder(graph).map((step) => {
    const name = shortName(step.action.target);
    const sql = sqlOf(step);
    return { name, sql, inputs: inputsOf(sql)?.filter((input) => input !== name) ?? null };
  });
  const read = new Set(steps.flatMap(({ inputs }) => inputs ?? []));
  const recipes = new Map<string, Recipe>();
  for (const { name, sql, inputs } of steps) {
    const parts = inputs?.map((input) => below.get(input) ?? "") ?? [];
    const recipe = { inputs, isRead: read.has(name), below: hash([sql, ...parts]) };
    recipes.set(name, recipe);
    below.set(name, recipe.below);
  }
  return recipes;
}

function sqlOf({ kind, action }: Action): string {
  return kind === "assertion" ? action.query : statementFor(action, false);
}

/** SQL that may give another answer each time, or reads more than the tables it names. */
const UNTOLD =
  /\bcurrent_\w+|\brand\s*\(|generate_uuid|session_user|information_schema|\bai_\w+`?\./i;
const NAMES = /`local\.(\w+\.\w+)`/g;

/** `dataset.table` of everything that the SQL names, sorted; null if that may not be all it reads. */
function inputsOf(sql: string): readonly string[] | null {
  if (UNTOLD.test(sql.replaceAll(NAMES, ""))) return null;
  return [...new Set([...sql.matchAll(NAMES)].map(([, name]) => name ?? ""))].sort();
}

function hash(parts: readonly (string | undefined)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64");
}
