/**
 * What the analytics endpoints know of a piece of usage: a value for each dimension, as the types of
 * the official SDK describe them (`@anthropic-ai/sdk` 1.14.0, resources/beta/organization/analytics).
 */

import type {
  Agent,
  ContextWindow,
  ExtraCharge,
  Organization,
  ServiceTier,
  UsageRequest,
} from "../organization/model.ts";
import { oncePer } from "../organization/once_per.ts";
import { vendorId } from "../organization/random.ts";

/** Dimensions of both endpoints; `cost_type` and `token_type` belong to cost alone and are no traits. */
export const DIMENSIONS = [
  "actor",
  "actor_type",
  "agent_id",
  "api_key_id",
  "claude_tag_category",
  "claude_tag_user_id",
  "context_window",
  "deployment_id",
  "environment_id",
  "inference_geo",
  "model",
  "organization_id",
  "product",
  "rbac_group_id",
  "service_tier",
  "session_id",
  "slack_channel_id",
  "speed",
  "user_profile_id",
  "workspace_id",
] as const;

export type Dimension = (typeof DIMENSIONS)[number];

export type ActorType = "api_actor" | "service_account_actor" | "user_actor";

/** Dimensions with a closed list of values. */
interface Closed {
  readonly actor_type: ActorType | null;
  readonly claude_tag_category: null;
  readonly context_window: ContextWindow | null;
  readonly inference_geo: "global" | "us" | null;
  readonly service_tier: ServiceTier | null;
  readonly speed: "fast" | "standard" | null;
}

/** The actor is its tagged id here. A person in several RBAC groups has one set of traits for each. */
export type Traits = Closed & Readonly<Record<Exclude<Dimension, keyof Closed>, string | null>>;

/** Slack, user profiles, child organizations and single sessions do not occur in an invented organization. */
const NEVER_USED = {
  claude_tag_category: null,
  claude_tag_user_id: null,
  organization_id: null,
  session_id: null,
  slack_channel_id: null,
  user_profile_id: null,
} as const;

/** The real id of the default workspace, which the analytics endpoints show and the older reports do not. */
export function defaultWorkspaceId({ slug }: Pick<Organization, "slug">): string {
  return vendorId("wrkspc", slug, "default");
}

/** The traits of the organization's requests, its directory looked up once. */
export const requestTraits = oncePer((organization: Organization) => {
  const fallback = defaultWorkspaceId(organization);
  const actorOf = actorFinder(organization);
  return oncePer((request: UsageRequest): Traits => {
    const actor = actorOf(request);
    return {
      ...NEVER_USED,
      ...agentTraits(organization, ({ id }) => id === request.agentId),
      actor,
      actor_type: actor === null ? null : actorType(actor),
      api_key_id: request.keyId,
      context_window: request.contextWindow,
      // What the older reports call `not_available` is null here.
      inference_geo: request.inferenceGeo === "not_available" ? null : request.inferenceGeo,
      model: request.model,
      product: productOf(request),
      rbac_group_id: null,
      service_tier: request.serviceTier,
      speed: request.speed,
      workspace_id: request.workspaceId ?? fallback,
    };
  });
});

/** The traits of a charge that no request explains: a day and a workspace, and for sessions their product. */
export function extraTraits(
  organization: Organization,
  { kind, workspaceId }: Pick<ExtraCharge, "kind" | "workspaceId">,
): Traits {
  return {
    ...NEVER_USED,
    // Sessions of a workspace that has an agent are the agent's.
    ...agentTraits(organization, (agent) => {
      return kind === "session_usage" && agent.workspaceId === workspaceId;
    }),
    actor: null,
    actor_type: null,
    api_key_id: null,
    context_window: null,
    inference_geo: null,
    model: null,
    product: kind === "session_usage" ? "managed_agents_api" : null,
    rbac_group_id: null,
    service_tier: null,
    speed: null,
    workspace_id: workspaceId ?? defaultWorkspaceId(organization),
  };
}

/** What identifies a managed session; nulls outside of one. */
function agentTraits(organization: Organization, isIts: (agent: Agent) => boolean) {
  const agent = organization.agents.find(isIts);
  return {
    agent_id: agent?.id ?? null,
    deployment_id: agent?.deploymentId ?? null,
    environment_id: agent?.environmentId ?? null,
  };
}

/** The actor as rows show it. Throws RangeError for an id that is none of the organization's. */
export function actorEntry(organization: Organization, id: string) {
  const type = actorType(id);
  switch (type) {
    case "api_actor":
      return { api_key_id: id, type };
    case "service_account_actor":
      return { service_account_id: id, type };
    case "user_actor": {
      const person = organization.people.find(({ userId }) => userId === id);
      if (person === undefined) throw new RangeError(`${id} is nobody's user id`);
      const { email, hasLeft, name } = person;
      return { deleted: hasLeft, email_address: email, name, type, user_id: id };
    }
  }
}

/** True for a person who is no longer a member. */
export function isDeletedUser(organization: Organization, actor: string | null): boolean {
  return organization.people.some(({ hasLeft, userId }) => hasLeft && userId === actor);
}

function actorType(id: string): ActorType {
  if (id.startsWith("user_")) return "user_actor";
  return id.startsWith("svac_") ? "service_account_actor" : "api_actor";
}

/**
 * The user if one is attributed, else the service account, else the key. A person is attributed to
 * keyless use of their account, to Claude Code (which knows who logged in) and to keys bound to them.
 */
function actorFinder(organization: Organization): (request: UsageRequest) => string | null {
  const principals = new Map(organization.keys.map(({ id, principal }) => [id, principal]));
  const userIds = new Map(organization.people.map(({ email, userId }) => [email, userId]));
  return ({ accountId, keyId, person, serviceAccountId, terminal }) => {
    const coder = terminal === null || person === null ? null : (userIds.get(person) ?? null);
    const principal = keyId === null ? null : (principals.get(keyId)?.id ?? null);
    return accountId ?? coder ?? principal ?? serviceAccountId ?? keyId;
  };
}

function productOf({ accountId, agentId, keyId, serviceTier, terminal }: UsageRequest): string {
  if (agentId !== null) return "managed_agents_api";
  if (terminal !== null) return "claude_code";
  if (keyId === null && accountId !== null) return "claude_console";
  return serviceTier === "batch" ? "message_batches_api" : "messages_api";
}

/** The traits once for each group of their actor, or once without a group. */
export function spreadOverGroups(traits: Traits, groups: readonly string[]): readonly Traits[] {
  if (groups.length === 0) return [traits];
  return groups.map((group) => ({ ...traits, rbac_group_id: group }));
}
