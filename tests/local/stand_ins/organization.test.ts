import { describe, expect, it } from "@jest/globals";

import {
  demoOrganizations,
  type DemoOptions,
  type Organization,
  truthOf,
  type UsageRequest,
} from "../../../local/stand_ins/organization/index.ts";

function demo(options: DemoOptions = {}): readonly [Organization, Organization] {
  const [first, second] = demoOrganizations(options);
  if (first === undefined || second === undefined) throw new Error("two organizations expected");
  return [first, second];
}

function allRequests(organization: Organization): readonly UsageRequest[] {
  return [...organization.requests.values()].flat();
}

function text(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (part instanceof Map) return [...part];
    return typeof part === "bigint" ? String(part) : part;
  });
}

describe("the demo organization", () => {
  const [first, second] = demo();
  const requests = allRequests(first);
  const keyNamed = (name: string) => first.keys.find((key) => key.name === name);

  it("is the same for the same seed and another for another", () => {
    expect(text(demo())).toBe(text([first, second]));
    expect(text(demo({ seed: 2 }))).not.toBe(text([first, second]));
  });

  it.each<[string, boolean]>([
    ["days without use", first.requests.size < 45],
    ["a person without a key", requests.some((r) => r.keyId === null && r.accountId !== null)],
    [
      "a service account without a key",
      requests.some((r) => r.keyId === null && r.serviceAccountId !== null),
    ],
    [
      "use without key that names nobody",
      requests.some((r) => r.keyId === null && (r.accountId ?? r.serviceAccountId) === null),
    ],
    ["an archived workspace", first.workspaces.some(({ archivedAt }) => archivedAt !== null)],
    [
      "two workspaces of one name",
      first.workspaces.filter(({ name }) => name === "Claude Code").length === 2,
    ],
    ["a leaver", first.people.some(({ hasLeft }) => hasLeft)],
    ["a leaver's key in use", requests.some((r) => r.keyId === keyNamed("evaluation-harness")?.id)],
    ["a key without creator", keyNamed("legacy-import")?.createdBy === null],
    [
      "a shared key with several people",
      new Set(
        requests.filter((r) => r.keyId === keyNamed("shared-team-key")?.id).map((r) => r.person),
      ).size > 1,
    ],
    [
      "a personal key of the organization in two workspaces",
      new Set(
        requests.filter((r) => r.keyId === keyNamed("personal-finn")?.id).map((r) => r.workspaceId),
      ).size === 2 && keyNamed("personal-finn")?.principal?.type === "user",
    ],
    [
      "a service account's key that runs an agent",
      requests.some((r) => r.keyId === keyNamed("agent-runner")?.id && r.agentId !== null),
    ],
    [
      "fast mode, standard tier alone",
      requests.some((r) => r.speed === "fast") &&
        requests.every((r) => r.speed !== "fast" || r.serviceTier === "standard"),
    ],
    ["a model nobody has heard of", requests.some((r) => r.model === "claude-nova-1")],
    ["batch", requests.some((r) => r.serviceTier === "batch")],
    ["priority", requests.some((r) => r.serviceTier === "priority")],
    ["long context", requests.some((r) => r.contextWindow === "200k-1M")],
    [
      "long context where it costs more",
      requests.some(
        (r) => r.contextWindow === "200k-1M" && r.model.startsWith("claude-sonnet-4-5"),
      ),
    ],
    ["inference in the us", requests.some((r) => r.inferenceGeo === "us")],
    ["a model without geography", requests.some((r) => r.inferenceGeo === "not_available")],
    ["blocked requests", requests.some((r) => r.blocked)],
    ["searches", requests.some((r) => r.webSearches > 0)],
    [
      "code execution",
      [...first.extraCharges.values()].flat().some((c) => c.kind === "code_execution"),
    ],
    [
      "session usage",
      [...first.extraCharges.values()].flat().some((c) => c.kind === "session_usage"),
    ],
    ["withdrawn requests", requests.some((r) => r.vanishesAt < Infinity)],
    ["late requests", requests.some((r) => r.appearsAt - r.at > 86_400_000)],
    ["an adjustment", first.adjustment !== null],
    [
      "Claude Code keys named after people",
      first.keys.some(({ name }) => /^claude_code_key_[a-z]+\.[a-z]+_\w+$/.test(name)),
    ],
    ["Claude Code on a subscription", [...first.subscriptionRequests.values()].flat().length > 0],
    ["only invented addresses", first.people.every(({ email }) => email.endsWith("@example.com"))],
  ])("has %s", (_what, isThere) => {
    expect(isThere).toBe(true);
  });

  it("shares names, but no ids, with the second", () => {
    const names = new Set(first.workspaces.map(({ name }) => name));
    expect(second.workspaces.length).toBeGreaterThan(0);
    expect(second.workspaces.every(({ name }) => names.has(name))).toBe(true);
    const ids = [first, second].map(({ keys, people, workspaces }) => [
      ...keys.map(({ id }) => id),
      ...workspaces.map(({ id }) => id),
      ...people.map(({ userId }) => userId),
    ]);
    const all = ids.flat();
    expect(new Set(all).size).toBe(all.length);
    expect(allRequests(second).some((r) => r.workspaceId === null)).toBe(true);
    expect(second.people[0]?.email).toBe(first.people[0]?.email);
  });

  it("keeps no request beyond its workspace's end", () => {
    const sandbox = first.workspaces.find(({ archivedAt }) => archivedAt !== null);
    const own = requests.filter((r) => r.workspaceId === sandbox?.id);
    expect(own.length).toBeGreaterThan(0);
    expect(own.every(({ at }) => at < (sandbox?.archivedAt ?? 0))).toBe(true);
  });

  it("reports the window that the input really has", () => {
    for (const { contextWindow, tokens } of requests) {
      const input =
        tokens.uncachedInput + tokens.cacheRead + tokens.cacheWrite1h + tokens.cacheWrite5m;
      expect(input > 200_000).toBe(contextWindow === "200k-1M");
    }
  });

  it("knows who and what made up the total, to the nano-dollar", () => {
    const truth = truthOf(first);
    const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((a, b) => a + b, 0n);
    const placed =
      sum(truth.perKeyNanoUsd().values()) +
      sum(truth.keylessNanoUsd().values()) +
      truth.unplaceableNanoUsd();
    expect(placed).toBe(truth.totalNanoUsd());
    expect(sum(truth.perDayNanoUsd().values())).toBe(truth.totalNanoUsd());
    expect(sum([...truth.requests()].map(({ nanoUsd }) => nanoUsd))).toBe(
      truth.totalNanoUsd() - truth.unplaceableNanoUsd(),
    );
    expect(truth.perPersonNanoUsd().size).toBeGreaterThan(5);
  });
});

