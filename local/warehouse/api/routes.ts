/** Which method and path of BigQuery's REST API is which function here. The rest is refused by name. */

import type { IncomingMessage } from "node:http";

import { notImplemented } from "../store/api_error.ts";
import type { Answer, Call, Served } from "./call.ts";
import { PROJECT } from "../catalog/catalog.ts";
import { deleteDataset, getDataset, insertDataset, listDatasets } from "./datasets_api.ts";
import {
  beginUpload,
  cancelJob,
  continueUpload,
  getJob,
  getQueryResults,
  insertJob,
  listJobs,
  runQuery,
} from "./jobs_api.ts";
import { wrongProject } from "../statements/names.ts";
import { patchTable } from "./table_patch.ts";
import { deleteTable, getTable, insertTable, listRows, listTables } from "./tables_api.ts";

type Handler = (call: Call) => Promise<Answer>;

const DATASET = "projects/:project/datasets/:dataset";

const ROUTES: readonly (readonly [method: string, path: string, handler: Handler])[] = [
  ["GET", "projects/:project/datasets", listDatasets],
  ["POST", "projects/:project/datasets", insertDataset],
  ["GET", DATASET, getDataset],
  ["DELETE", DATASET, deleteDataset],
  ["GET", `${DATASET}/tables`, listTables],
  ["POST", `${DATASET}/tables`, insertTable],
  ["GET", `${DATASET}/tables/:table`, getTable],
  ["PATCH", `${DATASET}/tables/:table`, patchTable],
  ["DELETE", `${DATASET}/tables/:table`, deleteTable],
  ["GET", `${DATASET}/tables/:table/data`, listRows],
  ["GET", "projects/:project/jobs", listJobs],
  ["POST", "projects/:project/jobs", insertJob],
  ["GET", "projects/:project/jobs/:job", getJob],
  ["POST", "projects/:project/jobs/:job/cancel", cancelJob],
  ["POST", "projects/:project/queries", runQuery],
  ["GET", "projects/:project/queries/:job", getQueryResults],
];

/** Answers one request of the REST API. Throws ApiError, 501 for a method that is not served. */
export async function route(served: Served, request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const method = request.method ?? "GET";
  const query = Object.fromEntries(url.searchParams);
  const unknown = () => notImplemented(`${method} ${url.pathname}`);

  const [, upload, rest] =
    /^(?:\/bigquery\/v2)?(\/upload)?\/bigquery\/v2\/(.*?)\/?$/.exec(url.pathname) ?? [];
  if (rest === undefined) throw unknown();
  const parts = rest.split("/").map(decodeURIComponent);
  const isUpload = upload !== undefined;

  for (const [routeMethod, pattern, handler] of ROUTES) {
    const params = match(pattern, parts);
    if (params === null) continue;
    if (params["project"] !== PROJECT) throw wrongProject(params["project"] ?? "");
    const call: Call = { ...served, request, params, query, isUpload };
    if (isUpload && handler === insertJob && query["uploadType"] === "resumable") {
      return await resumable(method, call, unknown);
    }
    if (isUpload && (handler !== insertJob || query["uploadType"] !== "multipart")) continue;
    if (routeMethod === method) return await handler(call);
  }
  throw unknown();
}

function resumable(method: string, call: Call, unknown: () => Error): Promise<Answer> {
  if (method === "POST") return beginUpload(call);
  if (method === "PUT") return continueUpload(call);
  throw unknown();
}

/** The names in a path, null if it is not of this pattern. */
function match(pattern: string, parts: readonly string[]): Readonly<Record<string, string>> | null {
  const wanted = pattern.split("/");
  if (wanted.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, want] of wanted.entries()) {
    const part = parts[index] ?? "";
    if (want.startsWith(":")) params[want.slice(1)] = part;
    else if (want !== part) return null;
  }
  return params;
}
