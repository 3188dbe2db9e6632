/**
 * A diff on BigQuery: both sides are built by the Dataform CLI, one after the other, in datasets with a suffix and over
 * copies of the last days' landed pages. Laws are not asked: some days alone may break what all of them hold.
 */

import { randomBytes } from "node:crypto";
import path from "node:path";

import { ConfigError, LandingError, TransportError } from "../../ingest/errors.ts";
import { saysItPasses, saysOperatorMends } from "../../ingest/warehouse/passing_words.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { runDataform } from "../build/dataform.ts";
import { placed } from "../build/dataform_build.ts";
import { silentEnd } from "../build/dataform_end.ts";
import { parseBuild } from "../build/dataform_output.ts";
import { keysOf } from "../build/keys.ts";
import type { CommandContext } from "../shared/context.ts";
import { interruptible } from "../shared/interruptible.ts";
import { compareMart } from "./compare.ts";
import type { Sides } from "./compiled.ts";
import { bytesText, copyQueries, dryRunBytes } from "./landed_days.ts";
import type { Diff, MartDiff } from "./mart_diff.ts";
import { readsElsewhere, suffixedProject } from "./suffixed.ts";
import { martsOf, reachOf, type Reach } from "./reach.ts";
import { NO_TROUBLE } from "./trouble.ts";

export interface BigQueryDiffOptions {
  readonly warehouse: Warehouse;
  /** Folder of this tree. */
  readonly root: string;
  /** Folder whose packages hold the Dataform CLI, where that is another one. */
  readonly installed?: string;
  readonly sides: Sides;
  readonly against: string;
  readonly scratch: string;
  /** So many days before the newest fetch are landed again. */
  readonly days: number;
  readonly context: Pick<CommandContext, "signal" | "progress" | "stderr">;
}

const BUILT = ["ai_raw", "ai_staging", "ai_spend", "ai_spend_assertions"];

/** Throws LandingError as BigQuery or the CLI does, TransportError if it was interrupted; no dataset of it stays. */
export async function diffOnBigQuery(asked: BigQueryDiffOptions): Promise<Diff> {
  const { sides, against, context } = asked;
  const warehouse = interruptible(asked.warehouse, context.signal);
  const options = { ...asked, warehouse };
  const reach = reachOf(sides.before, sides.after);
  const nothing: Diff = { against, marts: [], before: NO_TROUBLE, after: NO_TROUBLE };
  if (reach.reached.size === 0) return nothing;
  const suffix = `diff_${randomBytes(4).toString("hex")}`;
  const copies = await copyQueries(warehouse, options.days, suffix);
  context.stderr(bytesText(await dryRunBytes(warehouse, copies, reach), options.days));
  const datasets = [...BUILT.map((name) => `${name}_${suffix}`), beforeOf(suffix)];
  try {
    for (const dataset of datasets) {
      // Where nobody is left to drop them, BigQuery does so within a day.
      await warehouse.query(
        `create schema if not exists \`${dataset}\` options (default_table_expiration_days = 1)`,
      );
    }
    for (const { sql } of copies) await warehouse.query(sql);
    await runSide(options, suffix, "before", reach);
    const kept = await keepMarts(warehouse, reach, suffix);
    await runSide(options, suffix, "after", reach);
    return { ...nothing, marts: await compareMarts(options, reach, suffix, kept) };
  } finally {
    // A statement that nobody waits for any more would go on, and into a dataset that is to be dropped.
    await asked.warehouse.cancelQueries();
    for (const dataset of datasets) {
      await asked.warehouse.query(`drop schema if exists \`${dataset}\` cascade`);
    }
  }
}

function beforeOf(suffix: string): string {
  return `ai_spend_${suffix}_before`;
}

/** The commit with all that it stands on, then of the tree what the edit reaches, in the same datasets. */
async function runSide(
  { warehouse, root, installed = root, sides, scratch, context }: BigQueryDiffOptions,
  suffix: string,
  side: "before" | "after",
  reach: Reach,
): Promise<void> {
  const folder = path.join(scratch, `${side}_suffixed`);
  suffixedProject({ from: side === "before" ? sides.root : root, installed, folder, suffix });
  const stray = readsElsewhere(folder);
  if (stray !== null) {
    throw new ConfigError(
      `${stray} reads landed tables by a name of its own, which cannot be limited to some days: read them by ref(), or run diff on the local warehouse.`,
    );
  }
  const actions = reach[side].actions.filter(
    ({ kind, name }) => kind !== "assertion" && (side === "before" || reach.reached.has(name)),
  );
  if (actions.length === 0) return;
  const run = await runDataform({
    ...{ root: folder, installed, warehouse, signal: context.signal },
    args: [
      ...["run", "--full-refresh", "--disable-assertions", "--schema-suffix", suffix],
      ...[
        "--actions",
        ...actions.map(({ name }) => `${warehouse.projectId}.${suffixed(name, suffix)}`),
      ],
    ],
    onLine: () => context.progress.counted("built"),
  });
  const { failedActions, compileErrors, created } = parseBuild(run.stdout, run.stderr);
  const [failed] = await placed(warehouse, failedActions);
  const said = failed === undefined ? compileErrors[0] : `${failed.name}: ${failed.message}`;
  if (said === undefined) {
    const end = silentEnd(run, created.length > 0);
    if (end !== null) throw end;
    if (created.length === actions.length) return;
  }
  const words = said ?? `the Dataform CLI made ${created.length} of ${actions.length} models`;
  const told = `${side === "before" ? "The commit" : "This tree"} cannot be built in ${suffix}: ${words}`;
  if (saysItPasses(words)) throw new TransportError(`${told}; run the command again.`);
  throw saysOperatorMends(words) ? new ConfigError(told) : new LandingError(told);
}

function suffixed(name: string, suffix: string): string {
  return name.replace(".", `_${suffix}.`);
}

async function keepMarts(
  warehouse: Warehouse,
  reach: Reach,
  suffix: string,
): Promise<ReadonlySet<string>> {
  const standing = new Set(await warehouse.listTables(`ai_spend_${suffix}`));
  const marts = martsOf(reach.before, reach).filter((mart) => standing.has(mart));
  for (const mart of marts) {
    await warehouse.query(
      `create table \`${beforeOf(suffix)}.${mart}\` as select * from \`ai_spend_${suffix}.${mart}\``,
    );
  }
  return new Set(marts);
}

async function compareMarts(
  { warehouse, sides }: BigQueryDiffOptions,
  reach: Reach,
  suffix: string,
  kept: ReadonlySet<string>,
): Promise<readonly MartDiff[]> {
  const keys = keysOf(sides.after);
  const made = new Set(martsOf(reach.after, reach));
  const diffs: MartDiff[] = [];
  for (const mart of reach.marts) {
    const places = {
      before: kept.has(mart) ? `\`${beforeOf(suffix)}.${mart}\`` : null,
      after: made.has(mart) ? `\`ai_spend_${suffix}.${mart}\`` : null,
    };
    const diff = await compareMart(warehouse, mart, places, keys.get(mart) ?? []);
    if (diff !== null) diffs.push(diff);
  }
  return diffs;
}
