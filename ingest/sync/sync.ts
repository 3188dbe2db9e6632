/**
 * One run of `sync`: plan, walk, land. What is complete is landed whatever happens to the rest; what is
 * missing is in the summary's failures. All effects are passed in.
 */

import { syncConnection } from "./sync_connection.ts";
import { type AskedRange, dayOf, parseRange } from "../dates.ts";
import { isSpendError } from "../errors.ts";
import { LANDING_TABLES } from "../tables/landing_tables.ts";
import { vendorOf } from "../vendors/index.ts";
import type { Identified } from "../endpoint/vendor.ts";
import { refuseOneOrganizationTwice, refuseUnclear } from "./one_organization.ts";
import { createTally, type SyncSummary, type Tally } from "./sync_summary.ts";
import type { SyncDeps } from "./sync_deps.ts";
import { claimLease, type Lease } from "../lease/lease.ts";
import { startRun } from "./sync_runs.ts";

/**
 * Throws before anything is asked of a report: ConfigError on dates, keys, clocks or one organization twice,
 * LandingError if the warehouse cannot be read, TransportError if another run is at work on it.
 */
export async function runSync(deps: SyncDeps): Promise<SyncSummary> {
  const today = dayOf(deps.now());
  const asked = parseRange(deps, today);
  await deps.warehouse.ensureTables(LANDING_TABLES);

  const tally = createTally();
  const identified = await identifyAll(deps, tally);
  const [refusal] = tally.failures();
  if (refusal !== undefined && identified.length === 0) throw refusal;
  await deps.refuseSkew?.(deps.warehouse);
  refuseOneOrganizationTwice(identified);
  const lease = deps.holder === null ? alone() : await claimLease({ ...deps, holder: deps.holder });
  const signal = AbortSignal.any([lease.lost, ...(deps.signal === undefined ? [] : [deps.signal])]);
  try {
    return await landAll({ ...deps, signal }, { asked, today, identified, tally });
  } finally {
    await lease.release();
  }
}

/** What a run has that nobody can be in the way of. */
function alone(): Lease {
  return { lost: new AbortController().signal, release: () => Promise.resolve() };
}

interface Identification {
  readonly asked: AskedRange;
  readonly today: string;
  readonly identified: readonly Identified[];
  readonly tally: Tally;
}

/** The run itself, once it is the only one. */
async function landAll(
  deps: SyncDeps,
  { asked, today, identified, tally }: Identification,
): Promise<SyncSummary> {
  const names = deps.connections.map(({ name }) => name);
  const run = await startRun(deps.warehouse, {
    // A plain run means the days before today; one that names its first day may take several.
    arguments: JSON.stringify({
      connections: names,
      from: asked.from,
      to: asked.to,
      today: asked.from === null ? today : null,
    }),
    loaderVersion: deps.loaderVersion,
    now: deps.now,
    newId: deps.newId,
  });
  if (run.isResumed) deps.log.event("run_resumed", { run_id: run.runId });

  for (const connection of identified) {
    // Stopped by the operator is said once, not once for each connection.
    if (deps.signal?.aborted === true && tally.failures().length > 0) break;
    await collect(tally, () =>
      syncConnection({ ...connection, asked, today, runId: run.runId, deps, tally }),
    );
  }
  deps.progress.stop();

  const summary = tally.summary(run);
  const more = summary.moreUnknownFields;
  if (more > 0) deps.log.warn("unknown_fields_more", { fields: more });
  for (const changed of summary.changedFields) deps.log.warn("changed_field", { ...changed });
  // A broken contract is a result; anything else is an interruption that the next run takes up.
  const isDone = summary.failures.every((error) => error.name === "ContractError");
  if (isDone) await run.finish();
  deps.log.event("run_ended", {
    run_id: run.runId,
    walks: summary.walks,
    pages: summary.pages,
    rows: summary.rows,
    same: summary.same,
    failures: summary.failures.length,
  });
  return summary;
}

async function identifyAll(deps: SyncDeps, tally: Tally): Promise<Identified[]> {
  const identified: Identified[] = [];
  for (const connection of deps.connections) {
    await collect(tally, async () => {
      const one = await vendorOf(connection.vendor).identify(connection, deps);
      refuseUnclear(one, deps.connections);
      identified.push(one);
    });
  }
  return identified;
}

/** Keeps a failure for the summary, so that the other connections are still asked. */
async function collect(tally: Tally, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isSpendError(error)) throw error;
    tally.failed(error);
  }
}
