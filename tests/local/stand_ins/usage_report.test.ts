import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { TOKEN_KINDS } from "../../../local/stand_ins/organization/charges.ts";
import { truthOf } from "../../../local/stand_ins/organization/index.ts";
import { headersOf, type Json, nanoOf, startVendor, sumBy, type Vendor, WHOLE } from "./support.ts";

const LINES = `/cost_report?${WHOLE}&group_by[]=workspace_id&group_by[]=description`;
const USAGE = `/usage_report/messages?${WHOLE}&limit=31`;
const CUTS = {
  usage_by_key: ["api_key_id", "model", "service_tier", "context_window", "inference_geo"],
  usage_by_workspace: ["workspace_id", "model", "service_tier", "context_window", "inference_geo"],
  usage_by_account: ["account_id", "service_account_id", "workspace_id", "model", "service_tier"],
} as const;

let vendor: Vendor;
beforeAll(async () => {
  vendor = await startVendor();
});
afterAll(() => vendor.server.close());

function cut(name: keyof typeof CUTS): Promise<readonly Json[]> {
  return vendor.rows(USAGE + CUTS[name].map((group) => `&group_by[]=${group}`).join(""));
}

/** The five token kinds under the names that cost lines carry. */
function tokensOf(row: Json): Readonly<Record<string, bigint>> {
  const creation = row["cache_creation"] as Record<string, number>;
  return {
    uncached_input_tokens: BigInt(row["uncached_input_tokens"] as number),
    output_tokens: BigInt(row["output_tokens"] as number),
    cache_read_input_tokens: BigInt(row["cache_read_input_tokens"] as number),
    "cache_creation.ephemeral_5m_input_tokens": BigInt(creation["ephemeral_5m_input_tokens"] ?? 0),
    "cache_creation.ephemeral_1h_input_tokens": BigInt(creation["ephemeral_1h_input_tokens"] ?? 0),
  };
}

function allTokens(row: Json): bigint {
  return Object.values(tokensOf(row)).reduce((sum, count) => sum + count, 0n);
}

describe("usage_report/messages", () => {
  it("every cut has the same tokens a day", async () => {
    const [byKey, byWorkspace, byAccount, ungrouped] = await Promise.all([
      cut("usage_by_key"),
      cut("usage_by_workspace"),
      cut("usage_by_account"),
      vendor.rows(USAGE),
    ]);
    const days = sumBy(ungrouped, (row) => row["date"], allTokens);
    expect(days.size).toBeGreaterThan(35);
    for (const rows of [byKey, byWorkspace, byAccount]) {
      expect(sumBy(rows, (row) => row["date"], allTokens)).toEqual(days);
    }
  });

  it("gives the true tokens of every key, priority and blocked ones included", async () => {
    const requests = [...vendor.first.requests.values()].flat();
    const shown = requests.filter(({ vanishesAt }) => vanishesAt === Infinity);
    const truth = new Map<string | null, bigint>();
    for (const { keyId, tokens } of shown) {
      const count = TOKEN_KINDS.reduce((sum, kind) => sum + tokens[kind], 0);
      truth.set(keyId, (truth.get(keyId) ?? 0n) + BigInt(count));
    }
    const rows = await cut("usage_by_key");
    expect(sumBy(rows, (row) => row["api_key_id"] as string | null, allTokens)).toEqual(truth);
    expect(rows.some((row) => row["service_tier"] === "priority")).toBe(true);
  });

  it("names the person and the service account behind use without a key", async () => {
    const rows = await cut("usage_by_account");
    expect(rows.some((row) => String(row["account_id"]).startsWith("user_"))).toBe(true);
    expect(rows.some((row) => String(row["service_account_id"]).startsWith("svac_"))).toBe(true);
  });

  it("an hour's buckets add up to the day", async () => {
    const range = "starting_at=2026-10-20T00:00:00Z&ending_at=2026-10-21T00:00:00Z";
    const hours = await vendor.rows(`/usage_report/messages?${range}&bucket_width=1h&limit=5`);
    const days = await vendor.rows(`/usage_report/messages?${range}`);
    expect(hours.length).toBeGreaterThan(10);
    expect(sumBy(hours, () => "", allTokens)).toEqual(sumBy(days, () => "", allTokens));
  });

  it("filters narrow it down", async () => {
    const all = await cut("usage_by_key");
    const keyId = vendor.first.keys[2]?.id ?? "";
    const own = await vendor.rows(`${USAGE}&api_key_ids[]=${keyId}&service_tiers[]=standard`);
    const wanted = all.filter(
      (row) => row["api_key_id"] === keyId && row["service_tier"] === "standard",
    );
    expect(sumBy(own, () => "", allTokens)).toEqual(sumBy(wanted, () => "", allTokens));
  });

  it("speed exists with its beta header only", async () => {
    const path = `${USAGE}&group_by[]=speed`;
    expect((await vendor.get(path)).status).toBe(400);
    const headers = { ...headersOf(vendor.first), "anthropic-beta": "fast-mode-2026-02-01" };
    const speeds = (await vendor.rows(path, headers)).map((row) => row["speed"]);
    expect(new Set(speeds)).toEqual(new Set(["fast", "standard"]));
  });
});

describe("cost and usage together", () => {
  it("splitting each line by tokens gives every key its true cost exactly", async () => {
    const mixed = await startVendor({ mix: "mixed", categories: { keyless: true }, second: false });
    const groups = CUTS.usage_by_key.map((group) => `&group_by[]=${group}`).join("");
    const usage = await mixed.rows(USAGE + groups);
    const workspaceGroups = CUTS.usage_by_workspace.map((group) => `&group_by[]=${group}`).join("");
    const totals = await mixed.rows(USAGE + workspaceGroups);
    const lines = await mixed.rows(LINES);
    await mixed.server.close();

    const cell = (row: Json, workspaceId: unknown): string =>
      [
        row["date"],
        workspaceId,
        row["model"],
        row["service_tier"],
        row["context_window"],
        row["inference_geo"],
      ].join("|");
    const weights = new Map(totals.map((row) => [cell(row, row["workspace_id"]), tokensOf(row)]));
    const linesOf = new Map<string, Json[]>();
    for (const line of lines) {
      const label = cell(line, line["workspace_id"]);
      linesOf.set(label, [...(linesOf.get(label) ?? []), line]);
    }
    const workspaceOf = new Map(mixed.first.keys.map((key) => [key.id, key.workspaceId]));
    const perKey = new Map<string, bigint>();
    for (const row of usage) {
      const keyId = row["api_key_id"];
      if (typeof keyId !== "string") continue;
      const label = cell(row, workspaceOf.get(keyId) ?? null);
      for (const line of linesOf.get(label) ?? []) {
        const tokenType = String(line["token_type"]);
        const share = nanoOf(line["amount"]) * (tokensOf(row)[tokenType] ?? 0n);
        const whole = weights.get(label)?.[tokenType] ?? 0n;
        if (share === 0n) continue;
        expect(share % whole).toBe(0n);
        perKey.set(keyId, (perKey.get(keyId) ?? 0n) + share / whole);
      }
    }
    expect(perKey).toEqual(truthOf(mixed.first).perKeyNanoUsd());
  });
});
