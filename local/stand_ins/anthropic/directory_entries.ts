/** Keys, workspaces, users and service accounts as the lists show them, in the words of the official SDK's types. */

import { instantText } from "../organization/days.ts";
import type {
  ApiKey,
  Organization,
  Person,
  ServiceAccount,
  Workspace,
} from "../organization/model.ts";
import { defaultWorkspaceId } from "./analytics_traits.ts";
import type { Call } from "./wire.ts";

function keyEntry(key: ApiKey) {
  return {
    created_at: instantText(key.createdAt),
    created_by: key.createdBy === null ? null : { id: key.createdBy, type: "user" as const },
    expires_at: null,
    id: key.id,
    name: key.name,
    partial_key_hint: `sk-ant-api03-${key.id.slice(-3)}...${key.id.slice(10, 14)}`,
    status: key.status,
    type: "api_key" as const,
  };
}

/** As documentation had it until August 2026. */
export function olderKeyEntry(key: ApiKey) {
  return { ...keyEntry(key), principal: key.principal, workspace_id: key.workspaceId };
}

/** An entry as the official SDK's types have it. */
export function scopedKeyEntry(key: ApiKey, { organization }: Pick<Call, "organization">) {
  const workspaceId = key.workspaceId ?? defaultWorkspaceId(organization);
  return {
    ...keyEntry(key),
    principal: principalEntry(key),
    scope: key.isOfOrganization
      ? { type: "organization" as const }
      : { type: "workspace" as const, workspace_id: workspaceId },
  };
}

function principalEntry({ principal }: ApiKey) {
  if (principal === null) return null;
  return principal.type === "user"
    ? { type: "user_actor" as const, user_id: principal.id }
    : { type: "service_account_actor" as const, service_account_id: principal.id };
}

/** Its name is a guess: no public example of the entry was found. */
export function defaultWorkspace(organization: Organization): Workspace {
  const createdAt = Date.parse("2025-01-01T00:00:00Z");
  return { id: defaultWorkspaceId(organization), name: "Default", createdAt, archivedAt: null };
}

export function workspaceEntry({ archivedAt, createdAt, id, name }: Workspace, now: number) {
  return {
    archived_at: archivedAt !== null && archivedAt <= now ? instantText(archivedAt) : null,
    compartment_id: `cmp_${id.slice(7)}`,
    created_at: instantText(createdAt),
    data_residency: {
      allowed_inference_geos: "unrestricted" as const,
      default_inference_geo: "global" as const,
      workspace_geo: "us" as const,
    },
    display_color: "#6C5BB9",
    external_key_id: null,
    id,
    name,
    tags: tagsOf(name),
    type: "workspace" as const,
    user_profile_id: null,
  };
}

/** What somebody wrote on the workspaces that serve customers; the others have no tags. */
function tagsOf(name: string): Record<string, string> {
  return name === "Production" || name === "Support Bot"
    ? { environment: "production", product: name.toLowerCase() }
    : {};
}

export function serviceAccountEntry({ id, name }: ServiceAccount) {
  const createdAt = instantText(Date.parse("2025-06-01T00:00:00Z"));
  return {
    archived_at: null,
    archived_by_actor_id: null,
    created_at: createdAt,
    created_by_actor_id: null,
    description: null,
    id,
    name,
    organization_role: "developer" as const,
    type: "service_account" as const,
    updated_at: createdAt,
    updated_by_actor_id: null,
  };
}

export function userEntry({ addedAt, email, name, role, userId }: Person) {
  return { added_at: instantText(addedAt), email, id: userId, name, role, type: "user" as const };
}
