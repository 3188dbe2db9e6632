/** Builds whenever a file of the project is saved, and says which laws hold and which marts changed. */

import { setTimeout } from "node:timers/promises";

import { isSpendError } from "../../ingest/errors.ts";
import { projectRoot } from "../../ingest/project_root.ts";
import type { CommandContext } from "../shared/context.ts";
import type { LocalBuilds, OpenedWarehouse } from "../shared/open_warehouse.ts";
import { visible } from "../shared/visible.ts";
import { type BuildOutcome, runBuild } from "./build.ts";
import { compileOnce } from "./compile_once.ts";
import { actionsOf } from "./graph.ts";
import { martsOf, martTotals, type MartTotal, movedLines } from "./mart_totals.ts";
import { selected, type Selection } from "./select.ts";
import { stampsOf } from "./stamps.ts";

export interface WatchOptions {
  readonly warehouse: OpenedWarehouse & { readonly local: LocalBuilds };
  readonly only: Selection | null;
  readonly context: CommandContext;
}

/** How often the files are looked at, which takes 5 ms for four hundred of them. */
const LOOK_MS = 200;

/** Runs until it is interrupted. */
export async function watchAndBuild({ warehouse, only, context }: WatchOptions): Promise<void> {
  const { stdout, log, signal } = context;
  const root = projectRoot();
  const saves = watchProject(root);
  let before: ReadonlyMap<string, MartTotal> = new Map();
  try {
    // A mistyped name is said at once; what is wrong with the files may be mended while watching.
    if (only !== null) selected(actionsOf(compileOnce(root, warehouse.local.home)), only);
    for (let first = true; !signal.aborted; first = false) {
      const started = Date.now();
      try {
        const marts = martsOf(compileOnce(root, warehouse.local.home));
        if (first) before = await martTotals(warehouse, marts);
        const outcome = await runBuild({ warehouse, log, only, fullRefresh: false, signal });
        const after = await martTotals(warehouse, marts);
        stdout(said(outcome, movedLines(outcome.changed, before, after), Date.now() - started));
        before = after;
      } catch (error) {
        if (!isSpendError(error) || signal.aborted) throw error;
        stdout(`${visible(error.message)}\n`);
      }
      stdout("Waiting for a file of definitions/ or includes/ to be saved; Ctrl+C ends it.\n");
      await saves.next(signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function said(outcome: BuildOutcome, moved: readonly string[], ms: number): string {
  const laws = outcome.failures.length === 0 ? "All laws hold." : "";
  const marts = moved.length === 0 ? ["No mart changed."] : ["Marts that changed:", ...moved];
  return `${outcome.text}${[laws, ...marts].filter((line) => line !== "").join("\n")}\n${(ms / 1000).toFixed(1)} s\n`;
}

/**
 * Saves of the project's files: one that came while nobody waited is not lost. The files are looked at again and again,
 * since what the system says of folders stops for a file that another one has replaced, as many editors save.
 */
export function watchProject(root: string) {
  let seen = stampsOf(root);
  return {
    async next(signal: AbortSignal): Promise<void> {
      let now = stampsOf(root);
      for (let last = seen; !signal.aborted && (now === seen || now !== last);) {
        await setTimeout(LOOK_MS, undefined, { signal }).catch(() => undefined);
        // An editor writes a file in several steps.
        last = now;
        now = stampsOf(root);
      }
      seen = now;
    },
  };
}
