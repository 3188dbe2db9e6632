/** Imports a vendor's file into a test warehouse. */

import {
  importReport,
  type ReportDeps,
  type ReportSummary,
} from "../../../ingest/imports/import_report.ts";
import { REPORT_KINDS } from "../../../ingest/imports/report_kinds.ts";
import type { TestWarehouse } from "../../support/warehouse.ts";

let imports = 0;

/** `content` as typed; the clock stands on 2026-11-01, later by a minute with each import. */
export async function importText(
  local: TestWarehouse,
  kindName: string,
  content: string,
  asked: ReportDeps["asked"] = {},
  mayEmpty = false,
): Promise<ReportSummary> {
  const kind = REPORT_KINDS.find(({ name }) => name === kindName);
  if (kind === undefined) throw new Error(`no kind ${kindName}`);
  imports += 1;
  const at = Date.parse("2026-11-01T06:00:00Z") + imports * 60_000;
  return importReport({
    kind,
    asked,
    mayEmpty,
    fileName: "export.csv",
    bytes: Buffer.from(content),
    warehouse: local.warehouse,
    now: () => at,
    newId: () => `fetch-${String(imports).padStart(4, "0")}`,
    loaderVersion: "test",
  });
}
