/** All walks of one run over one connection, a few at once, landed in batches. */

import type { AskedRange } from "../dates.ts";
import { ConfigError, ContractError, isSpendError, TransportError } from "../errors.ts";
import type { History } from "../land/history.ts";
import { readCovered, readLanded } from "../land/landed_fetches.ts";
import { createLander, type Lander } from "../land/lander.ts";
import type { Landing } from "../land/landing.ts";
import { refuseAnotherName } from "./one_organization.ts";
import { findShrunk, refuseLeftOut } from "./restatements.ts";
import { paramsJson } from "../endpoint/endpoint.ts";
import { vendorOf } from "../vendors/index.ts";
import type { Identified } from "../endpoint/vendor.ts";
import type { SyncDeps } from "./sync_deps.ts";
import { firstSyncOf, notesOnPlan, planTasks, rangeOf, stands } from "./sync_plan.ts";
import type { Tally } from "./sync_summary.ts";
import { type Walk, walk, type WalkTask } from "../walk/walk.ts";

const WALKS_AT_ONCE = 4;

export interface ConnectionRun extends Identified {
  readonly asked: AskedRange;
  readonly today: string;
  readonly runId: string;
  readonly deps: SyncDeps;
  readonly tally: Tally;
}

/**
 * Lands every walk that completes. A broken contract or a refusal ends its endpoint and goes to the tally;
 * throws ConfigError before anything is asked if the connection read another organization until now, or another
 * connection this one, and TransportError or LandingError after what was complete has been landed, since these concern all.
 */
export async function syncConnection(run: ConnectionRun): Promise<void> {
  const { deps, tally, today, runId } = run;
  const whose = { connection: run.connection.name, organizationId: run.organizationId };
  const nowMs = deps.now();
  await refuseAnotherName(run, { warehouse: deps.warehouse, nowMs });
  const covered = await readCovered(deps.warehouse, { ...whose, runId, nowMs });
  const { endpoints } = vendorOf(run.connection.vendor);
  const plan = { endpoints, asked: run.asked, nowMs, covered };
  const planned = planTasks(plan);
  const { history, aheadUntil } = await readLanded(deps.warehouse, {
    ...whose,
    range: rangeOf(planned, today),
    nowMs,
  });
  if (aheadUntil !== null) note(run, "fetches_from_the_future", aheadText(aheadUntil));
  for (const text of notesOnPlan(plan)) note(run, "days_not_asked", text);
  const first = firstSyncOf(plan);
  if (first !== null) tally.begun({ connection: run.connection.name, ...first });
  const tasks = planned.filter(({ endpoint, window }) => {
    const landedAt = history.landedAt(runId, endpoint.name, paramsJson(endpoint, window));
    return landedAt === null || !stands({ endpoint, window }, { landedAt, today });
  });
  tally.kept(planned.length - tasks.length);
  deps.progress.add(tasks.length);

  const lander = landerOf(run, history);
  try {
    await walkAll(tasks, { run, lander, history });
  } finally {
    await lander.flush();
  }
}

