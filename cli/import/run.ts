/** `ai-spend import`: lands a file that a person made or a vendor exported. */

import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

import { readConfig } from "../../ingest/settings/config.ts";
import { ConfigError } from "../../ingest/errors.ts";
import { uuidV7 } from "../../ingest/land/fetch_id.ts";
import { importExport } from "../../ingest/imports/google/import_export.ts";
import { GOOGLE_KINDS, type GoogleKind } from "../../ingest/imports/google/kinds.ts";
import { openText } from "../../ingest/imports/google/lines.ts";
import { importFile } from "../../ingest/imports/import_file.ts";
import { importReport } from "../../ingest/imports/import_report.ts";
import { type Kind, KINDS } from "../../ingest/imports/kinds.ts";
import { MAX_MEGABYTES } from "../../ingest/imports/landed_file.ts";
import { replacedText } from "../../ingest/imports/replaced_rows.ts";
import { REPORT_KINDS, type ReportKind } from "../../ingest/imports/report_kinds.ts";
import { openWarehouse } from "../shared/open_warehouse.ts";
import { readBoundedUntil, unreadable } from "../../ingest/operator_file.ts";
import { loaderVersion } from "../../ingest/version.ts";
import { exclusiveImport } from "./exclusive.ts";
import type { Command, CommandContext } from "../shared/context.ts";

export interface ImportOptions {
  readonly kind: string;
  readonly file: string;
  /** A file without rows may empty its table, or its days. */
  readonly empty?: boolean;
  /** These three for what a vendor exported. */
  readonly from?: string;
  readonly to?: string;
  readonly organization?: string;
}

export const run: Command<ImportOptions> = async (options, context) => {
  const google = GOOGLE_KINDS.find(({ name }) => name === options.kind);
  if (google !== undefined) {
    await landExport(google, options, context);
    return 0;
  }
  const report = REPORT_KINDS.find(({ name }) => name === options.kind);
  if (report !== undefined) await landReport(report, options, context);
  else await landList(kindOf(options.kind), options, context);
  return 0;
};

async function landList(
  kind: Kind,
  { file, empty: mayEmpty, ...asked }: ImportOptions,
  context: CommandContext,
): Promise<void> {
  const { stdout, stderr, log } = context;
  refuseSettings(kind.name, asked);
  if (mayEmpty === true && kind.addsBy !== null) refuseEmpty(kind.name);
  await withFile(file, context, async (deps) => {
    const done = await importFile({ ...deps, kind, mayEmpty });
    const { rows, kept, emptied, gone, warnings } = done;
    warnings.forEach((warning) => stderr(`${warning}\n`));
    log.event("file_imported", { kind: kind.name, ...done, warnings: warnings.length });
    const table = `${kind.table.dataset}.${kind.table.name}`;
    if (emptied > 0) return stdout(`${table} is empty: ${rowsText(emptied)} went.\n`);
    const went = gone === 0 ? "" : `: ${rowsText(gone)} went`;
    const added =
      kind.addsBy === null ? `holds these and no others${went}` : `keeps ${kept} others`;
    stdout(`${rowsText(rows)} imported; ${table} ${added}.\n`);
  });
}

async function landReport(
  kind: ReportKind,
  { file, empty: mayEmpty, ...asked }: ImportOptions,
  context: CommandContext,
): Promise<void> {
  const { stdout, stderr, log } = context;
  await withFile(file, context, async (deps) => {
    const done = await importReport({ ...deps, kind, asked, mayEmpty });
    const { rows, window, replaced, warnings } = done;
    warnings.forEach((warning) => stderr(`${warning}\n`));
    log.event("file_imported", {
      kind: kind.name,
      rows,
      replaced: replaced.rows,
      warnings: warnings.length,
    });
    const table = `${kind.table.dataset}.${kind.table.name}`;
    const earlier =
      replaced.rows === 0 ? "" : `, in the place of ${replacedText(replaced)} of earlier files`;
    stdout(
      `${rowsText(rows)} imported; ${table} has them for ${window.start} to ${window.end} (exclusive)${earlier}.\n`,
    );
  });
}

/** A file of any size: it is read in pieces, several times. */
async function landExport(
  kind: GoogleKind,
  { file, empty, ...asked }: ImportOptions,
  context: CommandContext,
): Promise<void> {
  const { stdout, stderr, log } = context;
  if (empty === true) refuseEmpty(kind.name);
  refuseSettings(kind.name, asked);
  requireFile(file);
  await withWarehouse(file, context, async (deps) => {
    const open = () => openText(file);
    const { rows, added, warnings } = await importExport({ ...deps, kind, open });
    warnings.forEach((warning) => stderr(`${warning}\n`));
    log.event("file_imported", { kind: kind.name, rows, added, warnings: warnings.length });
    const table = `${kind.table.dataset}.${kind.table.name}`;
    stdout(`${rowsText(rows)} imported, ${added} of them new to ${table}.\n`);
  });
}

function refuseSettings(
  kind: string,
  { from, to, organization }: Omit<ImportOptions, "file">,
): void {
  if ((from ?? to ?? organization) === undefined) return;
  throw new ConfigError(
    `${kind} takes no --from, --to and --organization: leave them out, its rows say it all.`,
  );
}

/** What is added to its table takes no other rows away. */
function refuseEmpty(kind: string): never {
  throw new ConfigError(`${kind} takes no --empty: its files add to what is there; leave it out.`);
}

type FileDeps = Omit<Parameters<typeof importFile>[0], "kind">;
type WarehouseDeps = Omit<FileDeps, "bytes">;

async function withFile(
  file: string,
  context: CommandContext,
  work: (deps: FileDeps) => Promise<void>,
): Promise<void> {
  const bytes = await readBoundedUntil(context.signal, file, MAX_MEGABYTES);
  await withWarehouse(file, context, (deps) => work({ ...deps, bytes }));
}

async function withWarehouse(
  file: string,
  context: CommandContext,
  work: (deps: WarehouseDeps) => Promise<void>,
): Promise<void> {
  const config = readConfig();
  const warehouse = await openWarehouse(config);
  try {
    await work({
      fileName: path.basename(file),
      warehouse,
      now: Date.now,
      newId: () => uuidV7(Date.now()),
      loaderVersion: loaderVersion(),
      ...exclusiveImport(warehouse, context, { isLocal: config.warehouse === "local" }),
    });
  } finally {
    await warehouse.close();
  }
}

function rowsText(rows: number): string {
  return `${rows} ${rows === 1 ? "row" : "rows"}`;
}

function kindOf(name: string): Kind {
  const kind = KINDS.find((candidate) => candidate.name === name);
  if (kind !== undefined) return kind;
  throw new ConfigError(
    `${JSON.stringify(name)} is not a kind of file: the kinds are ${[...KINDS, ...REPORT_KINDS, ...GOOGLE_KINDS].map((known) => known.name).join(", ")}.`,
  );
}

/** Throws ConfigError before a warehouse is opened for nothing. */
function requireFile(file: string): void {
  try {
    accessSync(file, constants.R_OK);
    if (!statSync(file).isFile()) throw new RangeError("not a file");
  } catch (error) {
    throw unreadable(file, error);
  }
}
