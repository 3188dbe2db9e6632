/** What a page says that the loader must know: whether it goes on, and rows and exact money per day. */

import { checkShape } from "../../endpoint/check_shape.ts";
import { AFTER_ID, PAGE_TOKEN } from "../../endpoint/pagination.ts";
import type { Window } from "../../endpoint/windows.ts";
import type { ReadOptions, ReadPage } from "../../endpoint/endpoint.ts";
import { type Bounds, checkDay, dayOfBucket } from "../shared/days.ts";
import { readRows } from "./analytics_pages.ts";
import { analyticsCost, analyticsUsage } from "./analytics_schemas.ts";
import type { EndpointName } from "./request.ts";
import { apiKeys, serviceAccounts, users, workspaces } from "./directory_schemas.ts";
import { claudeCode, costReport, usageReport } from "./schemas.ts";

/** Checks and reads one answer. Throws ContractError on a wrong type or a day that was not asked for. */
export function readPage(
  json: unknown,
  { name, window, onUnknown }: Omit<ReadOptions, "cursor"> & { readonly name: EndpointName },
): ReadPage {
  const check = { what: name, onUnknown };
  switch (name) {
    case "cost_report": {
      const report = checkShape(costReport, json, check);
      const days = report.data.map((bucket) => ({
        ...dayAndRows(bucket, window),
        amounts: bucket.results.map((line) => line.amount),
      }));
      return { ...PAGE_TOKEN.read(report), rows: sumRows(days), days };
    }
    case "usage_by_key":
    case "usage_by_workspace":
    case "usage_by_account": {
      const report = checkShape(usageReport, json, check);
      const days = report.data.map((bucket) => ({ ...dayAndRows(bucket, window), amounts: null }));
      return { ...PAGE_TOKEN.read(report), rows: sumRows(days), days };
    }
    case "analytics_cost_total":
    case "analytics_cost_by_key":
    case "analytics_cost_by_workspace":
    case "analytics_cost_by_actor":
    case "analytics_cost_by_agent":
    case "analytics_cost_of_fast_mode":
      return readRows(checkShape(analyticsCost, json, check), { dayOf: dayOfBucket, name, window });
    case "analytics_usage_by_key":
      return readRows(checkShape(analyticsUsage, json, check), {
        dayOf: dayOfBucket,
        name,
        window,
      });
    case "claude_code": {
      const report = checkShape(claudeCode, json, check);
      report.data.forEach((row, index) =>
        checkDay(row.date.slice(0, 10), `data[${index}].date`, window),
      );
      const rows = report.data.length;
      const days = [{ date: window?.start ?? "", rows, amounts: null }];
      // The vendor documents no key of a record, so records that differ in anything are two.
      const onOnePage = report.data.map((row) => JSON.stringify(row));
      return { ...PAGE_TOKEN.read(report), rows, days, onOnePage };
    }
    case "api_keys":
      return readDirectory(checkShape(apiKeys, json, check));
    case "workspaces":
      return readDirectory(checkShape(workspaces, json, check));
    case "users":
      return readDirectory(checkShape(users, json, check));
    case "service_accounts": {
      const { data, next_page: next } = checkShape(serviceAccounts, json, check);
      return { hasMore: next !== null, nextCursor: next, rows: data.length, days: [] };
    }
  }
}

interface Directory {
  readonly data: readonly unknown[];
  readonly has_more: boolean;
  readonly last_id: string | null;
}

function readDirectory(list: Directory): ReadPage {
  return { ...AFTER_ID.read(list), rows: list.data.length, days: [] };
}

interface Bucket extends Bounds {
  readonly results: readonly unknown[];
}

function dayAndRows(bucket: Bucket, window: Window | null): { date: string; rows: number } {
  return { date: dayOfBucket(bucket, window), rows: bucket.results.length };
}

function sumRows(days: readonly { readonly rows: number }[]): number {
  return days.reduce((sum, day) => sum + day.rows, 0);
}
