/** What is asked of Anthropic's Admin API, as data. The days and tables come from includes/endpoints.js. */

import { midnight } from "../../dates.ts";
import { AFTER_ID, PAGE_TOKEN } from "../../endpoint/pagination.ts";
import type { Window } from "../../endpoint/windows.ts";
import { type Question, turnByParameter } from "../../endpoint/endpoint.ts";
import { endpointsOf } from "../../endpoint/endpoint_rules.ts";
import { analyticsCost, analyticsUsage, ofFastMode } from "./analytics.ts";
import { readPage } from "./pages.ts";
import type { EndpointName, Request } from "./request.ts";

export const ME_PATH = "/v1/organizations/me";

const FOR_ALL = { beta: null, mayRefuse: [], volatileFields: [] } as const;
const CUT = ["model", "service_tier", "context_window", "inference_geo"] as const;

/** At most five `group_by[]` are accepted, which no page documents and public clients found, hence three cuts of one endpoint. */
const REQUESTS: Readonly<Record<EndpointName, Request>> = {
  cost_report: report("/v1/organizations/cost_report", ["workspace_id", "description"]),
  usage_by_key: usageCut("api_key_id", ...CUT),
  usage_by_workspace: usageCut("workspace_id", ...CUT),
  usage_by_account: usageCut(
    "account_id",
    "service_account_id",
    "workspace_id",
    "model",
    "service_tier",
  ),
  claude_code: {
    path: "/v1/organizations/usage_report/claude_code",
    paging: PAGE_TOKEN,
    asks: "day",
    query: [["limit", "1000"]],
    ...FOR_ALL,
  },
  analytics_cost_total: analyticsCost(),
  analytics_cost_by_key: analyticsCost("api_key_id", ...CUT),
  analytics_cost_by_workspace: analyticsCost("workspace_id", ...CUT),
  analytics_cost_by_actor: analyticsCost(
    "actor",
    "api_key_id",
    "workspace_id",
    "model",
    "service_tier",
  ),
  analytics_cost_by_agent: analyticsCost(
    "agent_id",
    "environment_id",
    "deployment_id",
    "workspace_id",
    "model",
  ),
  analytics_cost_of_fast_mode: ofFastMode(
    analyticsCost("api_key_id", "workspace_id", "model", "context_window", "inference_geo"),
  ),
  analytics_usage_by_key: analyticsUsage("api_key_id", ...CUT),
  api_keys: directory("/v1/organizations/api_keys", []),
  workspaces: directory("/v1/organizations/workspaces", [
    ["include_archived", "true"],
    ["include_default", "true"],
  ]),
  users: directory("/v1/organizations/users", []),
  // Documented for OAuth tokens alone; a key that may read it gives names to service accounts.
  service_accounts: {
    ...directory("/v1/organizations/service_accounts", [["include_archived", "true"]]),
    paging: PAGE_TOKEN,
    mayRefuse: [400, 401, 403, 404],
  },
};

/** Reports first, then directories, so that a directory knows every key that a report names. */
export const ENDPOINTS = endpointsOf<EndpointName>("anthropic", (name) => {
  const request = REQUESTS[name];
  return {
    asks: request.asks,
    longestDays: null,
    // An analytics day may go on over pages, and Claude Code's rows are all of the day asked for.
    days: request.beta === null && request.asks === "range" ? "once" : "in_rows",
    answered: request.beta,
    mayRefuse: request.mayRefuse,
    volatileFields: request.volatileFields,
    exactFields: [],
    limit: null,
    question: (window) => questionOf(request, window),
    turn: turnByParameter(request.paging.parameter),
    read: (json, options) => readPage(json, { ...options, name }),
  };
});

function questionOf(request: Request, window: Window | null): Question {
  const headers = request.beta === null ? {} : { "anthropic-beta": request.beta.header };
  const query = [...boundsOf(request, window), ...request.query];
  return { method: "GET", path: request.path, query, headers, body: null };
}

function boundsOf({ asks }: Request, window: Window | null): Request["query"] {
  if (window === null) return [];
  if (asks === "day") return [["starting_at", window.start]];
  return [
    ["starting_at", midnight(window.start)],
    ["ending_at", midnight(window.end)],
  ];
}

function report(path: string, groupBy: readonly string[]): Request {
  const groups = groupBy.map((dimension) => ["group_by[]", dimension] as const);
  // A page of a week keeps answers of large organizations small.
  const query = [["bucket_width", "1d"], ...groups, ["limit", "7"]] as const;
  return { path, paging: PAGE_TOKEN, asks: "range", query, ...FOR_ALL };
}

function usageCut(...groupBy: readonly string[]): Request {
  return report("/v1/organizations/usage_report/messages", groupBy);
}

function directory(path: string, filters: readonly (readonly [string, string])[]): Request {
  const query = [...filters, ["limit", "100"]] as const;
  return { path, paging: AFTER_ID, asks: "none", query, ...FOR_ALL };
}
