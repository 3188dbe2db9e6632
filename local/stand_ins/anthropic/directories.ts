/** The lists of keys, workspaces, members, users and invites, and `/me` (the vendor's reference). */

import { instantText } from "../organization/days.ts";
import type { ApiKey, Organization, Person, Workspace } from "../organization/model.ts";
import { defaultWorkspaceId } from "./analytics_traits.ts";
import { choiceOf, limitOf, listOf } from "../base/anthropic_query.ts";
import type { Call } from "./wire.ts";
import { Refusal } from "../base/refusal.ts";

const KEY_STATUSES = ["active", "archived", "expired", "inactive"] as const;
const ROLES = ["admin", "billing", "claude_code_user", "developer", "user"] as const;
const INVITE_STATUSES = ["accepted", "deleted", "expired", "pending"] as const;

/** From this version on a key has a `scope` instead of a `workspace_id`, as the official SDK's types say. */
const SCOPES_FROM = "2026-10-21";

export function me({ organization }: Call): unknown {
  return { id: organization.id, name: organization.name, type: "organization" };
}

export function apiKeys(call: Call): unknown {
  const { query, organization } = call;
  const status = query.has("status") ? choiceOf(query, "status", KEY_STATUSES) : null;
  const workspaceId = query.get("workspace_id");
  const creator = query.get("created_by_user_id");
  const keys = organization.keys.filter(
    (key) =>
      key.createdAt <= call.now &&
      (status === null || key.status === status) &&
      (workspaceId === null || key.workspaceId === workspaceId) &&
      (creator === null || key.createdBy === creator),
  );
  const entries = keys.map((key) =>
    call.version < SCOPES_FROM ? apiKeyEntry(key) : scopedKeyEntry(key, call),
  );
  return listPage(call, entries, ({ id }) => id);
}

/** The default workspace and archived ones are in the list only when asked for. */
export function workspaces(call: Call): unknown {
  const archivedToo = choiceOf(call.query, "include_archived", ["false", "true"]) === "true";
  const defaultToo = choiceOf(call.query, "include_default", ["false", "true"]) === "true";
  const { organization } = call;
  const listed = defaultToo
    ? [defaultWorkspace(organization), ...organization.workspaces]
    : organization.workspaces;
  const known = listed.filter(({ createdAt }) => createdAt <= call.now);
  const entries = known.map((workspace) => workspaceEntry(workspace, call.now));
  const shown = entries.filter((entry) => archivedToo || entry.archived_at === null);
  return listPage(call, shown, ({ id }) => id);
}

/** People who have left are not in it. */
export function users(call: Call): unknown {
  const email = call.query.get("email");
  const roles = listOf(call.query, "roles", ROLES);
  const people = call.organization.people.filter(
    (person) =>
      !person.hasLeft &&
      person.addedAt <= call.now &&
      (email === null || person.email === email.toLowerCase()) &&
      (roles.length === 0 || roles.includes(person.role)),
  );
  return listPage(call, people.map(userEntry), ({ id }) => id);
}

/** The people whose keys are in the workspace. */
export function workspaceMembers(call: Call, workspaceId: string): unknown {
  const { keys, people, workspaces: known } = call.organization;
  if (!known.some(({ id }) => id === workspaceId)) {
    throw new Refusal(404, "Workspace not found.");
  }
  const creators = new Set(
    keys.filter((key) => key.workspaceId === workspaceId).map(({ createdBy }) => createdBy),
  );
  const members = people
    .filter(({ userId, hasLeft }) => !hasLeft && creators.has(userId))
    .map(({ userId }) => ({
      type: "workspace_member",
      user_id: userId,
      workspace_id: workspaceId,
      workspace_role: "workspace_developer",
    }));
  return listPage(call, members, ({ user_id: id }) => id);
}

/** Nobody is invited at the moment. */
export function invites(call: Call): unknown {
  listOf(call.query, "roles", ROLES);
  listOf(call.query, "statuses", INVITE_STATUSES);
  return listPage<never>(call, [], () => "");
}

/** Refused with an Admin key, which is the only kind this server knows. */
export function serviceAccounts(): never {
  throw new Refusal(403, "This endpoint requires an OAuth token with the org:admin scope.");
}

/** A page of a list by `after_id`, `before_id` and `limit`; past the end it is an empty page. */
function listPage<T>(call: Call, entries: readonly T[], idOf: (entry: T) => string): unknown {
  const { query } = call;
  const limit = limitOf(query, { standard: 20, max: 1000 });
  const after = query.get("after_id");
  const before = query.get("before_id");
  if (after !== null && before !== null) {
    throw new Refusal(400, "Only one of after_id and before_id may be given");
  }
  const placeOf = (name: string, id: string): number => {
    const place = entries.findIndex((entry) => idOf(entry) === id);
    if (place === -1) throw new Refusal(400, `${name}: Invalid cursor`);
    return place;
  };
  const end = before === null ? entries.length : placeOf("before_id", before);
  const start = after === null ? 0 : placeOf("after_id", after) + 1;
  const rest = entries.slice(start, end);
  const data = before === null ? rest.slice(0, limit) : rest.slice(-limit);
  const first = data[0];
  const last = data.at(-1);
  return {
    data,
    first_id: first === undefined ? null : idOf(first),
    has_more: rest.length > data.length,
    last_id: last === undefined ? null : idOf(last),
  };
}

function apiKeyEntry(key: ApiKey) {
  return {
    created_at: instantText(key.createdAt),
    created_by: key.createdBy === null ? null : { id: key.createdBy, type: "user" },
    expires_at: null,
    id: key.id,
    name: key.name,
    partial_key_hint: `sk-ant-api03-${key.id.slice(-3)}...${key.id.slice(10, 14)}`,
    principal: key.principal,
    status: key.status,
    type: "api_key",
    workspace_id: key.workspaceId,
  };
}

function scopedKeyEntry(key: ApiKey, { organization }: Call) {
  const { workspace_id, principal, ...entry } = apiKeyEntry(key);
  return {
    ...entry,
    principal:
      principal === null
        ? null
        : { [`${principal.type}_id`]: principal.id, type: `${principal.type}_actor` },
    scope: key.isOfOrganization
      ? { type: "organization" }
      : { type: "workspace", workspace_id: workspace_id ?? defaultWorkspaceId(organization) },
  };
}

/** Its name is a guess: no public example of the entry was found. */
function defaultWorkspace(organization: Organization): Workspace {
  const createdAt = Date.parse("2025-01-01T00:00:00Z");
  return { id: defaultWorkspaceId(organization), name: "Default", createdAt, archivedAt: null };
}

function workspaceEntry({ archivedAt, createdAt, id, name }: Workspace, now: number) {
  return {
    archived_at: archivedAt !== null && archivedAt <= now ? instantText(archivedAt) : null,
    compartment_id: null,
    created_at: instantText(createdAt),
    data_residency: {
      allowed_inference_geos: "unrestricted",
      default_inference_geo: "global",
      workspace_geo: "us",
    },
    display_color: "#6C5BB9",
    external_key_id: null,
    id,
    name,
    tags: {},
    type: "workspace",
  };
}

function userEntry({ addedAt, email, name, role, userId }: Person) {
  return { added_at: instantText(addedAt), email, id: userId, name, role, type: "user" };
}
