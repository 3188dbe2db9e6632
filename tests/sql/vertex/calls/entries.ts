/** Entries of a Data Access audit log as a sink writes them, for tests. */

import { randomUUID } from "node:crypto";

import { AUDIT_LOG } from "../../../../ingest/tables/google_tables.ts";
import type { Row, Warehouse } from "../../../../ingest/warehouse/warehouse.ts";

export interface Entry {
  readonly id: string;
  readonly at: string;
  readonly email?: string;
  readonly model?: string;
  /** Of which split entry this is a piece. */
  readonly split?: string;
  /** Of which operation this is an entry. */
  readonly operation?: string;
}

/** A row of Google's schema: a successful call of Claude Code unless `entry` says otherwise. */
export function auditRow({
  id,
  at,
  email = "ann@acme.example",
  model = "claude-opus-4-8",
  split,
  operation,
}: Entry): Readonly<Record<string, unknown>> {
  return {
    logName: "projects/shared/logs/cloudaudit.googleapis.com%2Fdata_access",
    resource: { type: "audited_resource", labels: { project_id: "shared" } },
    timestamp: at,
    insertId: id,
    ...(split !== undefined && { split: { uid: split } }),
    ...(operation !== undefined && { operation: { id: operation, producer: "p" } }),
    protopayload_auditlog: {
      serviceName: "aiplatform.googleapis.com",
      methodName: "google.cloud.aiplatform.v1.PredictionService.StreamRawPredict",
      resourceName: `projects/shared/locations/global/publishers/anthropic/models/${model}`,
      authenticationInfo: { principalEmail: email },
      requestMetadata: { callerSuppliedUserAgent: "claude-cli/2.1.205 (external, cli),gzip(gfe)" },
    },
  };
}

/** Appends entries to the table that the settings name by default. Rows of landed tables are flat, these are not. */
export async function deliver(warehouse: Warehouse, entries: readonly Entry[]): Promise<void> {
  await warehouse.append(
    AUDIT_LOG,
    entries.map(auditRow) as readonly unknown[] as readonly Row[],
    randomUUID(),
  );
}
