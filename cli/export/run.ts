/** `ai-spend export focus`: the charges as FOCUS files that other FinOps tools read. */

import { cellText } from "../../ingest/warehouse/cells.ts";
import { readConfig } from "../../ingest/settings/config.ts";
import { dayOf, parseRange } from "../../ingest/dates.ts";
import { ConfigError } from "../../ingest/errors.ts";
import { FOCUS_VERSIONS, MONTHS, monthParams } from "./focus_query.ts";
import { unwritable, writeMonth } from "./write_month.ts";
import { ofThisVersion } from "../shared/of_this_version.ts";
import { openReading } from "../shared/open_warehouse.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import type { Command, CommandContext } from "../shared/context.ts";
import { makeFolder } from "../shared/write_file.ts";

export interface ExportOptions {
  readonly what: string;
  readonly out: string;
  readonly version: string;
  /** Whole billing months are written: those with a day in the range. */
  readonly from?: string;
  readonly to?: string;
}

export const run: Command<ExportOptions> = async (options, context) => {
  const { what, out, version } = options;
  if (what !== "focus") {
    throw new ConfigError(`${JSON.stringify(what)} cannot be exported: write "export focus".`);
  }
  if (!FOCUS_VERSIONS.includes(version)) {
    throw new ConfigError(
      `--version ${JSON.stringify(version)} is not written here: the versions are ${FOCUS_VERSIONS.join(" and ")}.`,
    );
  }
  const params = monthParams(parseRange(options, dayOf(Date.now())));
  makeOut(out);
  const warehouse = await openReading(readConfig(), context.signal);
  try {
    if (!(await warehouse.listTables("ai_spend")).includes("focus_costs")) {
      throw new ConfigError("The export needs focus_costs, which is not built: run build.");
    }
    const { rows } = await ofThisVersion(() => warehouse.query(MONTHS, params));
    const months = rows.map((row) => cellText(row["month"]));
    for (const month of months)
      await ofThisVersion(() => exportMonth({ warehouse, out, version, month }, context));
    if (months.length === 0)
      context.stdout("No charge in the months asked for: nothing written.\n");
    return 0;
  } finally {
    await warehouse.close();
  }
};

interface Month {
  readonly warehouse: Warehouse;
  readonly out: string;
  readonly version: string;
  readonly month: string;
}

async function exportMonth(
  { warehouse, out, version, month }: Month,
  { stdout, stderr, log, signal }: CommandContext,
): Promise<void> {
  stderr(`exporting ${month.slice(0, 7)} …\n`);
  const { csv, parquet, rows } = await writeMonth({
    warehouse,
    folder: out,
    version,
    month,
    signal,
    onRows: (count) => log.event("rows_exported", { month, version, rows: count }),
  });
  stdout(`${csv} and ${parquet}: ${rows} ${rows === 1 ? "row" : "rows"}.\n`);
}

/** Throws ConfigError if the folder cannot be made, such as where a file has its name. */
function makeOut(folder: string): void {
  try {
    makeFolder(folder);
  } catch (cause) {
    throw cause instanceof ConfigError ? cause : unwritable(folder, cause);
  }
}
