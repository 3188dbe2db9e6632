/**
 * What an invented organisation is made of. Nothing here knows any vendor's wire format: every
 * simulated vendor reads the same people and the same requests and speaks its own language.
 */

import type { Categories } from "./options.ts";

/** A UTC day, `YYYY-MM-DD`. */
export type Day = string;

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly team: string;
  readonly costCenter: string;
  /** The Anthropic user id in this organization; also the account id of the person's keyless use. */
  readonly userId: string;
  readonly role: "admin" | "billing" | "claude_code_user" | "developer" | "user";
  readonly addedAt: number;
  /** True once the person is gone from the directory; keys they made stay alive. */
  readonly hasLeft: boolean;
}

export interface Workspace {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly archivedAt: number | null;
}

/** A managed agent: its sessions run in one workspace and environment, started by one deployment. */
export interface Agent {
  readonly id: string;
  readonly environmentId: string;
  readonly deploymentId: string;
  readonly workspaceId: string;
}

export interface ServiceAccount {
  readonly id: string;
  readonly name: string;
}

/** Who a key truly belongs to; only the truth knows it, no vendor does. */
export interface Owner {
  readonly type: "automation" | "person" | "team";
  /** The person's e-mail, or the name of the team or automation. */
  readonly name: string;
}

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** null is the default workspace, and no workspace for a key of the organization. */
  readonly workspaceId: string | null;
  /** True for a key that may be used in any workspace; it is bound to a principal. */
  readonly isOfOrganization: boolean;
  readonly status: "active" | "archived" | "expired" | "inactive";
  readonly createdAt: number;
  /** The creating user's id, null for keys of which the vendor no longer knows it. */
  readonly createdBy: string | null;
  readonly principal: { readonly id: string; readonly type: "service_account" | "user" } | null;
  readonly owner: Owner;
}

export interface Tokens {
  readonly uncachedInput: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly cacheRead: number;
  readonly output: number;
}

export type TokenKind = keyof Tokens;
export type ServiceTier = "batch" | "priority" | "standard";
export type ContextWindow = "0-200k" | "200k-1M";
/** Fast mode has the standard tier alone. */
export type Speed = "fast" | "standard";
export type InferenceGeo = "global" | "not_available" | "us";

/** One request to a model: the atom of which every report is a sum. Instants are epoch milliseconds. */
export interface UsageRequest {
  readonly at: number;
  /** null for Workbench and OAuth use. */
  readonly keyId: string | null;
  /** Set for a person's keyless use alone. */
  readonly accountId: string | null;
  /** Set for a service account's keyless use alone. */
  readonly serviceAccountId: string | null;
  readonly workspaceId: string | null;
  /** E-mail of the person who truly sent it, null for machines. */
  readonly person: string | null;
  readonly model: string;
  readonly serviceTier: ServiceTier;
  readonly contextWindow: ContextWindow;
  readonly inferenceGeo: InferenceGeo;
  readonly speed: Speed;
  /** The managed agent whose session made it, null for any other. */
  readonly agentId: string | null;
  readonly tokens: Tokens;
  readonly webSearches: number;
  /** Blocked before billing: its tokens are reported, its cost is nothing. */
  readonly blocked: boolean;
  /** A dimension of the vendor's ledger that no report shows: lines differ by it alone. */
  readonly ledger: 0 | 1;
  /** Reports show the request from this instant … */
  readonly appearsAt: number;
  /** … until this one; Infinity for all but withdrawn requests. */
  readonly vanishesAt: number;
  /** The program of a Claude Code request, null for any other. */
  readonly terminal: string | null;
  readonly isRemote: boolean;
}

/** A charge that no token and no search explains. */
export interface ExtraCharge {
  readonly at: number;
  readonly appearsAt: number;
  readonly kind: "code_execution" | "session_usage";
  readonly workspaceId: string | null;
  readonly nanoUsd: bigint;
}

/** A tenth of every output token of one cell is given back in a line of its own. */
export interface Adjustment {
  readonly day: Day;
  readonly workspaceId: string | null;
  readonly model: string;
}

/** From this instant the vendor answers with no results for that day. */
export interface EmptiedDay {
  readonly day: Day;
  readonly from: number;
}

export interface Organization {
  /** Short name, part of the invented admin key. */
  readonly slug: string;
  readonly id: string;
  readonly name: string;
  readonly categories: Categories;
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly people: readonly Person[];
  readonly workspaces: readonly Workspace[];
  readonly serviceAccounts: readonly ServiceAccount[];
  readonly agents: readonly Agent[];
  readonly keys: readonly ApiKey[];
  /** Billed (or blocked, or priority) requests by UTC day, in the order of time. */
  readonly requests: ReadonlyMap<Day, readonly UsageRequest[]>;
  /** Claude Code use on a subscription: in the Claude Code report, never in usage or cost. */
  readonly subscriptionRequests: ReadonlyMap<Day, readonly UsageRequest[]>;
  readonly extraCharges: ReadonlyMap<Day, readonly ExtraCharge[]>;
  readonly adjustment: Adjustment | null;
  /** The day whose lines change, and the instant from which they are different. */
  readonly restatement: { readonly day: Day; readonly at: number } | null;
  readonly emptiedDays: readonly EmptiedDay[];
}
