/** `ai-spend status --cost`: what a day's build and alerts read, table by table, and what BigQuery bills for it. */

import { readConfig } from "../../../ingest/settings/config.ts";
import { alertsCost, metadataCost } from "./beside_builds.ts";
import { readBuildQueries } from "./build_queries.ts";
import { type ActionCost, estimateBuild, LEAST_BYTES_PER_TABLE, USD_PER_TIB } from "./estimate.ts";
import { compileProject } from "../../build/compiler.ts";
import { ConfigError } from "../../../ingest/errors.ts";
import { openReading } from "../../shared/open_warehouse.ts";
import type { Format } from "../../shared/format.ts";
import { formatResult } from "../../shared/output.ts";
import { projectRoot } from "../../../ingest/project_root.ts";
import type { QueryResult, Warehouse } from "../../../ingest/warehouse/warehouse.ts";
import type { Command, CommandContext } from "../../shared/context.ts";

export interface StatusCostOptions {
  readonly format: Format;
}

export const run: Command<StatusCostOptions> = async ({ format }, context) => {
  const warehouse = await openReading(readConfig(), context.signal);
  try {
    const costs = await costsOf(warehouse, context);
    context.stdout(formatResult(costTable(costs), format));
    if (format === "table") context.stdout(remarks(warehouse.localUrl !== null));
    return 0;
  } finally {
    await warehouse.close();
  }
};

async function costsOf(
  warehouse: Warehouse,
  { log, progress, signal }: Pick<CommandContext, "log" | "progress" | "signal">,
): Promise<readonly ActionCost[]> {
  if ((await warehouse.listTables("ai_spend")).length === 0)
    throw new ConfigError("Nothing is built yet, and a dry run needs the tables: run build first.");
  const build = readBuildQueries(compileProject(projectRoot(), {}, warehouse.projectId));
  const built = await estimateBuild({ warehouse, build, progress, signal });
  const beside = [await alertsCost(warehouse), metadataCost(build.queries.length)];
  const costs = [...built, ...beside];
  const { bytes, billedBytes } = total(costs);
  log.event("build_estimated", { actions: costs.length, bytes, billed_bytes: billedBytes });
  return costs;
}

const COLUMNS: QueryResult["columns"] = [
  { name: "action", type: "STRING" },
  { name: "kind", type: "STRING" },
  { name: "tables_read", type: "INTEGER" },
  { name: "bytes_read", type: "INTEGER" },
  { name: "bytes_billed", type: "INTEGER" },
  { name: "usd", type: "NUMERIC" },
];

/** The actions, most bytes first, and their sum in the last row. */
export function costTable(costs: readonly ActionCost[]): QueryResult {
  const rows = [...costs, total(costs)].map(({ action, kind, tables, bytes, billedBytes }) => ({
    action,
    kind,
    tables_read: String(tables),
    bytes_read: String(bytes),
    bytes_billed: String(billedBytes),
    usd: ((billedBytes / 1024 ** 4) * USD_PER_TIB).toFixed(6),
  }));
  return { columns: COLUMNS, rows };
}

function total(costs: readonly ActionCost[]) {
  const sum = (of: (cost: ActionCost) => number) =>
    costs.reduce((before, cost) => before + of(cost), 0);
  return {
    action: "total",
    kind: "day",
    tables: sum(({ tables }) => tables),
    bytes: sum(({ bytes }) => bytes),
    billedBytes: sum(({ billedBytes }) => billedBytes),
  };
}

function remarks(isLocal: boolean): string {
  const source = isLocal
    ? "Local estimate: the stored size of the columns read, whole tables where BigQuery may leave out partitions."
    : "From BigQuery's dry runs, with the partitions that the next build would read.";
  return `${source}
bytes_billed is at most: bytes_read and ${LEAST_BYTES_PER_TABLE} for each table, the least that BigQuery counts.
usd at $${USD_PER_TIB} a TiB, before the first TiB of a month, which is free.
alerts is what it asks after a build whose laws all held; the row that is assumed is a guess of what hosted Dataform looks up for itself.
Never seen on Google: any of these figures beside a bill, and how many such look-ups there are.
`;
}
