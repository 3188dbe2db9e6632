/**
 * A client that nobody here wrote proves the stand-in: the vendor's official SDK lists every page of
 * what it knows and finds the true sums.
 */

import Anthropic from "@anthropic-ai/sdk";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { adminKeyOf } from "../../../local/stand_ins/anthropic/server.ts";
import { defaultWorkspaceId } from "../../../local/stand_ins/anthropic/analytics_traits.ts";
import { type Organization, truthOf } from "../../../local/stand_ins/organization/index.ts";
import { LATER, nanoOf, startVendor, type Vendor } from "./support.ts";

/** The demo's days in ranges of at most 31 days; small pages make many of them. */
const RANGES = [
  { starting_at: "2026-09-01T00:00:00Z", ending_at: "2026-10-01T00:00:00Z" },
  { starting_at: "2026-10-01T00:00:00Z", ending_at: "2026-11-01T00:00:00Z" },
] as const;
const DAYS = { time_bucket_width: "1d", limit: 25 } as const;

let vendor: Vendor;
let client: Anthropic;
beforeAll(async () => {
  vendor = await startVendor({ people: 30 });
  client = clientOf(vendor.first);
});
afterAll(() => vendor.server.close());

function clientOf(organization: Organization): Anthropic {
  return new Anthropic({
    apiKey: adminKeyOf(organization),
    baseURL: vendor.server.url,
    maxRetries: 0,
  });
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

type CostParams = Parameters<Anthropic["beta"]["organization"]["analytics"]["cost"]["list"]>[0];

async function costs(params: Omit<CostParams, "ending_at" | "starting_at"> = {}) {
  const { cost } = client.beta.organization.analytics;
  const lists = RANGES.map((range) => all(cost.list({ ...range, ...DAYS, ...params })));
  return (await Promise.all(lists)).flat();
}

function nanoBy<T extends { readonly cost: { readonly amount: string } }>(
  items: readonly T[],
  labelOf: (item: T) => string | null,
): Map<string | null, bigint> {
  const sums = new Map<string | null, bigint>();
  for (const item of items) {
    const label = labelOf(item);
    sums.set(label, (sums.get(label) ?? 0n) + nanoOf(item.cost.amount));
  }
  return sums;
}

describe("the official SDK", () => {
  it("finds the true cost of every day", async () => {
    const rows = await costs();
    const days = nanoBy(rows, (row) => row.starting_at.slice(0, 10));
    expect(days).toEqual(truthOf(vendor.first).perDayNanoUsd());
  });

  it("finds the true cost of every key, over many pages", async () => {
    const before = vendor.server.requests.length;
    const rows = await costs({ group_by: ["api_key_id", "model", "cost_type", "token_type"] });
    const pages = vendor.server.requests.slice(before);
    expect(pages.length).toBeGreaterThan(20);
    expect(pages.every(({ status }) => status === 200)).toBe(true);
    const perKey = nanoBy(rows, ({ group }) => group.api_key_id);
    perKey.delete(null);
    expect(perKey).toEqual(truthOf(vendor.first).perKeyNanoUsd());
  });

  it("finds the true cost of every workspace, the default one by its real id", async () => {
    const perWorkspace = nanoBy(
      await costs({ group_by: ["workspace_id"] }),
      ({ group }) => group.workspace_id,
    );
    const true_ = new Map<string, bigint>();
    for (const { nanoUsd, workspaceId } of truthOf(vendor.first).perWorkspaceModelDay()) {
      const id = workspaceId ?? defaultWorkspaceId(vendor.first);
      true_.set(id, (true_.get(id) ?? 0n) + nanoUsd);
    }
    expect(perWorkspace).toEqual(true_);
  });

  it("finds the true cost in one row without groups and without buckets", async () => {
    const { cost } = client.beta.organization.analytics;
    const lists = await Promise.all(RANGES.map((range) => all(cost.list(range))));
    expect(lists.map((list) => list.length)).toEqual([1, 1]);
    const total = lists.flat().reduce((sum, row) => sum + nanoOf(row.cost.amount), 0n);
    expect(total).toBe(truthOf(vendor.first).totalNanoUsd());
  });

  it("finds every token of every key", async () => {
    const { usage } = client.beta.organization.analytics;
    const group_by = ["api_key_id", "service_tier"] as const;
    const lists = RANGES.map((range) =>
      all(usage.list({ ...range, ...DAYS, group_by: [...group_by] })),
    );
    const rows = (await Promise.all(lists)).flat();
    const label = (key: string | null, tier: string | null) => `${key ?? ""}|${tier ?? ""}`;
    const found = new Map<string, number>();
    for (const { group, usage: counts } of rows.filter((row) => row.usage.total_tokens > 0)) {
      const name = label(group.api_key_id, group.service_tier);
      found.set(name, (found.get(name) ?? 0) + counts.total_tokens);
    }
    const true_ = new Map<string, number>();
    for (const { request } of truthOf(vendor.first, Date.parse(LATER)).requests()) {
      const name = label(request.keyId, request.serviceTier);
      const { cacheRead, cacheWrite1h, cacheWrite5m, output, uncachedInput } = request.tokens;
      const tokens = cacheRead + cacheWrite1h + cacheWrite5m + output + uncachedInput;
      true_.set(name, (true_.get(name) ?? 0) + tokens);
    }
    expect(found).toEqual(true_);
  });

  it("lists every key with its scope, the default workspace by its real id", async () => {
    const keys = await all(client.beta.organization.apiKeys.list({ limit: 3 }));
    const { first } = vendor;
    expect(keys.map(({ id }) => id)).toEqual(first.keys.map(({ id }) => id));
    expect(keys.map(({ scope }) => scope)).toEqual(
      first.keys.map(({ isOfOrganization, workspaceId }) =>
        isOfOrganization
          ? { type: "organization" }
          : { type: "workspace", workspace_id: workspaceId ?? defaultWorkspaceId(first) },
      ),
    );
  });

  it("lists every workspace, archived and default ones when it asks for them", async () => {
    const { workspaces } = client.beta.organization;
    const ids = async (params: NonNullable<Parameters<typeof workspaces.list>[0]>) =>
      (await all(workspaces.list({ limit: 2, ...params }))).map(({ id }) => id);
    const known = vendor.first.workspaces;
    const live = known.filter(({ archivedAt }) => archivedAt === null);
    expect(await ids({})).toEqual(live.map(({ id }) => id));
    expect(await ids({ include_archived: true, include_default: true })).toEqual([
      defaultWorkspaceId(vendor.first),
      ...known.map(({ id }) => id),
    ]);
  });

  it("lists every user who has not left, and every member of a workspace", async () => {
    const users = await all(client.beta.organization.users.list({ limit: 4 }));
    const present = vendor.first.people.filter(({ hasLeft }) => !hasLeft);
    expect(users.map(({ email }) => email)).toEqual(present.map(({ email }) => email));
    const [workspace] = vendor.first.workspaces;
    const { members } = client.beta.organization.workspaces;
    const listed = await all(members.list(workspace?.id ?? "", { limit: 1 }));
    expect(listed.map(({ user_id: id }) => id).length).toBeGreaterThan(1);
    expect(await all(client.beta.organization.invites.list())).toEqual([]);
  });

  it("keeps two organizations apart", async () => {
    const { second } = vendor;
    if (second === undefined) throw new Error("a second organization expected");
    const { cost } = clientOf(second).beta.organization.analytics;
    const lists = await Promise.all(RANGES.map((range) => all(cost.list(range))));
    const total = lists.flat().reduce((sum, row) => sum + nanoOf(row.cost.amount), 0n);
    expect(total).toBe(truthOf(second).totalNanoUsd());
  });
});
