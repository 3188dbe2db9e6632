/** Lines of Google's two exports, and files that hold them. */

import type { Readable } from "node:stream";
import { Readable as Stream } from "node:stream";

import { BILLING_EXPORT } from "../../../../ingest/tables/google_tables.ts";
import {
  type ExportSummary,
  importExport,
} from "../../../../ingest/imports/google/import_export.ts";
import { GOOGLE_KINDS, type GoogleKind } from "../../../../ingest/imports/google/kinds.ts";
import type { Warehouse } from "../../../../ingest/warehouse/warehouse.ts";

export type Line = Readonly<Record<string, unknown>>;

export const BILLING_LINE: Line = {
  billing_account_id: "01AAAA-BBBBBB-CCCCCC",
  service: { id: "6F81-5844-456A", description: "Claude Opus 4.6" },
  sku: { id: "0001", description: "Claude Opus 4.6 — Input Tokens — global" },
  usage_start_time: "2026-10-01 10:00:00 UTC",
  usage_end_time: "2026-10-01 11:00:00 UTC",
  project: { id: "claude-shared", labels: [], ancestors: [] },
  export_time: "2026-10-01 14:00:00 UTC",
  cost: 1.234567,
  currency: "USD",
  currency_conversion_rate: 1,
  usage: { amount: 1000, unit: "requests" },
  credits: [{ name: "Promotion", amount: -0.1, type: "PROMOTION" }],
  invoice: { month: "202610" },
  cost_type: "regular",
};

export const AUDIT_LINE: Line = {
  logName: "projects/claude-shared/logs/cloudaudit.googleapis.com%2Fdata_access",
  timestamp: "2026-10-01 10:00:00.123456 UTC",
  insertId: "a1",
  protopayload_auditlog: {
    serviceName: "aiplatform.googleapis.com",
    authenticationInfo: { principalEmail: "ada@example.com" },
  },
};

export function textOf(lines: readonly Line[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

export function googleKind(name: string): GoogleKind {
  const kind = GOOGLE_KINDS.find((candidate) => candidate.name === name);
  if (kind === undefined) throw new Error(`no kind ${name}`);
  return kind;
}

let imports = 0;

export async function importText(
  warehouse: Warehouse,
  text: string,
  name = "gcp-billing-export",
  open: () => Readable = () => Stream.from([Buffer.from(text)]),
): Promise<ExportSummary> {
  return importExport({
    kind: googleKind(name),
    fileName: "export.ndjson",
    open,
    warehouse,
    now: () => Date.parse("2026-11-05T06:00:00Z"),
    newId: () => `import-${(imports += 1)}`,
    loaderVersion: "test",
  });
}

/** Lines and dollars of the billing table. */
export const BILLED = `select count(*) as n, sum(cast(cost as numeric)) as cost
  from \`local.ai_raw.${BILLING_EXPORT.name}\``;
