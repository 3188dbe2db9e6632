/** Everything that sends requests: each key, and the three kinds of use without a key. */

import type { Categories } from "./options.ts";
import type { Directory } from "./directory.ts";
import type { Day, Person } from "./model.ts";
import { MODELS, NOVA } from "./prices.ts";
import { randomFrom } from "./random.ts";

export interface Sender {
  readonly label: string;
  readonly keyId: string | null;
  readonly accountId: string | null;
  readonly serviceAccountId: string | null;
  readonly workspaceId: string | null;
  /** E-mails of the people who send through it; empty for machines. */
  readonly people: readonly string[];
  readonly models: readonly string[];
  readonly batchPercent: number;
  readonly priorityPercent: number;
  readonly blockedPercent: number;
  /** Of the requests that can be fast. */
  readonly fastPercent: number;
  /** Its sessions of that managed agent, or null. */
  readonly agentId: string | null;
  readonly isClaudeCode: boolean;
  /** Epoch milliseconds, Infinity for keys that live. */
  readonly until: number;
}

const OLD_MODELS = ["claude-opus-4-8", "claude-sonnet-4-5-20250929", "claude-haiku-4-5-20251001"];
const PRIORITY_KEYS = new Set(["production-api", "support-bot"]);
const BLOCKED_KEYS = new Set(["evaluation-harness", "support-bot"]);
const NOTHING_SPECIAL = {
  batchPercent: 0,
  priorityPercent: 0,
  blockedPercent: 0,
  fastPercent: 0,
  agentId: null,
  isClaudeCode: false,
};

/** The senders of one organization, in a fixed order. */
export function demoSenders(
  slug: string,
  seed: number,
  people: readonly Person[],
  directory: Directory,
  categories: Categories,
): readonly Sender[] {
  const claudeCodeIds = new Set(
    directory.workspaces.filter(({ name }) => name === "Claude Code").map(({ id }) => id),
  );
  const ofWorkspaces = directory.keys.filter(({ isOfOrganization }) => !isOfOrganization);
  const keyed = ofWorkspaces.map((key): Sender => {
    const random = randomFrom(seed, slug, "sender", key.id);
    const isClaudeCode = key.workspaceId !== null && claudeCodeIds.has(key.workspaceId);
    const workspace = directory.workspaces.find(({ id }) => id === key.workspaceId);
    const ownShare = key.name === "batch-jobs" ? 80 : random.pick([0, 0, 10, 20, 40]);
    const models = modelsOf(key.name, isClaudeCode, random.int(0, 2), categories);
    return {
      ...NOTHING_SPECIAL,
      label: key.id,
      keyId: key.id,
      accountId: null,
      serviceAccountId: null,
      workspaceId: key.workspaceId,
      people: peopleBehind(key.owner, people),
      models,
      batchPercent: categories.batch === "uneven" && !isClaudeCode ? ownShare : 0,
      priorityPercent: categories.priority && PRIORITY_KEYS.has(key.name) ? 15 : 0,
      blockedPercent: categories.blocked && BLOCKED_KEYS.has(key.name) ? 6 : 0,
      isClaudeCode,
      until: workspace?.archivedAt ?? Infinity,
    };
  });
  return [
    ...keyed,
    ...(categories.keyless ? keylessSenders(people, directory) : []),
    ...organizationSenders(people, directory, categories),
  ];
}

/** The models of a sender that exist on that day. */
export function modelsOn(sender: Sender, day: Day): readonly string[] {
  const released = MODELS.filter(({ from }) => from <= day).map(({ id }) => id);
  return sender.models.filter((model) => released.includes(model));
}

/** A key of the organization sends in two workspaces; a service account's runs the agent where there is one. */
function organizationSenders(
  people: readonly Person[],
  { agents, keys, workspaces }: Directory,
  categories: Categories,
): readonly Sender[] {
  const production = workspaces.find(({ name }) => name === "Production")?.id ?? null;
  return keys
    .filter(({ isOfOrganization }) => isOfOrganization)
    .flatMap((key): readonly Sender[] => {
      const agent = key.owner.type === "automation" ? agents[0] : undefined;
      const places = agent === undefined ? [production, null] : [agent.workspaceId];
      return places.map((workspaceId) => ({
        ...NOTHING_SPECIAL,
        label: `${key.id}/${workspaceId ?? "default"}`,
        keyId: key.id,
        accountId: null,
        serviceAccountId: null,
        workspaceId,
        people: peopleBehind(key.owner, people),
        models: ["claude-opus-4-8", "claude-haiku-5-5"],
        fastPercent: categories.fastMode ? 50 : 0,
        agentId: agent?.id ?? null,
        until: Infinity,
      }));
    });
}

function keylessSenders(people: readonly Person[], directory: Directory): readonly Sender[] {
  const research = directory.workspaces.find(({ name }) => name === "Research")?.id ?? null;
  const production = directory.workspaces.find(({ name }) => name === "Production")?.id ?? null;
  const workbench = people[7];
  const keyless = { ...NOTHING_SPECIAL, keyId: null, until: Infinity };
  const person = { ...keyless, serviceAccountId: null, accountId: workbench?.userId ?? null };
  const email = workbench === undefined ? [] : [workbench.email];
  const machine = directory.serviceAccounts[0]?.id ?? null;
  return [
    {
      ...person,
      label: "workbench",
      workspaceId: null,
      people: email,
      models: ["claude-opus-4-8"],
    },
    {
      ...person,
      label: "workbench-research",
      workspaceId: research,
      people: email,
      models: ["claude-opus-4-8", "claude-opus-5-5"],
    },
    {
      ...keyless,
      label: "nightly-evaluations",
      accountId: null,
      serviceAccountId: machine,
      workspaceId: production,
      people: [],
      models: ["claude-sonnet-5-5", "claude-haiku-4-5-20251001"],
    },
    {
      ...keyless,
      label: "nobody-named",
      accountId: null,
      serviceAccountId: null,
      workspaceId: null,
      people: [],
      models: ["claude-haiku-4-5-20251001"],
    },
  ];
}

function peopleBehind(
  owner: { readonly type: string; readonly name: string },
  people: readonly Person[],
): readonly string[] {
  if (owner.type === "person") return [owner.name];
  if (owner.type !== "team") return [];
  return people.filter(({ team, hasLeft }) => team === owner.name && !hasLeft).map((p) => p.email);
}

function modelsOf(
  keyName: string,
  isClaudeCode: boolean,
  turn: number,
  categories: Categories,
): readonly string[] {
  if (categories.batch === "uniform") return OLD_MODELS;
  if (isClaudeCode) return ["claude-opus-4-8", "claude-sonnet-5-5", "claude-opus-5-5"];
  if (keyName === "research-notebooks" && categories.unknownModel) {
    return [NOVA, "claude-opus-5-5", "claude-sonnet-4-5-20250929"];
  }
  const sets = [
    OLD_MODELS,
    ["claude-opus-4-8", "claude-sonnet-5-5", "claude-haiku-5-5"],
    [
      "claude-sonnet-4-5-20250929",
      "claude-haiku-4-5-20251001",
      "claude-opus-5-5",
      "claude-haiku-5-5",
    ],
  ];
  return sets[turn] ?? OLD_MODELS;
}
