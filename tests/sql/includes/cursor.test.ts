/** How Cursor's words for kinds and models are read, by running the rendered CASE expressions. */

import { createRequire } from "node:module";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";

const requireInclude = createRequire(path.join(process.cwd(), "includes/package.json"));
const cursor = requireInclude("./cursor.js") as Record<
  "chargeOfKind" | "family" | "modelFamily",
  (column: string) => string
>;
let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

async function read(rule: (column: string) => string, name: string): Promise<string | undefined> {
  const [row] = await local.runQuery(
    `select ${rule("name")} as found from (select '${name}' as name)`,
  );
  return row?.["found"];
}

describe("a kind of Cursor's events", () => {
  it.each([
    ["Usage-based", "billed"],
    ["Usage Based", "billed"],
    ["On-Demand", "billed"],
    ["USAGE_EVENT_KIND_USAGE_BASED", "billed"],
    ["USAGE_EVENT_KIND_ON_DEMAND", "billed"],
    ["User API Key", "own_key"],
    ["USAGE_EVENT_KIND_USER_API_KEY", "own_key"],
    ["Included", "free"],
    ["Included in Business", "free"],
    ["Included in Pro+", "free"],
    ["USAGE_EVENT_KIND_INCLUDED_IN_PRO_PLUS", "free"],
    ["USAGE_EVENT_KIND_INCLUDED_IN_ULTRA", "free"],
    ["Errored, No Charge", "free"],
    ["Errored, Not Charged", "free"],
    ["Errored - Not Charged", "free"],
    ["Aborted, Not Charged", "free"],
    ["USAGE_EVENT_KIND_ERRORED_NOT_CHARGED", "free"],
    ["USAGE_EVENT_KIND_ABORTED_NOT_CHARGED", "free"],
    ["USAGE_EVENT_KIND_FREE_CREDIT", "free"],
    ["Free Credit", "free"],
    [" free ", "free"],
    ["USAGE_EVENT_KIND_CUSTOM_SUBSCRIPTION", "null"],
    ["express", "null"],
    ["Freelance", "null"],
    ["Errored, Charged", "null"],
    ["Not Included", "null"],
    ["", "null"],
  ])("%s is %s", async (kind, charge) => {
    expect(await read(cursor.chargeOfKind, kind)).toBe(charge);
  });
});

describe("a model's name in Cursor", () => {
  it.each([
    ["claude-4.5-sonnet", "sonnet", "sonnet-4.5"],
    ["claude-4.5-sonnet-thinking", "sonnet", "sonnet-4.5"],
    ["claude-4.6-opus-high-thinking", "opus", "opus-4.6"],
    ["claude-4-sonnet-1m-thinking", "sonnet", "sonnet-4"],
    ["claude-opus-4-8-thinking-high", "opus", "opus-4.8"],
    ["claude-opus-4-8-thinking-high-fast", "opus", "opus-4.8"],
    ["claude-fable-5-1-thinking-max", "fable", "fable-5.1"],
    ["claude-sonnet-4.5", "sonnet", "sonnet-4.5"],
    ["claude-sonnet-4-5-20250929-thinking", "sonnet", "sonnet-4.5"],
    ["us.anthropic.claude-opus-4-6-v1", "opus", "opus-4.6"],
    ["anthropic.claude-haiku-4-5-20251001-v1:0", "haiku", "haiku-4.5"],
    ["anthropic/claude-opus-4.6:thinking", "opus", "opus-4.6"],
    ["Claude-5-Opus-Max-Fast", "opus", "opus-5"],
    ["gpt-5.1-codex", "other", "gpt-5.1-codex"],
    ["o3", "other", "o3"],
    ["Premium (Codex 5.3)", "other", "Premium (Codex 5.3)"],
    ["composer-2-fast", "other", "composer-2-fast"],
    ["default", "other", "default"],
    ["claude-nova-1-thinking", "null", "claude-nova-1-thinking"],
    ["claude-opus-thinking", "null", "claude-opus-thinking"],
    ["automaton-1", "null", "automaton-1"],
    ["", "null", ""],
  ])("%s is %s, shown as %s", async (name, family, shown) => {
    expect(await read(cursor.family, name)).toBe(family);
    expect(await read(cursor.modelFamily, name)).toBe(shown);
  });
});
