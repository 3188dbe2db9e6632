/**
 * NDJSON load jobs: all rows or none, together with the table they make and the job's own record, so
 * that a job id is spent exactly when its rows are there.
 */

import { ApiError, duplicate, invalid, notFound, notImplemented } from "../store/api_error.ts";
import {
  checkId,
  keyOf,
  placeOf,
  PROJECT,
  requireDataset,
  tableFields,
  type TableDetails,
  type TableEntry,
  type TableName,
} from "../catalog/catalog.ts";
import { readCatalog, writeTable } from "../catalog/catalog_store.ts";
import type { Engine } from "../store/engine.ts";
import {
  columnDefinitions,
  googleSqlType,
  quoteName,
  quoteText,
  type Field,
} from "../store/fields.ts";
import { loadQuery } from "./load_query.ts";
import { checkRows } from "./row_check.ts";

/** What a load job asks for. */
export interface LoadRequest {
  readonly target: TableName;
  /** The part after `$`, null for the whole table. */
  readonly partition: string | null;
  /** Null if the job leaves the schema to the table. */
  readonly fields: readonly Field[] | null;
  readonly write: "WRITE_APPEND" | "WRITE_TRUNCATE" | "WRITE_EMPTY";
  readonly create: "CREATE_IF_NEEDED" | "CREATE_NEVER";
  readonly ignoreUnknownValues: boolean;
  readonly timePartitioning: NonNullable<TableDetails["timePartitioning"]> | null;
  readonly clustering: NonNullable<TableDetails["clustering"]> | null;
}

export interface LoadOutcome {
  readonly rows: number;
}

/**
 * Loads a file that holds the rows of a job.
 * @param record writes the job's record; it runs inside the transaction
 * Throws ApiError and leaves everything as it was.
 */
export async function load(
  engine: Engine,
  request: LoadRequest,
  {
    file,
    now,
    record,
  }: { file: string; now: number; record: (outcome: LoadOutcome) => Promise<void> },
): Promise<LoadOutcome> {
  const plan = await engine.exclusive(() => planLoad(engine, request));
  const checked = await checkRows(file, plan.fields, request);
  const rows = checked.count;
  await engine.exclusive(async () => {
    // The table may have changed while the rows were read.
    const { existing, fields } = await planLoad(engine, request);
    await engine.transaction(async () => {
      if (
        existing === null ||
        (request.write === "WRITE_TRUNCATE" &&
          request.partition === null &&
          request.fields !== null)
      ) {
        await makeTable(engine, request, existing, now);
      }
      await writeRows(engine, request, loadQuery(file, fields, checked));
      await record({ rows });
    });
  });
  return { rows };
}

interface Plan {
  readonly existing: TableEntry | null;
  readonly fields: readonly Field[];
}

/** The schema to read by, and whether the table exists. Throws what BigQuery refuses beforehand. */
async function planLoad(engine: Engine, request: LoadRequest): Promise<Plan> {
  const { target, fields, write } = request;
  const catalog = await readCatalog(engine);
  requireDataset(catalog, target.dataset);
  const existing = catalog.tables.get(keyOf(target)) ?? null;
  if (existing === null) {
    if (request.create === "CREATE_NEVER") {
      throw notFound(`Table ${PROJECT}:${keyOf(target)} was not found in location US`);
    }
    if (fields === null) throw invalid("No schema specified on job or table.");
    checkId("table", target.table);
    return { existing, fields };
  }
  if (existing.kind === "VIEW")
    throw invalid(`${PROJECT}:${keyOf(target)} is a view; rows load into tables only.`);
  const place = placeOf(engine, target);
  if (write === "WRITE_EMPTY") {
    const [row] = await engine.rows(`select exists (from ${place}) as filled`);
    if (row?.["filled"] === true) throw duplicate(`Table ${PROJECT}:${keyOf(target)}`);
  }
  const actual = await tableFields(engine, place, existing.details.fields);
  if (fields === null) return { existing, fields: actual };
  if (write === "WRITE_TRUNCATE" && request.partition === null) return { existing, fields };
  requireSameSchema(request, fields, actual, "");
  return { existing, fields };
}

