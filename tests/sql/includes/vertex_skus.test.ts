/** How Google's service and SKU descriptions are read, by running the rendered CASE expressions. */

import { createRequire } from "node:module";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";

const requireInclude = createRequire(path.join(process.cwd(), "includes/package.json"));
const skus = requireInclude("./vertex/skus.js") as {
  readonly isClaude: (service: string, sku: string, others: readonly string[]) => string;
  readonly costType: (sku: string, googleCostType: string) => string;
} & Record<
  "model" | "tokenType" | "serviceTier" | "region" | "contextWindow",
  (sku: string) => string
>;
const { modelFamily } = requireInclude("./model_families.js") as {
  readonly modelFamily: (column: string) => string;
};
let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

const quoted = (text: string | null): string =>
  text === null ? "cast(null as string)" : `'${text.replaceAll("'", "\\'")}'`;

async function read(sku: string): Promise<string> {
  const columns = [
    `${modelFamily(skus.model("sku"))} as family`,
    `${skus.tokenType("sku")} as token_type`,
    `${skus.costType("sku", "'regular'")} as cost_type`,
    `${skus.serviceTier("sku")} as tier`,
    `${skus.region("sku")} as region`,
    `${skus.contextWindow("sku")} as context_window`,
  ];
  const [row] = await local.runQuery(
    `select ${columns.join(", ")} from (select ${quoted(sku)} as sku)`,
  );
  return Object.values(row ?? {}).join(" | ");
}

async function isClaude(service: string | null, sku: string | null, others: readonly string[]) {
  const [row] = await local.runQuery(
    `select ${skus.isClaude("service", "sku", others)} as yes
     from (select ${quoted(service)} as service, ${quoted(sku)} as sku)`,
  );
  return row?.["yes"];
}

const LONG = "Context Window Size from 200001 to 1000000 Tokens";
const SHORT = "Context Window Size from 0 to 200000 Tokens";

describe("a SKU", () => {
  it.each([
    [
      `Claude Sonnet 4.6 — Input Tokens — global — ${SHORT}`,
      "sonnet-4.6 | uncached_input_tokens | tokens | standard | global | 0-200k",
    ],
    [
      `Claude Sonnet 4.6 — Input Cache Read Tokens — global — ${SHORT}`,
      "sonnet-4.6 | cache_read_input_tokens | tokens | standard | global | 0-200k",
    ],
    [
      `Claude Opus 4 8 — Input Cache Write Tokens (TTL 3600 seconds) — us-east5 — ${LONG}`,
      "opus-4.8 | cache_creation.ephemeral_1h_input_tokens | tokens | standard | us-east5 | 200k-1M",
    ],
    [
      `Claude Haiku 4 5 — Output Tokens — us — ${SHORT}`,
      "haiku-4.5 | output_tokens | tokens | standard | us | 0-200k",
    ],
    [
      "Claude Haiku 4 5 — Web Search Requests — global",
      "haiku-4.5 | null | web_search | standard | global | null",
    ],
    [
      `Claude Sonnet 4 6 — Batch Cache Read Tokens — global — ${SHORT}`,
      "sonnet-4.6 | cache_read_input_tokens | tokens | batch | global | 0-200k",
    ],
    [
      "Claude Opus 4.6 Input Cache Write Tokens (TTL 300 seconds)",
      "opus-4.6 | cache_creation.ephemeral_5m_input_tokens | tokens | standard | null | null",
    ],
    [
      "Claude 3 Haiku Input Tokens",
      "haiku-3 | uncached_input_tokens | tokens | standard | null | null",
    ],
    [
      "Claude 3.5 Sonnet v2 Output Tokens",
      "sonnet-3.5 | output_tokens | tokens | standard | null | null",
    ],
    [
      `Opus 4 5 — Input Tokens — europe-west1 — ${SHORT}`,
      "opus-4.5 | uncached_input_tokens | tokens | standard | europe-west1 | 0-200k",
    ],
    [
      `Claude Sonnet 5 — Input Tokens — global — Context Window Size from 0 to 1000000 Tokens`,
      "sonnet-5 | uncached_input_tokens | tokens | standard | global | 0 to 1000000",
    ],
    [
      "Claude Opus 4.6 Fast Input Tokens",
      "opus-4.6 | uncached_input_tokens | tokens | fast | null | null",
    ],
    [
      `Claude Opus 4 6 — Fast Input Cache Write Tokens (TTL 3600 seconds) — global — ${SHORT}`,
      "opus-4.6 | cache_creation.ephemeral_1h_input_tokens | tokens | fast | global | 0-200k",
    ],
    [
      "Claude Opus 4.6 (Fast) Output Tokens",
      "opus-4.6 | output_tokens | tokens | fast | null | null",
    ],
    [
      "Claude Opus 4.6 Provisioned Throughput",
      "opus-4.6 | null | provisioned_throughput | provisioned | null | null",
    ],
    [
      "Claude 3.5 Sonnet v2 Provisioned Throughput — us-east5",
      "sonnet-3.5 | null | provisioned_throughput | provisioned | us-east5 | null",
    ],
    ["Claude Opus 4", "opus-4 | null | other | standard | null | null"],
    [
      "Claude Nova 1 — Input Tokens — global",
      "claude-nova-1 | uncached_input_tokens | tokens | standard | global | null",
    ],
  ])("%s", async (sku, expected) => {
    expect(await read(sku)).toBe(expected);
  });

  it("that is not regular usage keeps Google's word for it", async () => {
    const [row] = await local.runQuery(
      `select ${skus.costType("sku", "cost_type")} as kind
       from (select 'Claude Opus 4.8 Input Tokens' as sku, 'adjustment' as cost_type)`,
    );
    expect(row).toEqual({ kind: "adjustment" });
  });
});

describe("a line of the bill", () => {
  it.each([
    ["Claude Opus 4.8", "Claude Opus 4 8 — Input Tokens — global", "true"],
    ["Claude Opus 4.8", "Tax", "true"],
    ["Claude Opus 4.8", null, "true"],
    ["Vertex AI", "Claude 3 Haiku Input Tokens", "true"],
    ["Agent Platform", "Claude 3 Haiku Input Tokens", "true"],
    ["Vertex AI", "Claude Opus 4.6 Fast Input Tokens", "true"],
    ["Vertex AI", "Claude Opus 4.6 Provisioned Throughput", "true"],
    ["Vertex AI", "Gemini 3 Pro Input Tokens", "false"],
    ["Vertex AI", "Gemini 3 Pro Provisioned Throughput", "false"],
    ["Vertex AI", "AI Dev Tools: Claude Sonnet 4.6 Input Tokens", "false"],
    ["Discovery Engine", "AI Dev Tools: Claude Sonnet 4.6 Input Tokens", "false"],
    ["Claude Sonnet 4.6", "AI Dev Tools: Claude Sonnet 4.6 Input Tokens", "false"],
    ["Invoice", "Tax", "false"],
    [null, null, "false"],
  ])("of %s, %s: %s", async (service, sku, expected) => {
    expect(await isClaude(service, sku, [])).toBe(expected);
  });

  it("of a service that the settings name is Claude's, except the decoy", async () => {
    const others = ["Anthropic's models"];
    expect(await isClaude("Anthropic's models", "Monthly fee", others)).toBe("true");
    expect(await isClaude("Anthropic's models", "AI Dev Tools: Claude", others)).toBe("false");
    expect(await isClaude("Anthropic's models", "Monthly fee", [])).toBe("false");
  });
});
