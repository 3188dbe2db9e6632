/**
 * What BigQuery would read for a query, estimated: the stored size, by BigQuery's documented sizes of its types,
 * of the columns that DuckDB's plan scans. Of a table that the plan itself filters by its partitions, the partitions
 * that are left. A filter that DuckDB does not bring down to the scan, as behind an UNNEST, leaves out nothing.
 */

import { keyOf, placeOf, tableFields, type Catalog, type TableEntry } from "./catalog.ts";
import type { Bindings, Engine } from "../store/engine.ts";
import { quoteName, type Field } from "../store/fields.ts";

/** What a plan reads of one table. */
interface Scan {
  /** Names of columns, or of a record's part its path, such as `service.description`; others do not count. */
  readonly columns: ReadonlySet<string>;
  /** DuckDB conditions on the partitions of each of its scans; null once a scan has none. */
  readonly partitions: ReadonlySet<string> | null;
}

/** What a query reads of one table. */
export interface TableRead {
  /** `dataset.table`. */
  readonly table: string;
  readonly bytes: number;
  /** Of the same columns in all partitions. */
  readonly wholeBytes: number;
  /** DuckDB conditions on partitions, one of which the rows read fulfil; null where all are read. */
  readonly partitions: readonly string[] | null;
}

/** Of a query in DuckDB's text. Call it inside `exclusive`. */
export async function tablesRead(
  engine: Engine,
  catalog: Catalog,
  sql: string,
  bindings?: Bindings,
): Promise<readonly TableRead[]> {
  const reads: TableRead[] = [];
  for (const [table, scan] of await scansOf(engine, catalog, sql, bindings)) {
    const entry = catalog.tables.get(table);
    if (entry === undefined) continue;
    const wholeBytes = await storedBytes(engine, entry, { ...scan, partitions: null });
    const isWhole = scan.partitions === null;
    const bytes = isWhole ? wholeBytes : await storedBytes(engine, entry, scan);
    reads.push({ table, bytes, wholeBytes, partitions: scan.partitions && [...scan.partitions] });
  }
  return reads;
}

interface PlanNode {
  readonly extra_info: Readonly<Record<string, string | readonly string[]>>;
  readonly children: readonly PlanNode[];
}

async function scansOf(
  engine: Engine,
  catalog: Catalog,
  sql: string,
  bindings: Bindings | undefined,
): Promise<ReadonlyMap<string, Scan>> {
  const scans = new Map<string, Scan>();
  const visit = ({ extra_info: info, children }: PlanNode): void => {
    children.forEach(visit);
    if (typeof info["Table"] !== "string") return;
    const name = tableIn(info["Table"]);
    const field = catalog.tables.get(name)?.details.timePartitioning?.field;
    const filters = listed(info["Filters"]);
    const condition = field === undefined ? "" : partitionCondition(field, filters);
    const known = scans.get(name) ?? { columns: new Set(), partitions: new Set() };
    const columns = [...known.columns, ...listed(info["Projections"]), ...filters.flatMap(wordsIn)];
    const partitions =
      condition === "" || known.partitions === null
        ? null
        : new Set([...known.partitions, condition]);
    scans.set(name, { columns: new Set(columns), partitions });
  };
  for (const node of await planOf(engine, sql, bindings)) visit(node);
  return scans;
}

/** What DuckDB knows of the values would let it leave out scans that BigQuery makes. */
const UNWANTED = "statistics_propagation,empty_result_pullup";

async function planOf(
  engine: Engine,
  sql: string,
  bindings: Bindings | undefined,
): Promise<readonly PlanNode[]> {
  await engine.run(`set disabled_optimizers = '${UNWANTED}'`);
  try {
    const result = await engine.run(`explain (format json) ${sql}`, bindings);
    const [row] = await result.getRows();
    return JSON.parse(String(row?.[1])) as readonly PlanNode[];
  } finally {
    await engine.run("reset disabled_optimizers");
  }
}

function listed(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === "string" ? [value] : value;
}

/** `dataset.table` of the plan's `"local".ai_spend.fct_cost_daily`. */
function tableIn(text: string): string {
  const parts = [...text.matchAll(/"((?:[^"]|"")*)"|([^."]+)/g)].map(([, quoted, bare]) => {
    return quoted?.replaceAll('""', '"') ?? bare ?? "";
  });
  const [, dataset = "", table = ""] = parts;
  return keyOf({ dataset, table });
}

/** What may be columns in a filter such as `charge_date>'2026-11-01'::DATE` or `starts_with(model, 'a')`. */
function wordsIn(filter: string): readonly string[] {
  return filter.replaceAll(/'(?:[^']|'')*'/g, "").match(/\w+/g) ?? [];
}

/** The filters on the partitioning column, widened to whole days; an empty text if there are none. */
function partitionCondition(field: string, filters: readonly string[]): string {
  return filters
    .flatMap((filter) => filter.split(" AND "))
    .flatMap((filter) => {
      if (filter === `(${field} IS NULL)`) return [`${quoteName(field)} is null`];
      const [, column, sign, value] = /^(\w+)(>=|>|<=|<|=)('[^']*'::[A-Z ]+)$/.exec(filter) ?? [];
      if (column !== field || sign === undefined || value === undefined) return [];
      const day = `date_trunc('day', ${quoteName(field)})`;
      if (sign.startsWith("<")) return [`${day} ${sign} ${value}`];
      return [`${day} ${sign === "=" ? "=" : ">="} date_trunc('day', ${value})`];
    })
    .join(" and ");
}

async function storedBytes(engine: Engine, entry: TableEntry, scan: Scan): Promise<number> {
  const place = placeOf(engine, entry);
  const fields = await tableFields(engine, place);
  const sizes = [...scan.columns].flatMap((column) => {
    const [first] = column.split(".");
    const field = fields.find(({ name }) => name === first);
    return field === undefined ? [] : [sizeOf(column, field)];
  });
  if (sizes.length === 0) return 0;
  const where = scan.partitions === null ? "true" : [...scan.partitions].join(" or ");
  const [row] = await engine.rows(
    `select cast(${sizes.join(" + ")} as double) as bytes from ${place} where ${where}`,
  );
  return Number(row?.["bytes"] ?? 0);
}

/** Bytes of a column in DuckDB's text: NULL takes none. What is nested counts as its JSON. */
function sizeOf(column: string, field: Field): string {
  const path = column.split(".").map(quoteName).join(".");
  const sum = (bytes: string) => `coalesce(sum(${bytes}), 0)`;
  if (field.mode === "REPEATED") return sum(`strlen(to_json(${path}))`);
  switch (field.type) {
    case "STRING":
      return sum(`2 + strlen(${path})`);
    case "BYTES":
      return sum(`2 + octet_length(${path})`);
    case "RECORD":
    case "JSON":
      return sum(`strlen(to_json(${path}))`);
    case "NUMERIC":
    case "INTERVAL":
      return `16 * count(${path})`;
    case "BOOLEAN":
      return `count(${path})`;
    default:
      return `8 * count(${path})`;
  }
}
