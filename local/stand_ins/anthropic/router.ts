/** Which path is answered by which endpoint, after the key and the version were looked at. */

import type { Asked } from "../base/server.ts";
import type { Organization } from "../organization/index.ts";
import { analyticsCost } from "./analytics_cost.ts";
import { analyticsUsage } from "./analytics_usage.ts";
import { claudeCodeReport } from "./claude_code_report.ts";
import { costReport } from "./cost_report.ts";
import {
  apiKeys,
  invites,
  me,
  serviceAccounts,
  users,
  workspaceMembers,
  workspaces,
} from "./directories.ts";
import { usageReport } from "./usage_report.ts";
import type { Call, Endpoint } from "./wire.ts";
import { Refusal } from "../base/refusal.ts";

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ["/v1/organizations/me", me],
  ["/v1/organizations/analytics/cost", analyticsCost],
  ["/v1/organizations/analytics/usage", analyticsUsage],
  ["/v1/organizations/cost_report", costReport],
  ["/v1/organizations/usage_report/messages", usageReport],
  ["/v1/organizations/usage_report/claude_code", claudeCodeReport],
  ["/v1/organizations/api_keys", apiKeys],
  ["/v1/organizations/workspaces", workspaces],
  ["/v1/organizations/users", users],
  ["/v1/organizations/invites", invites],
  ["/v1/organizations/service_accounts", serviceAccounts],
]);

const MEMBERS = /^\/v1\/organizations\/workspaces\/(wrkspc_[A-Za-z0-9]+)\/members$/;

export const FORBIDDEN = "Your API key does not have permission to use this resource.";

/**
 * Whether an organization has the analytics endpoints: `forbidden` answers 403, as a key without the
 * right would be, `missing` 404, as an organization without the beta would be, `hipaa` 400, as one with HIPAA
 * readiness is.
 */
export type AnalyticsSwitch = "forbidden" | "hipaa" | "missing" | "on";

export interface Served {
  readonly organizations: readonly Organization[];
  /** For all organizations, or by slug; default `on`. */
  readonly analytics?: AnalyticsSwitch | Readonly<Record<string, AnalyticsSwitch>>;
  /** Service accounts are documented for OAuth tokens alone; `on`: the key may read them. Default `forbidden`. */
  readonly serviceAccounts?: "forbidden" | "on";
}

/** The Admin key of an invented organization; no real key has this form's ending. */
export function adminKeyOf({ slug }: Pick<Organization, "slug">): string {
  return `sk-ant-admin01-${slug}-not-a-real-key`;
}

/** The JSON value that answers the request; throws Refusal. */
export function answer(incoming: Asked, served: Served, now: number): unknown {
  const { pathname, searchParams } = new URL(incoming.url, "http://vendor");
  const endpoint = endpointOf(pathname);
  if (endpoint === undefined) throw new Refusal(404, "Not Found");
  const organization = organizationOf(incoming, served.organizations);
  const version = versionOf(incoming);
  if (incoming.method !== "GET") throw new Refusal(405, "Method Not Allowed");
  if (pathname.includes("/analytics/")) refuseUnlessOn(served, organization);
  if (pathname.endsWith("/service_accounts") && served.serviceAccounts !== "on") {
    throw new Refusal(403, "This endpoint requires an OAuth token with the org:admin scope.");
  }
  return endpoint({
    path: pathname,
    query: searchParams,
    version,
    betas: headerOf(incoming, "anthropic-beta")?.split(/\s*,\s*/) ?? [],
    organization,
    now,
  });
}

function refuseUnlessOn({ analytics = "on" }: Served, { slug }: Organization): void {
  const state = typeof analytics === "string" ? analytics : (analytics[slug] ?? "on");
  if (state === "hipaa") {
    throw new Refusal(400, "Not available to organizations with HIPAA readiness enabled.");
  }
  if (state === "missing") throw new Refusal(404, "Not Found");
  if (state === "forbidden") {
    throw new Refusal(403, FORBIDDEN);
  }
}

function endpointOf(path: string): Endpoint | undefined {
  const workspaceId = MEMBERS.exec(path)?.[1];
  if (workspaceId !== undefined) return (call: Call) => workspaceMembers(call, workspaceId);
  return ENDPOINTS.get(path);
}

/** `x-api-key`, or a bearer as the official SDK sends it; an inference key does not see Admin paths. */
function organizationOf(incoming: Asked, organizations: readonly Organization[]): Organization {
  const bearer = /^Bearer (.+)$/i.exec(headerOf(incoming, "authorization") ?? "")?.[1];
  const key = headerOf(incoming, "x-api-key") ?? bearer;
  if (key === undefined) throw new Refusal(401, "x-api-key header is required");
  if (key.startsWith("sk-ant-api")) throw new Refusal(404, "Not Found");
  const organization = organizations.find((candidate) => adminKeyOf(candidate) === key);
  if (organization === undefined) throw new Refusal(401, "invalid x-api-key");
  return organization;
}

function versionOf(incoming: Asked): string {
  const version = headerOf(incoming, "anthropic-version");
  if (version === undefined) throw new Refusal(400, "anthropic-version: header is required");
  if (!/^\d{4}-\d{2}-\d{2}$/.test(version)) {
    throw new Refusal(400, `anthropic-version: "${version}" is not a valid version`);
  }
  return version;
}

function headerOf({ headers }: Asked, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(",") : value;
}