/** Several workers take tasks from one queue, until it is empty or one of them fails for all. */
async function walkAll(
  tasks: readonly WalkTask[],
  { run, lander, history }: { run: ConnectionRun; lander: Lander; history: History },
): Promise<void> {
  const queue = [...tasks];
  const broken = new Set<string>();
  let isStopped = false;

  /** A day that is left out is no fault of the days beside it. */
  const land = async (done: Walk): Promise<void> => {
    try {
      refuseLeftOut(done, history);
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      run.tally.failed(naming(error, done));
      return;
    }
    await lander.add(done);
  };

  const work = async (): Promise<void> => {
    for (let task = queue.shift(); task !== undefined && !isStopped; task = queue.shift()) {
      try {
        if (!broken.has(task.endpoint.name)) await land(await walk(task, optionsOf(run)));
      } catch (error) {
        if (!isOfEndpoint(error, task)) {
          isStopped = true;
          throw error;
        }
        if (!broken.has(task.endpoint.name)) refused(run, task, error);
        broken.add(task.endpoint.name);
      }
      run.deps.progress.done();
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: WALKS_AT_ONCE }, work));
  const failed = ends.find((end) => end.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

type EndpointError = ConfigError | ContractError | TransportError;

/**
 * True if asking other endpoints still makes sense. A service that fails, fails for all; but a directory only has
 * names, and where its address alone is broken the money is still to be had.
 */
function isOfEndpoint(error: unknown, { window }: WalkTask): error is EndpointError {
  if (!isSpendError(error)) return false;
  if (error.name === "TransportError") return window === null && (error.status ?? 0) >= 500;
  return error.name === "ContractError" || error.name === "ConfigError";
}

/** An organization may lack an endpoint, which is worth a note; any other refusal is a failure. */
function refused(run: ConnectionRun, task: WalkTask, error: EndpointError): void {
  const { mayRefuse, answered, name } = task.endpoint;
  const { status } = error;
  if (status === null || !mayRefuse.includes(status)) {
    run.tally.failed(naming(error, task));
    return;
  }
  const why = status === 400 ? ", as HIPAA readiness is answered" : "";
  const text =
    answered === null
      ? `${name}: not available with this key (HTTP ${status})`
      : `${answered.feature}: not available for this organization (HTTP ${status}${why})`;
  note(run, "feature_unavailable", text);
}

function note({ connection, deps, tally }: ConnectionRun, event: string, text: string): void {
  if (tally.noted(`${connection.name}, ${text}.`)) {
    deps.log.event(event, { connection: connection.name, note: text });
  }
}

function aheadText(until: string): string {
  return `ai_raw.raw_fetches has answers dated up to ${until}, which is still to come: set the clock of the machine that landed them; every other answer outranks them until then`;
}

/** The pagination and the checks do not know whose walk it is. */
function naming(error: EndpointError, { endpoint, window }: WalkTask): EndpointError {
  const days = window === null ? "" : ` from ${window.start} to ${window.end}`;
  const message = `${endpoint.name}${days} is missing: ${error.message}`;
  if (error instanceof ConfigError) return new ConfigError(message, { cause: error });
  if (error instanceof TransportError) return new TransportError(message, { cause: error });
  return new ContractError(message, { cause: error });
}

function optionsOf({
  ask,
  connection,
  organizationId,
  deps,
  tally,
}: ConnectionRun): Parameters<typeof walk>[1] {
  return {
    ask,
    baseUrl: connection.baseUrl,
    organizationId,
    now: deps.now,
    onUnknown: (endpoint, path, news) => {
      if (news === "changed") tally.changedField(`${endpoint}: ${path}`);
      else if (tally.unknownField(`${endpoint}: ${path}`)) {
        deps.log.warn("unknown_field", { endpoint, path });
      }
    },
  };
}

function landerOf(run: ConnectionRun, history: History): Lander {
  const { deps, connection, organizationId, runId, tally } = run;
  const { vendor, name } = connection;
  const { loaderVersion } = deps;
  return createLander({
    warehouse: deps.warehouse,
    history,
    context: { runId, connection: name, vendor, organizationId, loaderVersion },
    newId: deps.newId,
    onLanded: (landed, landing) => {
      tally.landed(name, landed, landing);
      report(run, landed, landing);
      const shrunk = findShrunk(landed, history);
      tally.shrunk(shrunk);
      shrunk.forEach((day) => deps.log.warn("final_day_shrank", { connection: name, ...day }));
    },
  });
}

function report({ deps, connection }: ConnectionRun, landed: Walk, { fetchRow }: Landing): void {
  const { endpoint, window, pages, rowCount, daysMissing } = landed;
  deps.log.event("walk_landed", {
    connection: connection.name,
    endpoint: endpoint.name,
    from: window?.start ?? null,
    to: window?.end ?? null,
    pages: pages.length,
    rows: rowCount,
    amount: (fetchRow["amount_total"] as string | null | undefined) ?? null,
    unit: endpoint.unit,
    is_same: fetchRow["same_as_fetch_id"] !== null,
  });
  if (daysMissing.length > 0) {
    deps.log.warn("days_missing", {
      connection: connection.name,
      endpoint: endpoint.name,
      days: daysMissing.join(" "),
    });
  }
}
