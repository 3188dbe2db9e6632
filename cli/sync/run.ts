/** `ai-spend sync`: asks the vendors and lands what they say. */

import path from "node:path";

import { hearPipe } from "../../ingest/operator_file.ts";
import { readConfig, readConnections, readExecution } from "../../ingest/settings/config.ts";
import { dayOf, parseRange } from "../../ingest/dates.ts";
import { ConfigError } from "../../ingest/errors.ts";
import { uuidV7 } from "../../ingest/land/fetch_id.ts";
import { openHttp } from "../../ingest/ask/http.ts";
import { timersOf } from "../shared/timers.ts";
import { openWarehouse } from "../shared/open_warehouse.ts";
import { formatResult } from "../shared/output.ts";
import { visible } from "../shared/visible.ts";
import { VENDORS } from "../../ingest/vendors/index.ts";
import type { Vendor } from "../../ingest/endpoint/vendor.ts";
import { clocksOf } from "../../ingest/sync/clocks.ts";
import { runSync } from "../../ingest/sync/sync.ts";
import { holderOf } from "../../ingest/lease/holder.ts";
import type { SyncSummary } from "../../ingest/sync/sync_summary.ts";
import { loaderVersion } from "../../ingest/version.ts";
import type { Command } from "../shared/context.ts";

export interface SyncOptions {
  /** Comma-separated vendors; all that have a key if left out. */
  readonly source?: string;
  readonly from?: string;
  readonly to?: string;
}

export const run: Command<SyncOptions> = async (options, context) => {
  const config = readConfig();
  await hearPipe(path.resolve("connections.yaml"), context.signal);
  const connections = readConnections({ vendors: parseVendors(options.source) });
  parseRange(options, dayOf(Date.now()));

  const http = openHttp();
  const clocks = clocksOf(http.send, Date.now);
  const warehouse = await openWarehouse(config);
  try {
    const summary = await runSync({
      connections,
      warehouse,
      send: clocks.send,
      refuseSkew: clocks.refuseSkew,
      ...timersOf(context.signal),
      holder: holderOf({ execution: readExecution(), isLocal: config.warehouse === "local" }),
      now: Date.now,
      random: Math.random,
      newId: () => uuidV7(Date.now()),
      log: context.log,
      progress: context.progress,
      loaderVersion: loaderVersion(),
      signal: context.signal,
      from: options.from,
      to: options.to,
    });
    context.stdout(summaryText(summary));
    const [first, ...others] = summary.failures;
    others.forEach((error) => context.stderr(`${error.message}\n`));
    if (first !== undefined) throw first;
    if (context.terminal) context.stderr("Next: npm run -s ai-spend -- build\n");
    return 0;
  } finally {
    context.progress.stop();
    await http.close();
    await warehouse.close();
  }
};

function parseVendors(option: string | undefined): readonly Vendor[] | undefined {
  return option?.split(",").map((text) => {
    const vendor = VENDORS.find(({ name }) => name === text.trim());
    if (vendor !== undefined) return vendor;
    throw new ConfigError(
      `--source ${JSON.stringify(text.trim())} is not a source: the sources are ${VENDORS.map(({ name }) => name).join(", ")}.`,
    );
  });
}

/** One line per endpoint, then what deserves a second look. */
export function summaryText(summary: SyncSummary): string {
  const names = ["connection", "endpoint", "walks", "unchanged", "pages", "rows", "amount", "unit"];
  const numbers = new Set(["walks", "unchanged", "pages", "rows", "amount"]);
  const table = formatResult(
    {
      columns: names.map((name) => ({ name, type: numbers.has(name) ? "NUMERIC" : "STRING" })),
      rows: summary.endpoints.map((row) => ({
        connection: row.connection,
        endpoint: row.endpoint,
        walks: String(row.walks),
        unchanged: String(row.same),
        pages: String(row.pages),
        rows: String(row.rows),
        amount: row.amount ?? "",
        unit: row.unit ?? "",
      })),
    },
    "table",
  );
  const resumed = summary.isResumed
    ? [`Resumed an interrupted run: ${summary.walksKept} walks were complete already.`]
    : [];
  const unknown = summary.unknownFields.map((field) => `New field, kept but not used: ${field}.`);
  const more = summary.moreUnknownFields;
  const moreUnknown = more === 0 ? [] : [`New fields, kept but not used: and ${more} more.`];
  const changed = summary.changedFields.map(
    ({ field, times }) =>
      `Other than documented, kept and not used: ${field} (${times === 1 ? "once" : `${times} times`}).`,
  );
  const shrunk = summary.shrunk.map(
    ({ endpoint, date, was, is, unit }) =>
      `WARNING: ${endpoint} of ${date} was final and shrank from ${was} to ${is} ${unit}: ask the vendor before you trust it.`,
  );
  const begun = summary.firstSyncs.map(
    ({ connection, firstDay, wholeMonthsFrom }) =>
      `${connection} was asked for the first time, and for costs since ${firstDay} alone: whole months take sync --from ${wholeMonthsFrom}.`,
  );
  const lines = [
    table.trimEnd(),
    ...resumed,
    ...summary.notes,
    ...begun,
    ...unknown,
    ...moreUnknown,
    ...changed,
    ...shrunk,
  ];
  return `${visible(lines.join("\n"))}\n`;
}
