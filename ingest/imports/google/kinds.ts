/**
 * What Google exports from BigQuery as NDJSON: which table the lines go to, which columns no line may lack, and
 * which columns tell two lines apart.
 */

import { AUDIT_LOG, BILLING_EXPORT } from "../../tables/google_tables.ts";
import type { Table } from "../../tables/tables.ts";
import { impossibleBilling } from "./billing_limits.ts";
import type { Span } from "./line_times.ts";
import type { Finding } from "./values.ts";

export interface GoogleKind {
  /** As typed: `import <name> <file>`. */
  readonly name: string;
  readonly table: Table;
  /** The TIMESTAMP that says when Google wrote the line; its day is the table's partition. */
  readonly writtenAt: string;
  /** When what the line is about began and ended; null where the line has no such columns. */
  readonly span: Span | null;
  /** What is wrong with a line whose cells have their types; its columns go on from the line. */
  readonly impossible?: (row: Readonly<Record<string, unknown>>) => readonly Finding[];
  /** Without one of these a line is not of this kind. */
  readonly needed: readonly string[];
  /**
   * SQL expressions that are the same for a line however often Google is asked for it. Columns that Google has
   * added since 2024 are left out: an older file of the same lines lacks them.
   */
  readonly identity: readonly string[];
}

/** A billing line has no id, so it is told apart by all that the export has had from the start. */
const BILLING: GoogleKind = {
  name: "gcp-billing-export",
  table: BILLING_EXPORT,
  span: { start: "usage_start_time", end: "usage_end_time" },
  impossible: impossibleBilling,
  writtenAt: "export_time",
  needed: [
    "billing_account_id",
    "service",
    "sku",
    "usage_start_time",
    "export_time",
    "cost",
    "currency",
  ],
  identity: [
    "billing_account_id",
    "service.id",
    "service.description",
    "sku.id",
    "sku.description",
    "usage_start_time",
    "usage_end_time",
    "project.id",
    "project.number",
    "labels",
    "system_labels",
    "location.location",
    "resource.name",
    "export_time",
    "cost",
    "currency",
    "currency_conversion_rate",
    "usage.amount",
    "credits",
    "invoice.month",
    "cost_type",
    "adjustment_info.id",
  ],
};

/** Google's own rule for what makes two log entries one (LogEntry.insertId). */
const AUDIT: GoogleKind = {
  name: "gcp-audit-logs",
  table: AUDIT_LOG,
  span: null,
  writtenAt: "timestamp",
  needed: ["logName", "timestamp", "insertId", "protopayload_auditlog"],
  identity: ["logName", "timestamp", "insertId"],
};

export const GOOGLE_KINDS: readonly GoogleKind[] = [BILLING, AUDIT];
