/** Queries that the warehouse may still work at: what nobody waits for any more is cancelled, since Google bills it. */

import { randomUUID } from "node:crypto";

import type { BigQuery } from "@google-cloud/bigquery";

import { httpStatus } from "./warehouse_errors.ts";

/** So long whoever stopped the program waits for its cancellations. */
export const PATIENCE_MS = 5_000;
const AGAIN_MS = 200;

export interface RunningQueries {
  /** The job's id, which is ours: it can be cancelled before the service has answered that it is there. */
  start(location: string | undefined): string;
  /** The service has answered whether it took the job. */
  answered(jobId: string): void;
  end(jobId: string): void;
  /** Never rejects: where the service cannot be reached there is nothing to be done. */
  cancel(jobId: string): Promise<void>;
  cancelAll(): Promise<void>;
}

interface Started {
  readonly location: string | undefined;
  isAnswered: boolean;
}

export function runningQueries(client: BigQuery): RunningQueries {
  const started = new Map<string, Started>();
  const cancelOnce = async (jobId: string, { location }: Started): Promise<number | null> => {
    try {
      await client.job(jobId, { ...(location !== undefined && { location }) }).cancel();
      return null;
    } catch (error) {
      return httpStatus(error);
    }
  };
  const cancel = async (jobId: string): Promise<void> => {
    const untilMs = Date.now() + PATIENCE_MS;
    for (;;) {
      const job = started.get(jobId);
      if (job === undefined || Date.now() > untilMs) return;
      const { isAnswered } = job;
      const status = await Promise.race([cancelOnce(jobId, job), passed(untilMs - Date.now())]);
      // A job that is not there yet may be on its way.
      if (status !== 404 || isAnswered) break;
      await passed(AGAIN_MS);
    }
    started.delete(jobId);
  };
  return {
    start: (location) => {
      const jobId = randomUUID();
      started.set(jobId, { location, isAnswered: false });
      return jobId;
    },
    answered: (jobId) => {
      const job = started.get(jobId);
      if (job !== undefined) job.isAnswered = true;
    },
    end: (jobId) => void started.delete(jobId),
    cancel,
    cancelAll: async () => void (await Promise.all([...started.keys()].map(cancel))),
  };
}

/** Keeps no program from its end. */
export function passed(milliseconds: number): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, null).unref());
}
