/** The lists of keys, workspaces, members, users, service accounts and invites, and `/me` (the vendor's reference). */

import { dayOf } from "../organization/days.ts";
import {
  defaultWorkspace,
  olderKeyEntry,
  scopedKeyEntry,
  serviceAccountEntry,
  userEntry,
  workspaceEntry,
} from "./directory_entries.ts";
import { choiceOf, limitOf, listOf } from "../base/anthropic_query.ts";
import { pageToken, positionOf } from "./page_token.ts";
import type { Call } from "./wire.ts";
import { Refusal } from "../base/refusal.ts";

const KEY_STATUSES = ["active", "archived", "expired", "inactive"] as const;
const ROLES = ["admin", "billing", "claude_code_user", "developer", "user"] as const;
const INVITE_STATUSES = ["accepted", "deleted", "expired", "pending"] as const;

/**
 * From this day on a key says its `scope` and whose it is as the official SDK's types have it; with this version or a
 * later one `workspace_id`, which the types no longer name, is gone.
 */
const SCOPES_FROM = "2026-10-21";

export function me({ organization }: Call) {
  return { id: organization.id, name: organization.name, type: "organization" as const };
}

export function apiKeys(call: Call) {
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
  const entries = keys.map((key) => {
    if (call.version >= SCOPES_FROM) return scopedKeyEntry(key, call);
    if (dayOf(call.now) < SCOPES_FROM) return olderKeyEntry(key);
    return { ...scopedKeyEntry(key, call), workspace_id: key.workspaceId };
  });
  return listPage(call, entries, ({ id }) => id);
}

/** The default workspace and archived ones are in the list only when asked for. */
export function workspaces(call: Call) {
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
export function users(call: Call) {
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
export function workspaceMembers(call: Call, workspaceId: string) {
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
export function invites(call: Call) {
  listOf(call.query, "roles", ROLES);
  listOf(call.query, "statuses", INVITE_STATUSES);
  return listPage<never>(call, [], () => "");
}

/** By `page` and `limit`, newest first; a page says only where the next one begins. */
export function serviceAccounts(call: Call) {
  const limit = limitOf(call.query, { standard: 20, max: 1000 });
  choiceOf(call.query, "include_archived", ["false", "true"]);
  const first = Number(positionOf(call) ?? "0");
  const all = call.organization.serviceAccounts;
  const next = first + limit;
  return {
    data: all.slice(first, next).map(serviceAccountEntry),
    next_page: next < all.length ? pageToken(call, String(next)) : null,
  };
}

/** A page of a list by `after_id`, `before_id` and `limit`; past the end it is an empty page. */
function listPage<T>(call: Call, entries: readonly T[], idOf: (entry: T) => string) {
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