function requireSameSchema(
  request: LoadRequest,
  given: readonly Field[],
  actual: readonly Field[],
  path: string,
) {
  const problem = `Provided Schema does not match Table ${PROJECT}:${keyOf(request.target)}.`;
  for (const field of given) {
    const name = path + field.name;
    const known = actual.find(
      (candidate) => candidate.name.toLowerCase() === field.name.toLowerCase(),
    );
    if (known === undefined) throw invalid(`${problem} Cannot add fields (field: ${name})`);
    if (googleSqlType(known) !== googleSqlType(field)) {
      const change = `from ${googleSqlType(known)} to ${googleSqlType(field)}`;
      throw invalid(`${problem} Field ${name} has changed type ${change}`);
    }
  }
  for (const field of actual) {
    const isGiven = given.some(
      (candidate) => candidate.name.toLowerCase() === field.name.toLowerCase(),
    );
    if (field.mode === "REQUIRED" && !isGiven) {
      throw invalid(`${problem} Missing required field: ${path}${field.name}`);
    }
  }
}

async function makeTable(
  engine: Engine,
  request: LoadRequest,
  existing: TableEntry | null,
  now: number,
) {
  const fields = request.fields ?? [];
  await engine.run(
    `create or replace table ${placeOf(engine, request.target)} (${columnDefinitions(fields)})`,
  );
  const details: TableDetails = {
    ...existing?.details,
    ...(request.timePartitioning === null ? {} : { timePartitioning: request.timePartitioning }),
    ...(request.clustering === null ? {} : { clustering: request.clustering }),
    fields,
    creationTime: existing?.details.creationTime ?? String(now),
    lastModifiedTime: String(now),
  };
  await writeTable(engine, request.target, "TABLE", details);
}

async function writeRows(engine: Engine, request: LoadRequest, rows: string) {
  const place = placeOf(engine, request.target);
  if (request.partition === null) {
    if (request.write === "WRITE_TRUNCATE") await engine.run(`delete from ${place}`);
    await engine.run(`insert into ${place} by name ${rows}`);
    return;
  }
  const inPartition = await partitionCondition(engine, request);
  await engine.run(`create or replace temp table _load as ${rows}`);
  const [stray] = await engine.rows(
    `select count(*) as n from temp.main._load where (${inPartition}) is not true`,
  );
  if (Number(stray?.["n"] ?? 0) > 0) {
    throw new ApiError(
      400,
      "invalid",
      `Some rows belong to different partitions rather than destination partition ${request.partition}`,
    );
  }
  if (request.write === "WRITE_TRUNCATE")
    await engine.run(`delete from ${place} where ${inPartition}`);
  await engine.run(`insert into ${place} by name from temp.main._load`);
  await engine.run("drop table temp.main._load");
}

const PARTITION_FORMATS: Readonly<Record<string, string>> = {
  HOUR: "%Y%m%d%H",
  DAY: "%Y%m%d",
  MONTH: "%Y%m",
  YEAR: "%Y",
};

/** What `table$20260105` means for the table's own partitioning column. */
async function partitionCondition(engine: Engine, request: LoadRequest): Promise<string> {
  const { details } = (await readCatalog(engine)).tables.get(keyOf(request.target)) ?? {};
  const partitioning = details?.timePartitioning;
  if (partitioning?.field === undefined) {
    throw invalid(
      `Table ${PROJECT}:${keyOf(request.target)} has no partitions, so $${request.partition} names none.`,
    );
  }
  const format = PARTITION_FORMATS[partitioning.type];
  if (format === undefined) throw notImplemented(`partitioning by ${partitioning.type}`);
  const column = `cast(${quoteName(partitioning.field)} as timestamp)`;
  return `strftime(${column}, '${format}') = ${quoteText(request.partition ?? "")}`;
}