describe("options", () => {
  it("switching a category off leaves the other requests alone", () => {
    const [withAll] = demo();
    const [without] = demo({ categories: { keyless: false, codeExecution: false } });
    const keyed = allRequests(withAll).filter(({ keyId }) => keyId !== null);
    expect(text(allRequests(without))).toBe(text(keyed));
  });

  it("the uniform mix gives every key one batch token in five", () => {
    const [organization] = demo({ mix: "uniform" });
    const output = new Map<string | null, { all: number; batch: number }>();
    for (const { keyId, serviceTier, tokens } of allRequests(organization)) {
      const sums = output.get(keyId) ?? { all: 0, batch: 0 };
      sums.all += tokens.output;
      if (serviceTier === "batch") sums.batch += tokens.output;
      output.set(keyId, sums);
    }
    expect(output.size).toBe(12);
    for (const { all, batch } of output.values()) expect(batch * 5).toBe(all);
  });

  // How long it takes is measured in bench/, on a machine that does nothing else.
  it("a year of 40 keys has all its keys and days", () => {
    const [organization] = demoOrganizations({ keys: 40, days: 365, second: false });
    expect(organization?.keys.filter((key) => !key.isOfOrganization)).toHaveLength(40);
    expect(organization?.keys).toHaveLength(42);
    expect(organization?.firstDay).toBe("2025-11-01");
  });
});
