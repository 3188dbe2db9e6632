/** By what a shared project's line is split: tokens where all of them are known, else calls. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { attribute, type Calls } from "./attribution.ts";

let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

/** `who: dollars by method` of one charge of a dollar. */
async function shares(tokenType: string, calls: readonly Calls[]): Promise<readonly string[]> {
  const charge = { charge_id: "c", project_id: "p", cost_usd: "1", token_type: tokenType };
  const rows = await attribute(local.runQuery, [charge], calls);
  return rows.map(
    ({ bearer, cost_usd, attribution_method }) =>
      `${bearer ?? ""} ${cost_usd ?? ""} ${attribution_method ?? ""}`,
  );
}

const ana = { project_id: "p", user_email: "ana@example.com", requests: "1" };
const ben = { project_id: "p", user_email: "ben@example.com", requests: "3" };

describe("a line of a shared project", () => {
  it("is split by calls where tokens are not logged", async () => {
    expect(await shares("output_tokens", [ana, ben])).toEqual([
      "person:ana@example.com 0.25 requests",
      "person:ben@example.com 0.75 requests",
    ]);
  });

  it("is split by its own kind of token where the log has them for everybody", async () => {
    const calls = [
      { ...ana, input_tokens: "100", output_tokens: "90" },
      { ...ben, input_tokens: "900", output_tokens: "10" },
    ];
    expect(await shares("output_tokens", calls)).toEqual([
      "person:ana@example.com 0.9 tokens",
      "person:ben@example.com 0.1 tokens",
    ]);
    expect(await shares("uncached_input_tokens", calls)).toEqual([
      "person:ana@example.com 0.1 tokens",
      "person:ben@example.com 0.9 tokens",
    ]);
  });

  it("is split by calls as soon as one person's tokens are missing", async () => {
    const calls = [{ ...ana, output_tokens: "90" }, ben];
    expect(await shares("output_tokens", calls)).toEqual([
      "person:ana@example.com 0.25 requests",
      "person:ben@example.com 0.75 requests",
    ]);
  });

  it("is split by calls where nobody had a token of its kind", async () => {
    const calls = [
      { ...ana, output_tokens: "0" },
      { ...ben, output_tokens: "0" },
    ];
    expect(await shares("output_tokens", calls)).toEqual([
      "person:ana@example.com 0.25 requests",
      "person:ben@example.com 0.75 requests",
    ]);
  });

  it("is an automation's for a service account, and nobody's for calls without a name", async () => {
    const calls = [
      { ...ana, user_email: "bot@p.iam.gserviceaccount.com", principal_type: "service_account" },
      { ...ben, user_email: "unattributed", principal_type: "unknown" },
    ];
    expect(await shares("output_tokens", calls)).toEqual([
      "automation:bot@p.iam.gserviceaccount.com 0.25 requests",
      "nobody 0.75 unattributed",
    ]);
  });

  it("is nobody's where the calls went to another version or another project", async () => {
    const calls = [
      { ...ana, minor: "0" },
      { ...ben, project_id: "q" },
    ];
    expect(await shares("output_tokens", calls)).toEqual(["nobody 1 unattributed"]);
  });
});
