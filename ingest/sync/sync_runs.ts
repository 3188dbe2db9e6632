/** The book of runs: a run that was interrupted is resumed under its id, every other run asks anew. */

import { landingTable } from "../tables/landing_tables.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

export interface RunFacts {
  /** What was asked for, as JSON: only the same arguments resume, and only for a week. */
  readonly arguments: string;
  readonly loaderVersion: string;
  readonly now: () => number;
  readonly newId: () => string;
}

export interface Run {
  readonly runId: string;
  readonly isResumed: boolean;
  /** Without this entry the next run with the same arguments resumes. */
  finish(): Promise<void>;
}

const SQL = `
select run_id
from ai_raw.raw_sync_runs
where arguments = @arguments
  and raw_sync_runs.at > timestamp_sub(timestamp(@now), interval 168 hour)
group by run_id
having countif(event = 'finished') = 0
order by run_id desc
limit 1`;

export async function startRun(warehouse: Warehouse, facts: RunFacts): Promise<Run> {
  const interrupted = await warehouse.query(SQL, {
    arguments: facts.arguments,
    now: new Date(facts.now()).toISOString(),
  });
  const found = interrupted.rows[0]?.["run_id"];
  const isResumed = typeof found === "string";
  const runId = isResumed ? found : facts.newId();
  const write = (event: "started" | "finished") =>
    warehouse.append(
      landingTable("raw_sync_runs"),
      [
        {
          run_id: runId,
          event,
          at: new Date(facts.now()).toISOString(),
          arguments: facts.arguments,
          loader_version: facts.loaderVersion,
        },
      ],
      `${runId} ${event}`,
    );
  if (!isResumed) await write("started");
  return { runId, isResumed, finish: () => write("finished") };
}
