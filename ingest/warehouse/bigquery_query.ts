/** Queries through Google's own client: all rows, the first of them, page by page, or what a dry run says. */

import type { BigQuery, Query } from "@google-cloud/bigquery";

import { columnsOf, decodeRow, type RestField, type RestRow } from "./cells.ts";
import { TransportError } from "../errors.ts";
import { elsewhere } from "./locations.ts";
import type { RunningQueries } from "./running_queries.ts";
import type { Examined, FirstRows, QueryResult } from "./warehouse.ts";
import { httpStatus, warehouseError } from "./warehouse_errors.ts";

/** What nobody is left to cancel, as after a kill, BigQuery ends by itself after so long. */
const LONGEST_MS = 3_600_000;

export interface Asking {
  readonly client: BigQuery;
  readonly running: RunningQueries;
}

interface ResultPage {
  readonly schema?: { readonly fields?: readonly RestField[] };
  readonly rows?: readonly RestRow[];
  readonly pageToken?: string;
  readonly jobComplete?: boolean;
}

/** All rows. */
export async function runQuery(asking: Asking, query: Query): Promise<QueryResult> {
  const rows: QueryResult["rows"][number][] = [];
  let columns: QueryResult["columns"] = [];
  for await (const page of pagesOf(asking, query)) {
    columns = page.columns;
    for (const row of page.rows) rows.push(row);
  }
  return { columns, rows };
}

/** Reads the answer's own cells: the client's conversion would pass large numbers through doubles. */
export async function* pagesOf(
  { client, running }: Asking,
  query: Query,
  jobId = running.start(query.location),
): AsyncGenerator<QueryResult> {
  try {
    await insertJob(client, {
      ...{ jobTimeoutMs: LONGEST_MS, ...query, jobId },
      useLegacySql: false,
    });
    running.answered(jobId);
    let fields: readonly RestField[] = [];
    let pageToken: string | undefined;
    let isComplete = false;
    while (!isComplete) {
      const page = await resultPage(client, jobId, { location: query.location, pageToken });
      // The service answers "not yet" after some seconds, for as long as the job runs.
      if (page.jobComplete === false) continue;
      running.end(jobId);
      fields = page.schema?.fields ?? fields;
      yield {
        columns: columnsOf(fields),
        rows: (page.rows ?? []).map((row) => decodeRow(row, fields)),
      };
      pageToken = page.pageToken;
      isComplete = pageToken === undefined || pageToken === "";
    }
  } catch (error) {
    const told = (await elsewhere(client, error)) ?? warehouseError(error, null);
    running.answered(jobId);
    // Where the answer was lost, the job may go on.
    if (!(told instanceof TransportError)) running.end(jobId);
    throw told;
  }
}

/** Nobody else has the id: a job that is there already is ours, of an insert whose answer was lost and tried again. */
async function insertJob(client: BigQuery, query: Query): Promise<void> {
  try {
    await client.createQueryJob(query);
  } catch (error) {
    if (httpStatus(error) !== 409) throw error;
  }
}

/** No more pages are fetched than the rows need. Throws TransportError if nobody wants them any more. */
export async function firstRows(
  asking: Asking,
  query: Query,
  { rows: wanted, timeoutMs, params, signal }: FirstRows,
): Promise<QueryResult & { readonly isCut: boolean }> {
  const rows: QueryResult["rows"][number][] = [];
  let columns: QueryResult["columns"] = [];
  const isUnwanted = () => signal?.aborted === true;
  if (isUnwanted()) throw cancelled();
  const jobId = asking.running.start(query.location);
  const limited = { ...query, jobTimeoutMs: timeoutMs, ...(params && { params }) };
  const cancel = () => void asking.running.cancel(jobId);
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    for await (const page of pagesOf(asking, limited, jobId)) {
      columns = page.columns;
      rows.push(...page.rows.slice(0, wanted + 1 - rows.length));
      if (rows.length > wanted) break;
    }
  } catch (error) {
    throw isUnwanted() ? cancelled() : error;
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
  return { columns, rows: rows.slice(0, wanted), isCut: rows.length > wanted };
}

function cancelled(): TransportError {
  return new TransportError("The query was cancelled: ask again if its answer is wanted.");
}

interface DryRun {
  readonly statistics?: {
    readonly totalBytesProcessed?: string;
    readonly query?: {
      readonly statementType?: string;
      readonly referencedTables?: readonly {
        readonly datasetId: string;
        readonly tableId: string;
      }[];
    };
  };
}

export async function examine(client: BigQuery, query: Query): Promise<Examined> {
  try {
    const [job] = await client.createQueryJob({ ...query, dryRun: true, useLegacySql: false });
    const { statistics = {} } = job.metadata as DryRun;
    const { statementType = "", referencedTables = [] } = statistics.query ?? {};
    return {
      bytes: Number(statistics.totalBytesProcessed ?? 0),
      statementType,
      tables: referencedTables.map(({ datasetId, tableId }) => `${datasetId}.${tableId}`),
    };
  } catch (error) {
    throw (await elsewhere(client, error)) ?? warehouseError(error, null);
  }
}

async function resultPage(
  client: BigQuery,
  jobId: string,
  { location, pageToken }: { location: string | undefined; pageToken: string | undefined },
): Promise<ResultPage> {
  const qs = { location, pageToken, "formatOptions.useInt64Timestamp": true };
  return new Promise((resolve, reject) => {
    client.request({ uri: `/queries/${jobId}`, qs }, (error: Error | null, body?: ResultPage) => {
      if (error !== null) reject(error);
      else resolve(body ?? {});
    });
  });
}
