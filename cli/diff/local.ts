/** A diff on the local warehouse: both sides are built in a copy of its file, one after the other. */

import path from "node:path";

import { LANDING_TABLES, RAW_DATASET } from "../../ingest/tables/landing_tables.ts";
import { REFERENCE_TABLES } from "../../ingest/tables/reference_tables.ts";
import { ConfigError, TransportError } from "../../ingest/errors.ts";
import { keysOf } from "../build/keys.ts";
import { runActions } from "../build/local_build.ts";
import type { BuildReport } from "../build/report.ts";
import type { CommandContext } from "../shared/context.ts";
import {
  copyLocal,
  type LocalBuilds,
  openReading,
  type OpenedWarehouse,
} from "../shared/open_warehouse.ts";
import { compareMart } from "./compare.ts";
import type { Sides } from "./compiled.ts";
import { ENDING, type Kept, keepMarts, placeBefore } from "./keep.ts";
import type { Diff, MartDiff } from "./mart_diff.ts";
import { inReachOnly, martsOf, reachOf, type Reach, type Side } from "./reach.ts";
import { NO_TROUBLE, troubleOf } from "./trouble.ts";

export interface LocalDiffOptions {
  readonly home: string;
  readonly sides: Sides;
  /** What the tree is compared with, in words. */
  readonly against: string;
  readonly scratch: string;
  readonly context: Pick<CommandContext, "signal" | "progress">;
}

/**
 * What stands and cannot come out different is not built: neither for the commit nor, after it, for the tree. Throws
 * ConfigError if there is no warehouse or nothing in it, TransportError if it was interrupted; the warehouse is as it was.
 */
export async function diffLocally(options: LocalDiffOptions): Promise<Diff> {
  const { home, sides, against, scratch, context } = options;
  const reach = reachOf(sides.before, sides.after);
  if (reach.reached.size === 0)
    return { against, marts: [], before: NO_TROUBLE, after: NO_TROUBLE };
  const copy = path.join(scratch, "home");
  await copyLocal(home, copy, context.signal).catch(stoppedBy(context.signal));
  const warehouse = await openReading({ warehouse: "local", home: copy }, context.signal);
  const { local } = warehouse;
  if (local === null) throw new TypeError("the copy of a local warehouse is one");
  try {
    await refuseEmpty(warehouse, home);
    // The commit and the tree may read tables that an older version did not land.
    await warehouse.ensureTables([...LANDING_TABLES, ...REFERENCE_TABLES]);
    const built = { local, reach, context };
    const before = await buildSide(reach.before, [], built);
    const isBuilt = before.failedActions.length + before.failedAssertions.length === 0;
    const kept = await keepMarts(warehouse, reach, isBuilt);
    const rest = isBuilt ? inReachOnly(reach.after, reach.reached) : reach.after;
    const tables = [...kept.tables].map((mart) => `ai_spend.${mart}`);
    const after = await buildSide(rest, tables, built);
    const marts = await compareMarts(warehouse, reach, {
      kept,
      keys: keysOf(sides.after),
      changed: new Set(after.changed),
    });
    return { against, marts, before: troubleOf(before), after: troubleOf(after) };
  } finally {
    await warehouse.close();
  }
}

/** Where nothing has landed both sides are empty, and an edit that moves every number would be said to move none. */
async function refuseEmpty(warehouse: OpenedWarehouse, home: string): Promise<void> {
  const isThere = (await warehouse.listTables(RAW_DATASET)).includes(FETCHES);
  const sql = `select fetch_id from ${RAW_DATASET}.${FETCHES} limit 1`;
  if (isThere && (await warehouse.query(sql)).rows.length > 0) return;
  throw new ConfigError(
    `Nothing has landed in ${home} yet, so that what an edit moves cannot be seen: run sync or import, or let AI_SPEND_HOME name a folder that has numbers.`,
  );
}

/** Has a row for all that ever landed. */
const FETCHES = "raw_fetches";

interface Building {
  readonly local: LocalBuilds;
  readonly reach: Reach;
  readonly context: LocalDiffOptions["context"];
}

function buildSide(
  side: Side,
  tables: readonly string[],
  { local, reach, context }: Building,
): Promise<BuildReport> {
  const { signal, progress } = context;
  const keep = { tables, ending: ENDING };
  const request = { ...side, all: false, fullRefresh: false, anew: reach.anew, keep };
  return runActions(request, {
    local,
    signal,
    onAction: () => progress.counted("built and checked"),
  }).catch(stoppedBy(signal));
}

/** What a copy and a build say of tables is not so here: only the copy's were written. */
function stoppedBy(signal: AbortSignal): (cause: unknown) => never {
  return (cause) => {
    if (!signal.aborted) throw cause;
    throw new TransportError("Interrupted: nothing was written; run the command again.", { cause });
  };
}

interface Known {
  readonly kept: Kept;
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** What the tree's build left with other rows than it found, as `dataset.name`. */
  readonly changed: ReadonlySet<string>;
}

async function compareMarts(
  warehouse: OpenedWarehouse,
  reach: Reach,
  { kept, keys, changed }: Known,
): Promise<readonly MartDiff[]> {
  const standing = new Set(await warehouse.listTables("ai_spend"));
  const there = new Set(martsOf(reach.after, reach).filter((mart) => standing.has(mart)));
  const diffs: MartDiff[] = [];
  for (const mart of reach.marts) {
    const before = placeBefore(mart, kept, reach, standing);
    const after = there.has(mart) ? `\`ai_spend.${mart}\`` : null;
    const isSame = before !== null && after !== null && !changed.has(`ai_spend.${mart}`);
    if (isSame || (before === null && after === null)) continue;
    const places = { before, after };
    const diff = await compareMart(warehouse, mart, places, keys.get(mart) ?? []);
    if (diff !== null) diffs.push(diff);
  }
  return diffs;
}
