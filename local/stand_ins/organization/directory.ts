/**
 * Workspaces, keys and service accounts, and who truly sends through each: two workspaces of one
 * name, an archived one, a leaver's key, a key without creator, keys of teams, machines and people.
 */

import { DAY_MS, startOf } from "./days.ts";
import type { Agent, ApiKey, Owner, Person, ServiceAccount, Workspace } from "./model.ts";
import type { Categories } from "./options.ts";
import { LEAVER } from "./people.ts";
import { vendorId } from "./random.ts";

export interface Directory {
  readonly workspaces: readonly Workspace[];
  readonly keys: readonly ApiKey[];
  readonly serviceAccounts: readonly ServiceAccount[];
  readonly agents: readonly Agent[];
}

/** `claude_code_b` is the same workspace made anew, so two ids have one name. */
const WORKSPACES = {
  production: "Production",
  research: "Research",
  support: "Support Bot",
  claude_code_a: "Claude Code",
  claude_code_b: "Claude Code",
  sandbox: "Sandbox 2025",
} as const;

type Place = keyof typeof WORKSPACES | "default";

interface Recipe {
  readonly name: string;
  readonly place: Place;
  /** The person by place in the list who made the key; null: the vendor no longer knows. */
  readonly creator: number | null;
  readonly owner: "automation" | "person" | "team";
  readonly serviceAccount?: boolean;
}

/** One key of every kind; with more keys the tail of `moreKeys` follows. */
const RECIPES: readonly Recipe[] = [
  { name: "production-api", place: "production", creator: 0, owner: "automation" },
  {
    name: "batch-jobs",
    place: "production",
    creator: 1,
    owner: "automation",
    serviceAccount: true,
  },
  { name: "research-notebooks", place: "research", creator: 2, owner: "person" },
  { name: "support-bot", place: "support", creator: 1, owner: "automation" },
  { name: "legacy-import", place: "default", creator: null, owner: "automation" },
  { name: "claude_code_key", place: "claude_code_a", creator: 4, owner: "person" },
  { name: "claude_code_key", place: "claude_code_b", creator: 4, owner: "person" },
  { name: "claude_code_key", place: "claude_code_b", creator: 5, owner: "person" },
  { name: "old-pilot", place: "sandbox", creator: 6, owner: "person" },
  { name: "evaluation-harness", place: "research", creator: LEAVER, owner: "person" },
  { name: "shared-team-key", place: "default", creator: 0, owner: "team" },
  { name: "ci-agents", place: "claude_code_b", creator: 1, owner: "automation" },
];

const MORE_PLACES: readonly Place[] = [
  "production",
  "research",
  "claude_code_b",
  "support",
  "default",
];

export interface DirectoryPlan {
  readonly people: readonly Person[];
  /** Keys of one workspace each; those of the organization come on top. */
  readonly keyCount: number;
  /** Archived workspaces and their keys end with it. */
  readonly archivedAt: number;
  readonly categories: Categories;
}

/** The directory of one organization. */
export function demoDirectory(
  slug: string,
  { archivedAt, categories, keyCount, people }: DirectoryPlan,
): Directory {
  const workspaces = Object.entries(WORKSPACES).map(([place, name], index) => ({
    id: vendorId("wrkspc", slug, place),
    name,
    createdAt: startOf("2025-04-01") + index * 9 * DAY_MS,
    archivedAt: place === "sandbox" ? archivedAt : null,
  }));
  const serviceAccounts = [
    { id: vendorId("svac", slug, "nightly-evaluations"), name: "nightly-evaluations" },
  ];
  const recipes = [...RECIPES, ...moreKeys(keyCount - RECIPES.length, people.length)];
  const keys = recipes
    .slice(0, keyCount)
    .map((recipe, index) => keyOf(recipe, index, { slug, people, serviceAccounts }));
  const agents = categories.agents ? [supportAgent(slug)] : [];
  if (!categories.organizationKeys) return { workspaces, keys, serviceAccounts, agents };
  const explorer = people[EXPLORER];
  const bound = [
    ...(explorer === undefined ? [] : [keyOfPerson(slug, explorer)]),
    ...serviceAccounts.map((account) => keyOfServiceAccount(slug, account, people[0])),
  ];
  return { workspaces, keys: [...keys, ...bound], serviceAccounts, agents };
}

