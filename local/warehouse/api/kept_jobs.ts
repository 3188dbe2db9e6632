/** The jobs that are remembered, and the rows of their results: the newest, as many as memory is meant for. */

import type { Job } from "./job.ts";
import type { ResultSet } from "../store/result_set.ts";

export interface KeptJobs {
  has(id: string): boolean;
  get(id: string): Job | undefined;
  /** All of them, the newest first. */
  list(): readonly Job[];
  /** Remembers a job that has begun, and forgets the oldest that have ended. */
  add(job: Job): void;
  /** Holds the rows of a job that has ended; the oldest results make room. The newest stays whatever its size. */
  holdRows(job: Job): void;
}

export interface KeptJobsLimits {
  readonly jobs: number;
  /** Of all results together. */
  readonly rows: number;
}

export function keptJobs(limits: KeptJobsLimits): KeptJobs {
  const jobs = new Map<string, Job>();
  // In the order in which they ended.
  const withRows = new Set<Job>();
  let rows = 0;

  const letRowsGo = (job: Job) => {
    if (withRows.delete(job)) rows -= resultOf(job)?.rowCount ?? 0;
  };

  return {
    has: (id) => jobs.has(id),
    get: (id) => jobs.get(id),
    list: () => [...jobs.values()].reverse(),
    add: (job) => {
      jobs.set(job.id, job);
      for (const old of jobs.values()) {
        if (jobs.size <= limits.jobs) return;
        if (old.endedAt === null) continue;
        jobs.delete(old.id);
        letRowsGo(old);
      }
    },
    holdRows: (job) => {
      const held = resultOf(job)?.rowCount ?? 0;
      // A dry run is no job that anybody asks for again.
      if (held === 0 || !jobs.has(job.id)) return;
      withRows.add(job);
      rows += held;
      for (const old of withRows) {
        if (rows <= limits.rows || old === job) return;
        letRowsGo(old);
        dropRows(old);
      }
    },
  };
}

function dropRows(job: Job): void {
  if (job.outcome === null || !("result" in job.outcome)) return;
  job.outcome = { ...job.outcome, result: null };
  job.rowsDropped = true;
}

/** The rows of a finished query, null for other jobs. */
export function resultOf({ outcome }: Job): ResultSet | null {
  return outcome !== null && "result" in outcome ? outcome.result : null;
}
