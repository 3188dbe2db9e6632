/** What SQL reads the commit's marts from once the tree's stand in their place. */

import type { BuildAction } from "../../local/warehouse/build/index.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { martsOf, readBy, type Reach } from "./reach.ts";

/** What the build adds to the names of tables that it replaces. */
export const ENDING = "__diff_before";

/** Where a view's rows wait that cannot be asked for later. */
const BEFORE = "ai_spend_diff_before";

/** The commit's marts that stand, before the tree's build. */
export interface Kept {
  /** Tables of `ai_spend`, whose rows the build sets aside where it gives them others. */
  readonly tables: ReadonlySet<string>;
  /** Views, by their names: the query that is asked later, null if its rows are written out. */
  readonly views: ReadonlyMap<string, BuildAction | null>;
}

/** Writes out what cannot be asked for later: views on views, on staging, and all where something was held back. */
export async function keepMarts(
  warehouse: Pick<Warehouse, "query" | "listTables">,
  reach: Reach,
  isBuilt: boolean,
): Promise<Kept> {
  const standing = new Set(await warehouse.listTables("ai_spend"));
  const actions = new Map(reach.before.actions.map((action) => [action.name, action]));
  const tables = new Set<string>();
  const views = new Map<string, BuildAction | null>();
  for (const mart of martsOf(reach.before, reach).filter((name) => standing.has(name))) {
    const action = actions.get(`ai_spend.${mart}`);
    if (action?.kind !== "view") tables.add(mart);
    else if (isBuilt && movingReads(action, reach).every((name) => tables.has(name))) {
      views.set(mart, action);
    } else {
      if (![...views.values()].includes(null))
        await warehouse.query(`create schema if not exists \`${BEFORE}\``);
      await warehouse.query(
        `create table \`${BEFORE}.${mart}\` as select * from \`ai_spend.${mart}\``,
      );
      views.set(mart, null);
    }
  }
  return { tables, views };
}

/** Where SQL reads the mart from as it was; null if it did not stand. `standing`: what is in `ai_spend` now. Pure. */
export function placeBefore(
  mart: string,
  { tables, views }: Kept,
  reach: Pick<Reach, "reached">,
  standing: ReadonlySet<string>,
): string | null {
  const table = (name: string) =>
    `\`local.ai_spend.${name}${standing.has(`${name}${ENDING}`) ? ENDING : ""}\``;
  if (tables.has(mart)) return table(mart);
  const action = views.get(mart);
  if (action === undefined) return null;
  if (action === null) return `\`${BEFORE}.${mart}\``;
  const query = movingReads(action, reach).reduce(
    (text, name) => text.replaceAll(`\`local.ai_spend.${name}\``, () => table(name)),
    action.query,
  );
  return `(${query})`;
}

/** What a view reads that may come out different: a mart by its name, all else with its dataset. */
function movingReads(action: BuildAction, { reached }: Pick<Reach, "reached">): readonly string[] {
  return [...readBy({ ...action, dependencies: [] })]
    .filter((name) => reached.has(name) && name !== action.name)
    .map((name) => name.replace(/^ai_spend\./, ""));
}