/** The person, by place in the list, who has a personal key. */
const EXPLORER = 5;

function keyOfPerson(slug: string, person: Person): ApiKey {
  return {
    ...boundKey(slug, `personal-${person.email.split(".")[0] ?? ""}`),
    createdBy: person.userId,
    principal: { id: person.userId, type: "user" },
    owner: { type: "person", name: person.email },
  };
}

/** No directory that an Admin key may read names the account, so that its id stands for it. */
function keyOfServiceAccount(
  slug: string,
  { id }: ServiceAccount,
  creator: Person | undefined,
): ApiKey {
  return {
    ...boundKey(slug, "agent-runner"),
    createdBy: creator?.userId ?? null,
    principal: { id, type: "service_account" },
    owner: { type: "automation", name: id },
  };
}

function boundKey(slug: string, name: string) {
  return {
    id: vendorId("apikey", slug, "organization", name),
    name,
    workspaceId: null,
    isOfOrganization: true,
    status: "active" as const,
    createdAt: startOf("2026-08-03"),
  };
}

function supportAgent(slug: string): Agent {
  return {
    id: vendorId("agent", slug, "support"),
    environmentId: vendorId("env", slug, "support"),
    deploymentId: vendorId("depl", slug, "support"),
    workspaceId: vendorId("wrkspc", slug, "support"),
  };
}

/** People that the recipes name by their place in the list. */
export const FEWEST_PEOPLE = 8;

function moreKeys(count: number, peopleCount: number): readonly Recipe[] {
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    const place = MORE_PLACES[index % MORE_PLACES.length] ?? "default";
    const isClaudeCode = place === "claude_code_b";
    return {
      name: isClaudeCode ? "claude_code_key" : `service-${String(index + 13).padStart(3, "0")}`,
      place,
      creator: (index + 6) % peopleCount,
      owner: isClaudeCode || index % 2 === 0 ? "person" : "automation",
    };
  });
}

function keyOf(
  recipe: Recipe,
  index: number,
  {
    slug,
    people,
    serviceAccounts,
  }: Pick<Directory, "serviceAccounts"> & {
    readonly slug: string;
    readonly people: readonly Person[];
  },
): ApiKey {
  const creator = recipe.creator === null ? undefined : people[recipe.creator];
  const id = vendorId("apikey", slug, String(index), recipe.name);
  const name =
    recipe.name === "claude_code_key" && creator !== undefined
      ? `claude_code_key_${creator.email.split("@")[0] ?? ""}_${id.slice(-4).toLowerCase()}`
      : recipe.name;
  const serviceAccount = recipe.serviceAccount === true ? serviceAccounts[0] : undefined;
  const principal = serviceAccount ?? null;
  return {
    id,
    name,
    workspaceId: recipe.place === "default" ? null : vendorId("wrkspc", slug, recipe.place),
    isOfOrganization: false,
    status: recipe.place === "sandbox" ? "archived" : "active",
    createdAt: startOf("2025-06-02") + index * 3 * DAY_MS,
    createdBy: creator?.userId ?? null,
    principal: principal === null ? null : { id: principal.id, type: "service_account" },
    owner: ownerOf(recipe, creator, name),
  };
}

function ownerOf(recipe: Recipe, creator: Person | undefined, keyName: string): Owner {
  if (recipe.owner === "person" && creator !== undefined) {
    return { type: "person", name: creator.email };
  }
  if (recipe.owner === "team") return { type: "team", name: creator?.team ?? "Platform" };
  return { type: "automation", name: keyName };
}
