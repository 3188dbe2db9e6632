/**
 * Google as an invented organization sees it: the billing export, the audit log and the list of projects, made of
 * the same calls, and the truth about them. The same options give the same bytes on every machine.
 */

import { addDays } from "../organization/days.ts";
import type { Day, Organization } from "../organization/model.ts";
import {
  vertexCalls,
  type VertexCall,
  type VertexOptions,
  type VertexProject,
  vertexProjects,
} from "../organization/vertex.ts";
import { auditRows, federatedOf } from "./audit_log.ts";
import { billOf, type BillLine, corrected, madeGood } from "./bill.ts";
import { billingAccountOf, billingRow, decoyRows } from "./billing_export.ts";
import { vertexTruth, type VertexTruth } from "./truth.ts";

export { type TrueCost, type VertexTruth } from "./truth.ts";
export { type VertexOptions } from "../organization/vertex.ts";

export interface GoogleOptions extends VertexOptions {
  /** Epoch milliseconds: what Google writes from then on is not there yet; default: all is there. */
  readonly until?: number;
}

export interface GoogleExport {
  /** For `import gcp-billing-export`. */
  readonly billingNdjson: string;
  /** For `import gcp-audit-logs`. */
  readonly auditNdjson: string;
  /** For `import vertex-projects`. */
  readonly projectsCsv: string;
  readonly truth: VertexTruth;
}

export function googleExport(
  organization: Organization,
  options: GoogleOptions = {},
): GoogleExport {
  const days = [...googleDays(organization, options)];
  return {
    billingNdjson: ndjson(days.flatMap(({ billingRows }) => billingRows())),
    auditNdjson: ndjson(days.flatMap(({ auditRows: rows }) => rows())),
    projectsCsv: projectsCsv(vertexProjects(organization, options)),
    truth: vertexTruth(days.flatMap(({ lines }) => lines)),
  };
}

export interface Used {
  readonly project: VertexProject;
  /** Its successful calls of the day. */
  readonly calls: readonly VertexCall[];
}

export interface GoogleDay {
  readonly used: readonly Used[];
  readonly lines: readonly BillLine[];
  /** Rows of the export for the usage of this day, decoys too. */
  readonly billingRows: () => readonly object[];
  readonly auditRows: () => readonly object[];
}

/** A day at a time, for files that are larger than memory. */
export function* googleDays(
  organization: Organization,
  { until = Infinity, ...options }: GoogleOptions = {},
): Generator<GoogleDay> {
  const { firstDay, lastDay, people } = organization;
  const projects = vertexProjects(organization, options);
  const federated = federatedOf(people);
  for (let day = firstDay; day <= lastDay; day = addDays(day, 1)) {
    const used = projects.map((project) => ({
      project,
      calls: vertexCalls(project, day, options).filter(({ at }) => at < until),
    }));
    const isExported = ({ exportedAt }: BillLine): boolean => exportedAt < until;
    const lines = linesOf(used, day, lastDay).filter(isExported);
    yield {
      used,
      lines,
      billingRows: () => [...lines.map(billingRow), ...lines.slice(0, 1).flatMap(decoyRows)],
      auditRows: () =>
        used.flatMap(({ project, calls }) =>
          calls.flatMap((call) => auditRows(project, call, federated)),
        ),
    };
  }
}

/** Nine days before the end each project's largest line is corrected; the day before something is made good. */
function linesOf(used: readonly Used[], day: Day, lastDay: Day): readonly BillLine[] {
  return used.flatMap(({ project, calls }) => {
    const lines = billOf(project, day, calls);
    const [largest] = [...lines].sort((a, b) => (a.micros > b.micros ? -1 : 1));
    if (largest === undefined) return [];
    if (day === addDays(lastDay, -9)) return [...lines, ...corrected(largest)];
    return day === addDays(lastDay, -10) ? [...lines, madeGood(largest)] : lines;
  });
}

function projectsCsv(projects: readonly VertexProject[]): string {
  const header =
    "project_id,project_type,user_email,billing_account_id,funding_source,enabled_date";
  const rows = projects
    .filter(({ enabledFrom }) => enabledFrom !== null)
    .map((project) =>
      [
        project.id,
        project.type,
        project.owner ?? "",
        billingAccountOf(project),
        project.fundingSource,
        project.enabledFrom,
      ].join(","),
    );
  return `${[header, ...rows].join("\n")}\n`;
}

function ndjson(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}
