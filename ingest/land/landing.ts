/** A finished walk as rows: its pages, and the one row that makes them count. Pure. */

import { createHash } from "node:crypto";

import { midnight } from "../dates.ts";
import type { History } from "./history.ts";
import { paramsJson } from "../endpoint/endpoint.ts";
import type { Walk } from "../walk/walk.ts";
import type { Row } from "../warehouse/warehouse.ts";

export interface LandingContext {
  readonly fetchId: string;
  readonly runId: string;
  readonly connection: string;
  readonly vendor: string;
  readonly organizationId: string;
  readonly loaderVersion: string;
}

export interface Landing {
  readonly fetchId: string;
  readonly table: string;
  /** Empty if an earlier fetch holds the same pages. */
  readonly pageRows: readonly Row[];
  readonly fetchRow: Row;
}

/** The rows of a walk. An answer that says exactly what the newest earlier fetch said lands no pages again. */
export function landWalk(walk: Walk, context: LandingContext, history: History): Landing {
  const { endpoint, window, pages, dayTotals } = walk;
  const params = paramsJson(endpoint, window);
  const contentSha256 = contentHash(walk);
  const { fetchedAtMs } = walk;
  const holder = history.holderOf({ endpoint: endpoint.name, params, contentSha256, fetchedAtMs });
  const fetchedAt = new Date(fetchedAtMs).toISOString();
  const fetchRow = {
    fetch_id: context.fetchId,
    connection: context.connection,
    vendor: context.vendor,
    endpoint: endpoint.name,
    organization_id: context.organizationId,
    params,
    window_start: window === null ? null : midnight(window.start),
    window_end: window === null ? null : midnight(window.end),
    page_count: pages.length,
    row_count: walk.rowCount,
    same_as_fetch_id: holder,
    amount_total: walk.amount,
    unit: endpoint.unit,
    fetched_at: fetchedAt,
    loader_version: context.loaderVersion,
    run_id: context.runId,
    content_sha256: contentSha256,
    day_totals: dayTotals === null ? null : JSON.stringify(dayTotals),
  };
  const pageRows = pages.map(({ body, sha256 }, index) => ({
    fetch_id: context.fetchId,
    page_number: index + 1,
    fetched_at: fetchedAt,
    body,
    body_sha256: sha256,
  }));
  return {
    fetchId: context.fetchId,
    table: endpoint.table,
    pageRows: holder === null ? pageRows : [],
    fetchRow,
  };
}

/** SHA-256 over the SHA-256 of what each page says, in order, in hex. */
function contentHash({ pages }: Walk): string {
  const hash = createHash("sha256");
  pages.forEach((page) => hash.update(page.contentSha256));
  return hash.digest("hex");
}
