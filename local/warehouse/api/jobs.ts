/** Jobs: started, remembered, waited for. A load's record is kept in the file, others in memory. */

import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";

import { duplicate, errorProto, invalid, notFound, notImplemented } from "../store/api_error.ts";
import { PROJECT } from "../catalog/catalog.ts";
import { toApiError } from "../store/engine_error.ts";
import type { Engine } from "../store/engine.ts";
import type { Job } from "./job.ts";
import { jobStatistics, readQueryRequest } from "./job_request.ts";
import { keptJobs } from "./kept_jobs.ts";
import { load, type LoadOutcome } from "../load/load.ts";
import { object, readLoadRequest, text } from "./load_request.ts";
import { splitScript } from "../googlesql/index.ts";
import { runScript } from "../statements/script.ts";

export interface Jobs {
  /** Starts a job. Throws 409 for an id used before, 400 or 501 for what cannot be a job. */
  start(
    resource: unknown,
    upload: { readonly file: string; readonly bytes: number } | null,
  ): Promise<Job>;
  /** The resource of a job. Throws 404. */
  resource(id: string): Promise<object>;
  /** A query job of this process. Throws 404. */
  find(id: string): Job;
  list(): readonly Job[];
}

/** Jobs beyond these many are forgotten, oldest first; so are the rows of results beyond these many. */
const KEPT = { jobs: 10_000, rows: 2_000_000 };

/** True for a script that changes nothing. Throws for what is none. */
function isReading(sql: string): boolean {
  return splitScript(sql).every(({ kind }) => kind === "query");
}

export function jobStore(engine: Engine, now: () => number): Jobs {
  const jobs = keptJobs(KEPT);
  // Read once: while the file is open, nobody else adds to it.
  let loaded: Promise<Set<string>> | null = null;
  const loadedIds = () => {
    loaded ??= savedIds(engine).catch((error: unknown) => {
      loaded = null;
      throw error;
    });
    return loaded;
  };

  const start: Jobs["start"] = async (resource, upload) => {
    const { configuration, jobReference } = object(resource);
    const { jobId, projectId } = object(jobReference);
    const config = object(configuration);
    const id = text(jobId) || `job_${randomUUID()}`;
    if (!/^[A-Za-z0-9_-]{1,1024}$/.test(id)) throw invalid(`Invalid job ID "${id}".`);
    if (projectId !== undefined && projectId !== PROJECT)
      throw notFound(`Project ${text(projectId)}`);
    // Nothing may be waited for between this look and the job's entry: two requests can bear one id.
    const used = (await loadedIds()).has(id) || jobs.has(id);
    if (used) throw duplicate(`Job ${PROJECT}:US.${id}`);

    const abandoned = new AbortController();
    const job: Job = {
      ...{ id, configuration: config, startedAt: now(), endedAt: null, outcome: null, error: null },
      rowsDropped: false,
      ended: Promise.resolve(),
      abandon: () => {
        const isAtWork = job.endedAt === null && config["query"] !== undefined;
        if (isAtWork && isReading(text(object(config["query"])["query"]))) abandoned.abort();
      },
    };
    const work = workOf(job, upload, abandoned.signal);
    if (config["dryRun"] !== true) jobs.add(job);
    job.ended = work()
      .then((outcome) => void (job.outcome = outcome))
      .catch((error: unknown) => void (job.error = toApiError(error, "")))
      .then(() => void (job.endedAt = now()))
      .then(() => jobs.holdRows(job))
      .finally(() => (upload === null ? undefined : rm(upload.file, { force: true })));
    return job;
  };

  const workOf = (
    job: Job,
    upload: { readonly file: string; readonly bytes: number } | null,
    signal: AbortSignal,
  ) => {
    const { configuration: config } = job;
    if (config["load"] !== undefined) {
      const request = readLoadRequest(config["load"]);
      if (upload === null) throw notImplemented("a load job without an upload (sourceUris)");
      if (config["dryRun"] === true) throw notImplemented("a dry run of a load job");
      const record = async (outcome: LoadOutcome) => {
        const ended: Job = { ...job, outcome, endedAt: now() };
        const saved = JSON.stringify(jobResource(ended, upload.bytes));
        await engine.rows("insert into _warehouse.jobs values ($1, $2)", [job.id, saved]);
      };
      const loadAndRemember = async () => {
        const options = { file: upload.file, now: now(), record };
        const outcome = await load(engine, request, options);
        (await loadedIds()).add(job.id);
        return outcome;
      };
      return loadAndRemember;
    }
    if (config["query"] === undefined) {
      throw notImplemented(`a job of ${Object.keys(config).join(", ") || "no configuration"}`);
    }
    const request = readQueryRequest(config);
    return async () => runScript(engine, { ...(await request(engine, now())), signal });
  };

  return {
    start,
    resource: async (id) => {
      const job = jobs.get(id);
      if (job !== undefined) return jobResource(job);
      const saved = await savedJob(engine, id);
      if (saved === null) throw notFound(`Job ${PROJECT}:US.${id}`);
      return saved;
    },
    find: (id) => {
      const job = jobs.get(id);
      if (job === undefined) throw notFound(`Job ${PROJECT}:US.${id}`);
      return job;
    },
    list: () => jobs.list(),
  };
}

async function savedIds(engine: Engine): Promise<Set<string>> {
  const rows = await engine.exclusive(() => engine.rows("select id from _warehouse.jobs"));
  return new Set(rows.map((row) => String(row["id"])));
}

async function savedJob(engine: Engine, id: string): Promise<object | null> {
  const [row] = await engine.exclusive(() => {
    return engine.rows("select job from _warehouse.jobs where id = $1", [id]);
  });
  return row === undefined ? null : (JSON.parse(String(row["job"])) as object);
}

/** The job as BigQuery's API shows it. */
export function jobResource(job: Job, inputBytes?: number): object {
  const { id, configuration, error, endedAt } = job;
  const failure =
    error === null ? {} : { errorResult: errorProto(error), errors: [errorProto(error)] };
  const kind = configuration["load"] === undefined ? "QUERY" : "LOAD";
  return {
    kind: "bigquery#job",
    id: `${PROJECT}:US.${id}`,
    jobReference: { projectId: PROJECT, jobId: id, location: "US" },
    configuration: { ...configuration, jobType: kind },
    status: { state: endedAt === null ? "RUNNING" : "DONE", ...failure },
    statistics: jobStatistics(job, inputBytes),
  };
}
