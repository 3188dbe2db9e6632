/** The REST methods for tables and their rows. Changing one is in table_patch.ts. */

import { duplicate, invalid } from "../store/api_error.ts";
import {
  checkId,
  keyOf,
  placeOf,
  PROJECT,
  requireDataset,
  requireTable,
  tableFields,
  type TableDetails,
  type TableEntry,
  type TableName,
} from "../catalog/catalog.ts";
import { forgetTable, readCatalog, writeTable } from "../catalog/catalog_store.ts";
import { toApiError } from "../store/engine_error.ts";
import type { Engine } from "../store/engine.ts";
import { columnDefinitions, quoteName, readFields } from "../store/fields.ts";
import { readColumns } from "../statements/information_schema.ts";
import {
  object,
  readClustering,
  readTableReference,
  readTimePartitioning,
  text,
} from "./load_request.ts";
import { pageRequest, readPage, readResult } from "../store/result_set.ts";
import { paged, type Answer, type Call } from "./call.ts";
import { describeTable, tableListItem, tableResource } from "./table_resource.ts";
import { receiveJson } from "./upload.ts";
import { writeView } from "../statements/views.ts";

export function nameOf({ params }: Pick<Call, "params">): TableName {
  return { dataset: params["dataset"] ?? "", table: params["table"] ?? "" };
}

export async function listTables({ engine, params, query }: Call): Promise<Answer> {
  const dataset = params["dataset"] ?? "";
  const catalog = await engine.exclusive(() => readCatalog(engine));
  requireDataset(catalog, dataset);
  const entries = [...catalog.tables.values()].filter((entry) => entry.dataset === dataset);
  const { items, nextPageToken } = paged(entries, query, 1000);
  const tables = items.map(tableListItem);
  return {
    body: { kind: "bigquery#tableList", tables, totalItems: entries.length, nextPageToken },
  };
}

export async function getTable(call: Call): Promise<Answer> {
  return { body: await call.engine.exclusive(() => readTable(call.engine, nameOf(call))) };
}

/** The table's resource; call it inside `exclusive`. Throws 404. */
export async function readTable(engine: Engine, name: TableName): Promise<object> {
  const entry = requireTable(await readCatalog(engine), name);
  const fields = await tableFields(engine, placeOf(engine, entry), entry.details.fields);
  return tableResource(entry, fields, await countRows(engine, entry));
}

async function countRows(engine: Engine, entry: TableEntry): Promise<string | null> {
  if (entry.kind === "VIEW") return null;
  const [row] = await engine.rows(`select count(*) as n from ${placeOf(engine, entry)}`);
  return String(row?.["n"]);
}

export async function insertTable({ engine, params, request, now }: Call): Promise<Answer> {
  const body = object(await receiveJson(request));
  const { dataset, table } = readTableReference({
    datasetId: params["dataset"],
    ...object(body["tableReference"]),
  });
  const name = { dataset, table: checkId("table", table) };
  const time = String(now());
  const partitioning = readTimePartitioning(body["timePartitioning"]);
  const clustering = readClustering(body["clustering"]);
  const details: TableDetails = {
    ...describeTable({ creationTime: time, lastModifiedTime: time }, body),
    ...(partitioning === null ? {} : { timePartitioning: partitioning }),
    ...(clustering === null ? {} : { clustering }),
  };
  const resource = await engine.exclusive(async () => {
    const catalog = await readCatalog(engine);
    requireDataset(catalog, dataset);
    if (catalog.tables.has(keyOf(name))) throw duplicate(`Table ${PROJECT}:${keyOf(name)}`);
    if (body["view"] === undefined)
      await makeTable(engine, name, {
        ...details,
        fields: readFields(object(body["schema"])["fields"]),
      });
    else await makeView(engine, name, body["view"], details);
    return readTable(engine, name);
  });
  return { body: resource };
}

async function makeTable(engine: Engine, name: TableName, details: TableDetails): Promise<void> {
  const columns = details.fields ?? [];
  for (const used of [details.timePartitioning?.field, ...(details.clustering?.fields ?? [])]) {
    if (used !== undefined && !columns.some((column) => column.name === used)) {
      throw invalid(
        `The field specified for partitioning or clustering is not in the schema: ${used}`,
      );
    }
  }
  await engine.transaction(async () => {
    await engine.run(`create table ${placeOf(engine, name)} (${columnDefinitions(columns)})`);
    await writeTable(engine, name, "TABLE", details);
  });
}

/** Makes or replaces a view from `view` of a request; call it inside `exclusive`. */
export async function makeView(
  engine: Engine,
  name: TableName,
  view: unknown,
  details: TableDetails,
): Promise<void> {
  const query = text(object(view)["query"]);
  if (query === "") throw invalid("Required parameter is missing: view.query");
  try {
    const run = {
      engine,
      catalog: await readCatalog(engine),
      columns: await readColumns(engine),
      defaultDataset: null,
      atomically: <T>(work: () => Promise<T>) => engine.transaction(work),
    };
    await writeView(run, name, { query, orReplace: true, materialized: false, details });
  } catch (error) {
    throw toApiError(error, query);
  }
}

export async function deleteTable(call: Call): Promise<Answer> {
  const { engine } = call;
  await engine.exclusive(async () => {
    const entry = requireTable(await readCatalog(engine), nameOf(call));
    await engine.transaction(async () => {
      await engine.run(`drop ${entry.kind.toLowerCase()} ${placeOf(engine, entry)}`);
      await forgetTable(engine, entry);
    });
  });
  return { status: 204, body: null };
}

/** tabledata.list: a table's rows in the order in which they came, so that pages neither overlap nor miss. */
export async function listRows(call: Call): Promise<Answer> {
  const { engine, query } = call;
  const request = pageRequest(query);
  const limit = Math.min(request.limit ?? ROWS_PER_PAGE, ROWS_PER_PAGE);
  return engine.exclusive(async () => {
    const entry = requireTable(await readCatalog(engine), nameOf(call));
    if (entry.kind === "VIEW") throw invalid(`Cannot list a table of type VIEW: ${keyOf(entry)}`);
    const place = placeOf(engine, entry);
    const wanted = query["selectedFields"]?.split(",").filter((name) => name !== "") ?? [];
    const columns = wanted.length === 0 ? "*" : wanted.map(quoteName).join(", ");
    const sql = `select ${columns} from ${place} order by rowid limit ${limit} offset ${request.start}`;
    const result = readResult(await engine.run(sql));
    const page = readPage(result, { ...request, start: 0, limit: null });
    const total = await countRows(engine, entry);
    const next = request.start + page.rows.length;
    const pageToken =
      next < Number(total) && page.rows.length > 0 ? { pageToken: String(next) } : {};
    return {
      body: { kind: "bigquery#tableDataList", totalRows: total, rows: page.rows, ...pageToken },
    };
  });
}

const ROWS_PER_PAGE = 50_000;
