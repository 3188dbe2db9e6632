/** Jobs that another program began for us, such as the Dataform CLI, known by a label of theirs: Google bills what goes on. */

import type { BigQuery, Job } from "@google-cloud/bigquery";

import { property } from "../error_facts.ts";
import { passed, PATIENCE_MS } from "./running_queries.ts";

/** Which run of the Dataform CLI a job is of. */
export const RUN_LABEL = "ai_spend_run";

/** Clocks differ, and the other program began before it was stopped. */
const EARLIEST_MS = 24 * 3_600_000;

/**
 * Cancels what runs under this label. Never rejects: false where jobs cannot be listed or cancelled, by this identity or
 * for now, so that some may go on.
 */
export async function cancelLabelled(client: BigQuery, run: string): Promise<boolean> {
  const isCancelled = cancelled(client, run).catch(() => false);
  return Promise.race([isCancelled, passed(PATIENCE_MS).then(() => false)]);
}

async function cancelled(client: BigQuery, run: string): Promise<boolean> {
  const [jobs] = await client.getJobs({
    // Labels are told with the whole of a job alone.
    projection: "full",
    stateFilter: ["pending", "running"],
    minCreationTime: String(Date.now() - EARLIEST_MS),
  });
  const ours = jobs.filter((job) => isOf(job, run));
  const ends = await Promise.all(ours.map((job) => job.cancel().then(yes, () => false)));
  return ends.every((end) => end);
}

const yes = () => true;

function isOf({ metadata }: Job, run: string): boolean {
  const isDone = property(property(metadata, "status"), "state") === "DONE";
  const labels = property(property(metadata, "configuration"), "labels");
  return !isDone && property(labels, RUN_LABEL) === run;
}
