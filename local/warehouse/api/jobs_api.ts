/** The REST methods for jobs, queries and uploads. */

import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import path from "node:path";

import { ApiError, invalid, notFound } from "../store/api_error.ts";
import { PROJECT } from "../catalog/catalog.ts";
import type { Job } from "./job.ts";
import { jobResource } from "./jobs.ts";
import { resultOf } from "./kept_jobs.ts";
import { object, text } from "./load_request.ts";
import { pageRequest, readPage } from "../store/result_set.ts";
import { paged, type Answer, type Call } from "./call.ts";
import { receiveJson, receiveMultipart, receivePiece } from "./upload.ts";

/** How long a request waits for its job before it answers "not yet": BigQuery's own default. */
const WAIT_MS = 10_000;

/** POST …/jobs. A job that fails is answered as a finished job with its error, as BigQuery does. */
export async function insertJob(call: Call): Promise<Answer> {
  const upload = call.isUpload ? await receiveMultipart(call.request, call.uploadFolder) : null;
  try {
    return await startJob(
      call,
      upload === null ? await receiveJson(call.request) : upload.metadata,
      upload,
    );
  } catch (error) {
    if (upload !== null) await rm(upload.file, { force: true });
    throw error;
  }
}

async function startJob(
  { jobs, request }: Call,
  resource: unknown,
  upload: { readonly file: string; readonly bytes: number } | null,
): Promise<Answer> {
  const job = await jobs.start(resource, upload);
  const isDryRun = job.configuration["dryRun"] === true;
  await (isDryRun ? job.ended : waitFor(job, WAIT_MS, request));
  if (isDryRun && job.error !== null) throw job.error;
  return { body: jobResource(job, upload?.bytes) };
}

export async function getJob({ jobs, params }: Call): Promise<Answer> {
  return { body: await jobs.resource(params["job"] ?? "") };
}

/** POST …/jobs/{job}/cancel: ends what only reads. The answer does not wait for the end, as BigQuery's does not. */
export function cancelJob({ jobs, params }: Call): Promise<Answer> {
  const job = jobs.find(params["job"] ?? "");
  job.abandon();
  return Promise.resolve({ body: { kind: "bigquery#jobCancelResponse", job: jobResource(job) } });
}

export function listJobs({ jobs, query }: Call): Promise<Answer> {
  const { items, nextPageToken } = paged(jobs.list(), query, 50);
  const list = items.map((job) => ({
    ...jobResource(job),
    state: job.endedAt === null ? "RUNNING" : "DONE",
  }));
  return Promise.resolve({ body: { kind: "bigquery#jobList", jobs: list, nextPageToken } });
}

/** POST …/queries: a query and its first page at once. */
export async function runQuery(call: Call): Promise<Answer> {
  const body = object(await receiveJson(call.request));
  const configuration = { query: body, dryRun: body["dryRun"] === true, labels: body["labels"] };
  const job = await call.jobs.start({ configuration }, null);
  const answer = await answerQuery(job, body, call.request);
  return { body: { ...answer, kind: "bigquery#queryResponse" } };
}

/** GET …/queries/{job}: a page of a query's rows. */
export async function getQueryResults({ jobs, params, query, request }: Call): Promise<Answer> {
  const body = await answerQuery(jobs.find(params["job"] ?? ""), query, request);
  return { body: { ...body, kind: "bigquery#getQueryResultsResponse" } };
}

async function answerQuery(
  job: Job,
  options: Readonly<Record<string, unknown>>,
  request: IncomingMessage,
): Promise<object> {
  const wait = text(options["timeoutMs"]) === "" ? WAIT_MS : Number(options["timeoutMs"]);
  await waitFor(job, wait, request);
  const jobReference = { projectId: PROJECT, jobId: job.id, location: "US" };
  if (job.endedAt === null) return { jobReference, jobComplete: false };
  if (job.error !== null) throw job.error;
  if (job.rowsDropped) {
    throw notFound(`the rows of job ${job.id}: newer results have taken their place; run it again`);
  }
  const outcome = job.outcome !== null && "affectedRows" in job.outcome ? job.outcome : null;
  const result = resultOf(job);
  const affected = outcome?.affectedRows ?? null;
  const base = {
    jobReference,
    jobComplete: true,
    cacheHit: false,
    totalBytesProcessed: "0",
    ...(affected === null ? {} : { numDmlAffectedRows: String(affected) }),
  };
  if (result === null) return { ...base, schema: { fields: [] }, totalRows: "0" };
  const page = readPage(result, pageRequest(options));
  return {
    ...base,
    schema: { fields: result.fields },
    totalRows: String(result.rowCount),
    rows: page.rows,
    ...(page.next === null ? {} : { pageToken: String(page.next) }),
  };
}

/** Waits for a job's end, not for ever. Whoever waits and goes away would let a long query hold up everybody else. */
async function waitFor(job: Job, milliseconds: number, { socket }: IncomingMessage): Promise<void> {
  socket.once("close", job.abandon);
  try {
    await Promise.race([job.ended, delay(milliseconds)]);
  } finally {
    socket.off("close", job.abandon);
  }
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

/** POST …/jobs?uploadType=resumable: gives the address that the pieces go to. */
export async function beginUpload(call: Call): Promise<Answer> {
  const resource = await receiveJson(call.request);
  const id = randomUUID();
  const file = path.join(call.uploadFolder, `${id}.ndjson`);
  call.pendingUploads.set(id, { resource, file, bytes: 0 });
  const address = `http://${call.request.headers.host ?? ""}${call.prefix}${call.request.url ?? ""}&upload_id=${id}`;
  return { body: {}, headers: { location: address } };
}

/** PUT …/jobs?upload_id=…: one piece; the last one starts the job. */
export async function continueUpload(call: Call): Promise<Answer> {
  const id = call.query["upload_id"] ?? "";
  const pending = call.pendingUploads.get(id);
  if (pending === undefined) throw notFound(`Upload ${id}`);
  const range = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(
    call.request.headers["content-range"] ?? "",
  );
  if (range?.[1] !== undefined && Number(range[1]) !== pending.bytes) {
    throw invalid(`The upload continues at byte ${pending.bytes}, not at ${range[1]}`);
  }
  pending.bytes += await receivePiece(call.request, pending.file);
  const total = range?.[3];
  if (total !== undefined && (total === "*" || pending.bytes < Number(total))) {
    const range308 = pending.bytes === 0 ? {} : { range: `bytes=0-${pending.bytes - 1}` };
    return { status: 308, body: {}, headers: range308 };
  }
  call.pendingUploads.delete(id);
  if (total !== undefined && pending.bytes !== Number(total)) {
    await rm(pending.file, { force: true });
    throw new ApiError(
      400,
      "invalid",
      `The upload has ${pending.bytes} bytes and promised ${total}`,
    );
  }
  return startJob(call, pending.resource, pending);
}
