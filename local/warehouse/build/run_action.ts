/** Runs one action on a lane: its script and its description, all of it or nothing. */

import type { Field } from "../store/fields.ts";
import {
  keyOf,
  placeOf,
  requireDataset,
  type TableDetails,
  type TableName,
} from "../catalog/catalog.ts";
import {
  lendCatalog,
  readCatalog,
  takeOver,
  writeTable,
  writingOnce,
} from "../catalog/catalog_store.ts";
import type { Engine } from "../store/engine.ts";
import { runInTransaction, runScript } from "../statements/script.ts";
import { addsTo, type BuildAction, type ColumnText, scriptFor, type Standing } from "./action.ts";
import { asideOf, dropAside, setAside } from "./kept.ts";
import { detailsOf, digestsOf, markView } from "./outcome.ts";

export interface ActionRun {
  readonly engine: Engine;
  readonly lane: Engine;
  readonly action: BuildAction;
  /** Makes an incremental table anew. */
  readonly anew: boolean;
  /** Stands for the action itself. */
  readonly recipe: string;
  /** What a table holds whose rows stay if it gets others, and under which ending; null where they need not. */
  readonly kept: { readonly content: string | null; readonly ending: string } | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface ActionResult {
  /** What stands for a table's contents; null for a view. */
  readonly content: string | null;
  /** Rows that break an assertion; 0 for all else. */
  readonly brokenBy: number;
  /** `dataset.table` of everything that was read, whatever way it is written. */
  readonly read: readonly string[];
  /** Stands for the descriptions, partitions and clusters that it has now. */
  readonly details: string;
}

/** Makes the datasets that the actions write to, where there are none. */
export async function makeDatasets(engine: Engine, actions: readonly BuildAction[], now: number) {
  const datasets = new Set(actions.map((action) => nameOf(action).dataset));
  const text = [...datasets].map((dataset) => `create schema if not exists \`local.${dataset}\``);
  if (text.length === 0) return;
  await runScript(engine, { text: text.join(";\n"), defaultDataset: null, dryRun: false, now });
}

/** Throws ApiError in BigQuery's words; then everything is as it was. */
export async function runAction(run: ActionRun): Promise<ActionResult> {
  const { engine, lane, action } = run;
  const name = nameOf(action);
  await lendCatalog(engine, lane);
  const result = await lane.transaction(async () => {
    requireDataset(await readCatalog(lane), name.dataset);
    const aside = run.kept === null ? null : await setAside(lane, name, run.kept.ending);
    const text = scriptFor(action, await standingOf(run, name));
    const read = await writingOnce(lane, async () => {
      const names = await runInTransaction(lane, text, run.now);
      await describe(lane, name, action);
      return names;
    });
    const details = detailsOf((await readCatalog(lane)).tables.get(keyOf(name)));
    if (action.kind === "assertion" || action.kind === "view") {
      await markView(lane, action.name, run.recipe);
      const brokenBy = action.kind === "view" ? 0 : await count(lane, name);
      return { content: null, brokenBy, read, details };
    }
    const content = (await digestsOf(lane, [action.name])).get(action.name) ?? null;
    if (aside !== null && content === run.kept?.content) await dropAside(lane, aside);
    return { content, brokenBy: 0, read, details };
  });
  takeOver(engine, lane, name);
  if (run.kept !== null) takeOver(engine, lane, asideOf(name, run.kept.ending));
  return result;
}

export function nameOf({ name }: Pick<BuildAction, "name">): TableName {
  const [dataset = "", table = ""] = name.split(".");
  return { dataset, table };
}

/** What the action finds under its name; columns only of a table that it adds to. */
async function standingOf(
  { lane, action, anew }: ActionRun,
  name: TableName,
): Promise<Standing | null> {
  const entry = (await readCatalog(lane)).tables.get(keyOf(name));
  if (entry === undefined || (anew && entry.kind === "TABLE")) return null;
  const found: Standing = { kind: entry.kind, columns: [] };
  if (!addsTo(action, found)) return found;
  const { names } = await lane.describe(`select * from ${placeOf(lane, name)}`);
  return { ...found, columns: names };
}

/** A table's and its columns' descriptions, as the CLI's own request leaves them. */
async function describe(lane: Engine, name: TableName, action: BuildAction): Promise<void> {
  const entry = (await readCatalog(lane)).tables.get(keyOf(name));
  if (entry === undefined || (action.description === "" && action.columns.length === 0)) return;
  const details: TableDetails = {
    ...entry.details,
    ...(action.description === "" ? {} : { description: action.description }),
    ...(action.columns.length === 0 ? {} : { fields: fieldsOf(action.columns) }),
  };
  await writeTable(lane, name, entry.kind, details);
}

/** Of each column only name and description count here; its type is the table's. */
function fieldsOf(columns: readonly ColumnText[], depth = 0): readonly Field[] {
  const names = [...new Set(columns.map(({ path }) => path[depth] ?? ""))];
  return names.map((name) => {
    const own = columns.filter(({ path }) => path[depth] === name);
    const text = own.find(({ path }) => path.length === depth + 1)?.description;
    const inner = own.filter(({ path }) => path.length > depth + 1);
    return {
      name,
      type: "STRING",
      mode: "NULLABLE",
      ...(text === undefined ? {} : { description: text }),
      ...(inner.length === 0 ? {} : { fields: fieldsOf(inner, depth + 1) }),
    };
  });
}

async function count(lane: Engine, name: TableName): Promise<number> {
  const [row] = await lane.rows(`select count(*) as broken from ${placeOf(lane, name)}`);
  return Number(row?.["broken"] ?? 0);
}
