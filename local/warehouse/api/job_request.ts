/** `configuration.query` of a job read into a script, and a job's statistics written from its outcome. */

import { invalid, notImplemented } from "../store/api_error.ts";
import { PROJECT } from "../catalog/catalog.ts";
import type { Engine } from "../store/engine.ts";
import type { Job } from "./job.ts";
import { object, text } from "./load_request.ts";
import { wrongProject } from "../statements/names.ts";
import { readParameters } from "./parameters.ts";
import type { ScriptRequest } from "../statements/script.ts";

/** Settings that would change what a query does, and are not kept. */
const REFUSED_SETTINGS = [
  "destinationTable",
  "tableDefinitions",
  "timePartitioning",
  "rangePartitioning",
  "clustering",
  "schemaUpdateOptions",
  "createSession",
  "connectionProperties",
  "userDefinedFunctionResources",
] as const;

/** Throws 400 or 501 at once; the parameters' values are read when the script is to run. */
export function readQueryRequest(
  configuration: Readonly<Record<string, unknown>>,
): (engine: Engine, now: number) => Promise<ScriptRequest> {
  const query = object(configuration["query"]);
  for (const name of REFUSED_SETTINGS) {
    const value = query[name];
    const isSet = Array.isArray(value)
      ? value.length > 0
      : value !== undefined && value !== null && value !== false;
    if (isSet) throw notImplemented(`configuration.query.${name}`);
  }
  // The API's own default is legacy SQL; its Node client sends false.
  if (query["useLegacySql"] === true) throw notImplemented("legacy SQL");
  const sql = text(query["query"]);
  if (sql.trim() === "") throw invalid("Required parameter is missing: query");
  const { datasetId, projectId } = object(query["defaultDataset"]);
  if (projectId !== undefined && projectId !== PROJECT) throw wrongProject(text(projectId));
  return async (engine, now) => ({
    text: sql,
    bindings: await readParameters(engine, query["queryParameters"]),
    defaultDataset: text(datasetId) || null,
    dryRun: configuration["dryRun"] === true,
    timeoutMs: timeoutOf(configuration["jobTimeoutMs"]),
    now,
  });
}

/** The API writes 64-bit numbers as text; its Node client sends a number. */
function timeoutOf(value: unknown): number | null {
  const milliseconds = Number(value ?? 0);
  return Number.isInteger(milliseconds) && milliseconds > 0 ? milliseconds : null;
}

/** The local warehouse bills nothing: a dry run says what BigQuery would read, a job that runs says 0. */
export function jobStatistics(job: Job, inputBytes?: number): object {
  const { startedAt, endedAt, outcome } = job;
  const times = {
    creationTime: String(startedAt),
    startTime: String(startedAt),
    ...(endedAt === null ? {} : { endTime: String(endedAt) }),
  };
  if (job.configuration["load"] !== undefined) {
    const rows = outcome !== null && "rows" in outcome ? outcome.rows : 0;
    const bytes = inputBytes === undefined ? {} : { inputFileBytes: String(inputBytes) };
    return {
      ...times,
      load: { inputFiles: "1", ...bytes, outputRows: String(rows), badRecords: "0" },
    };
  }
  const query = { totalBytesProcessed: "0", totalBytesBilled: "0", cacheHit: false };
  if (outcome === null || !("statementType" in outcome))
    return { ...times, totalBytesProcessed: "0", query };
  const { statementType, target, affectedRows, result, read } = outcome;
  const totalBytesProcessed = String(outcome.reads.reduce((sum, { bytes }) => sum + bytes, 0));
  return {
    ...times,
    totalBytesProcessed,
    query: {
      ...query,
      totalBytesProcessed,
      statementType,
      referencedTables: read.map((name) => reference(name)),
      ...(affectedRows === null ? {} : { numDmlAffectedRows: String(affectedRows) }),
      ...(target === null || target.table === ""
        ? {}
        : { ddlTargetTable: reference(`${target.dataset}.${target.table}`) }),
      ...(result === null ? {} : { schema: { fields: result.fields } }),
    },
  };
}

function reference(name: string): object {
  const dot = name.indexOf(".");
  return { projectId: PROJECT, datasetId: name.slice(0, dot), tableId: name.slice(dot + 1) };
}
