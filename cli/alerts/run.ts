/**
 * `ai-spend alerts`: one JSON line with all events that deserve a look, each event once. With `--digest` a text of
 * all that is open, which says nothing to the alert policies and remembers nothing.
 */

import { alertLine } from "./alert.ts";
import { digestText } from "./digest.ts";
import { ledgerRows, readTold, remember, type RunFacts } from "./ledger.ts";
import { openAlerts } from "./open_alerts.ts";
import { readConfig } from "../../ingest/settings/config.ts";
import { uuidV7 } from "../../ingest/land/fetch_id.ts";
import { builtNames } from "../shared/built_names.ts";
import { projectRoot } from "../../ingest/project_root.ts";
import { openReading } from "../shared/open_warehouse.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import type { Command, CommandContext } from "../shared/context.ts";

export interface AlertsOptions {
  readonly digest?: boolean;
  /** Names of the assertions to look at, with commas; `none` for none. All that the project has by default. */
  readonly assertions?: string;
}

export const run: Command<AlertsOptions> = async ({ digest = false, assertions }, context) => {
  // What is read may be stopped at any time; what was said is remembered all the same.
  const warehouse = await openReading(readConfig(), context.signal);
  try {
    const now = Date.now();
    const isLookedAt = await assertionFilter(warehouse, assertions, context);
    if (digest) context.stdout(await readDigest(warehouse, isLookedAt));
    else await fireAlerts(warehouse, context, { runId: uuidV7(now), now }, isLookedAt);
    return 0;
  } finally {
    await warehouse.close();
  }
};

type IsLookedAt = (assertion: string) => boolean;

/**
 * Which of the views in `ai_spend_assertions` count: those that are named, else those that this version of the project
 * makes. Where there are no models, as in the loader's image, and none is named, all of them. A name that no view bears
 * is misspelt, or its action failed before it was ever made: the log says it, and the other alerts go on.
 */
export async function assertionFilter(
  warehouse: Pick<Warehouse, "listTables">,
  named: string | undefined,
  { log }: Pick<CommandContext, "log">,
): Promise<IsLookedAt> {
  if (named === undefined) {
    const built = await builtNames(projectRoot());
    return (name) => built === null || built.has(`ai_spend_assertions.${name}`);
  }
  const names = new Set(named.split(",").map((name) => name.trim()));
  const views = new Set(await warehouse.listTables("ai_spend_assertions"));
  const missing = [...names].filter((name) => !views.has(name) && !NO_NAMES.has(name));
  if (missing.length > 0) log.warn("assertions_not_found", { names: missing.join(", ") });
  return (name) => names.has(name);
}

/** What the workflow says after a green build. */
const NO_NAMES: ReadonlySet<string> = new Set(["", "none"]);

/**
 * Writes the line, waits until it was taken, and remembers it then: whoever is stopped in between says an event twice,
 * because the other order would lose it.
 */
export async function fireAlerts(
  warehouse: Warehouse,
  { stdout, flushed, log }: Pick<CommandContext, "stdout" | "flushed" | "log">,
  run: RunFacts,
  isLookedAt: IsLookedAt = () => true,
): Promise<void> {
  const open = await openAlerts(warehouse, isLookedAt);
  const told = await readTold(warehouse);
  const news = open.filter(({ id }) => !told.has(id));
  const line = alertLine(news, run.runId);
  if (line !== null) {
    stdout(line.text);
    await flushed?.();
  }
  const said = line?.said ?? [];
  await remember(warehouse, ledgerRows(open, said, told, run), run);
  log.event("alerts_checked", { run_id: run.runId, open: open.length, fired: said.length });
}

export async function readDigest(
  warehouse: Pick<Warehouse, "listTables" | "query">,
  isLookedAt: IsLookedAt = () => true,
): Promise<string> {
  const open = await openAlerts(warehouse, isLookedAt);
  return digestText(open, await readTold(warehouse));
}
