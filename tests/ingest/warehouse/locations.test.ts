/** A dataset that lies elsewhere than where queries run: one sentence with both places and what to do. */

import { afterEach, describe, expect, it } from "@jest/globals";

import { LANDING_TABLES } from "../../../ingest/tables/landing_tables.ts";
import { type FakeBigQuery, fakeBigQuery, refusal } from "../support/fake_bigquery.ts";

let fake: FakeBigQuery | null = null;
afterEach(async () => fake?.close());

function notFound(what: string): object {
  return refusal(404, "notFound", `Not found: ${what} was not found in location US`);
}

const IN_EU = { location: "EU" };
const SENTENCE =
  "is in EU and workflow_settings.yaml says US: set defaultLocation to EU, or move the dataset.";

describe("a query", () => {
  it.each<[string, string, string, string]>([
    ["of a dataset", "Dataset p:ai_raw", "/datasets/ai_raw", "ai_raw"],
    ["of a table", "Table p:ai_raw.raw_fetches", "/datasets/ai_raw", "ai_raw"],
    [
      "of another project",
      "Dataset acme-billing:billing",
      "/bigquery/v2/projects/acme-billing/datasets/billing",
      "acme-billing.billing",
    ],
  ])("%s that is elsewhere", async (_title, what, address, name) => {
    fake = await fakeBigQuery({ "POST /jobs": notFound(what), [`GET ${address}`]: IN_EU });
    const { warehouse } = fake;
    const told = { name: "ConfigError", exitCode: 2, message: `Dataset ${name} ${SENTENCE}` };
    await expect(warehouse.query("select 1")).rejects.toMatchObject(told);
    await expect(warehouse.dryRun("select 1")).rejects.toMatchObject(told);
    const first = { rows: 1, timeoutMs: 1_000 };
    await expect(warehouse.queryFirst("select 1", first)).rejects.toMatchObject(told);
  });

  it.each<[string, object]>([
    ["is nowhere", refusal(404, "notFound", "Not found: Dataset p:ai_raw")],
    ["is here, whose table is not", { location: "us" }],
    ["cannot be seen", refusal(403, "accessDenied", "Access Denied: Dataset p:ai_raw")],
  ])("of a dataset that %s has the engine's words", async (_title, answer) => {
    fake = await fakeBigQuery({
      "POST /jobs": notFound("Table p:ai_raw.none"),
      "GET /datasets/ai_raw": answer,
    });
    await expect(fake.warehouse.query("select 1")).rejects.toMatchObject({
      exitCode: 1,
      message: "Not found: Table p:ai_raw.none was not found in location US",
    });
  });
});

describe("sync, import and build", () => {
  it("make nothing where one dataset of theirs is elsewhere", async () => {
    fake = await fakeBigQuery({
      "GET /datasets/ai_staging": IN_EU,
      "GET /datasets/ai_staging/tables": { tables: [] },
    });
    const lasting = { datasets: ["ai_staging"], tables: new Set<string>() };
    await expect(fake.warehouse.ensureTables(LANDING_TABLES, lasting)).rejects.toMatchObject({
      exitCode: 2,
      message: `Dataset ai_staging ${SENTENCE}`,
    });
    expect(fake.asked.filter((call) => call.startsWith("POST"))).toEqual([]);
  });
});
