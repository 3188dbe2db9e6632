/** What is looked at before a table is made, and what is then made. */

import { afterEach, describe, expect, it } from "@jest/globals";

import { landingTable } from "../../../ingest/tables/landing_tables.ts";
import {
  type Answers,
  fakeBigQuery,
  type FakeBigQuery,
  refusal,
} from "../support/fake_bigquery.ts";

const FETCHES = landingTable("raw_fetches");
const DAYS_60 = String(60 * 86_400_000);

let fake: FakeBigQuery | null = null;
afterEach(() => fake?.close());

async function ensured(answers: Answers, lasting?: { datasets: string[]; tables: Set<string> }) {
  fake = await fakeBigQuery(answers);
  const { warehouse, asked } = fake;
  const refused = await warehouse.ensureTables([FETCHES], lasting).then(
    () => null,
    (error: unknown) => error,
  );
  return { refused, asked, made: asked.filter((call) => call.startsWith("POST")) };
}

function listed(name: string, more: object = {}) {
  return { tables: [{ tableReference: { tableId: name }, type: "TABLE", ...more }] };
}

describe("before anything is made", () => {
  it("a dataset is refused whose new tables or partitions are deleted", async () => {
    for (const option of ["defaultTableExpirationMs", "defaultPartitionExpirationMs"]) {
      const { refused, made } = await ensured({
        "GET /datasets/ai_raw": { location: "US", [option]: DAYS_60 },
        "GET /datasets/ai_raw/tables": { tables: [] },
      });
      expect(refused).toMatchObject({ name: "ConfigError", exitCode: 2 });
      expect(String(refused)).toMatch(/new \w+ of ai_raw after 60 days/);
      expect(made).toEqual([]);
      await fake?.close();
    }
  });

  it("a table is refused that is deleted, or whose partitions are", async () => {
    for (const more of [
      { expirationTime: "1800000000000" },
      { timePartitioning: { type: "DAY", expirationMs: DAYS_60 } },
    ]) {
      const { refused } = await ensured({
        "GET /datasets/ai_raw": { location: "US" },
        "GET /datasets/ai_raw/tables": listed("raw_fetches", more),
      });
      expect(String(refused)).toMatch(/ai_raw.raw_fetches .*alter table ai_raw.raw_fetches set/);
      await fake?.close();
    }
  });

  it("so is what a build adds to, and a dataset that it makes", async () => {
    const answers = {
      "GET /datasets/ai_raw": { location: "US" },
      "GET /datasets/ai_raw/tables": listed("raw_fetches"),
      "GET /datasets/ai_staging": { location: "US" },
      "GET /datasets/ai_staging/tables": listed("stg_cursor__events", { expirationTime: "18e11" }),
    };
    const tables = new Set(["ai_staging.stg_cursor__events"]);
    const { refused, made } = await ensured(answers, { datasets: ["ai_staging"], tables });
    expect(String(refused)).toMatch(/stg_cursor__events on 2027-01-15/);
    expect(made).toEqual([]);
    await fake?.close();
    const anew = await ensured(answers, { datasets: ["ai_staging"], tables: new Set() });
    expect(anew.refused).toBeNull();
  });

  it("a dataset is asked for once a run, and its tables in one list", async () => {
    fake = await fakeBigQuery({
      "GET /datasets/ai_raw": { location: "US" },
      "GET /datasets/ai_raw/tables": listed("raw_fetches"),
    });
    await fake.warehouse.ensureTables([FETCHES]);
    await fake.warehouse.ensureTables([FETCHES]);
    expect(fake.asked.filter((call) => call === "GET /datasets/ai_raw")).toHaveLength(1);
  });
});

describe("a dataset", () => {
  const MADE = {
    "POST /datasets": { datasetReference: { datasetId: "ai_raw" } },
    "POST /datasets/ai_raw/tables": { tableReference: { tableId: "raw_fetches" } },
  };

  it("that is not there is made, with its tables", async () => {
    const { refused, made } = await ensured(MADE);
    expect(refused).toBeNull();
    expect(made).toEqual(["POST /datasets", "POST /datasets/ai_raw/tables"]);
  });

  it("that somebody else made, and that is empty, is not made again", async () => {
    const { refused, made } = await ensured({
      ...MADE,
      "GET /datasets/ai_raw": { location: "US" },
      "GET /datasets/ai_raw/tables": { totalItems: 0 },
      "POST /datasets": refusal(403, "accessDenied", "User does not have bigquery.datasets.create"),
    });
    expect(refused).toBeNull();
    expect(made).toEqual(["POST /datasets/ai_raw/tables"]);
  });

  it("whose setup this account may not see is there", async () => {
    const { refused, made } = await ensured({
      ...MADE,
      "GET /datasets/ai_raw": refusal(403, "accessDenied", "no bigquery.datasets.get"),
      "GET /datasets/ai_raw/tables": { tables: [] },
    });
    expect(refused).toBeNull();
    expect(made).toEqual(["POST /datasets/ai_raw/tables"]);
  });

  it("that two runs make at once is made once", async () => {
    const { refused } = await ensured({
      ...MADE,
      "POST /datasets": refusal(409, "duplicate", "Already Exists: Dataset p:ai_raw"),
    });
    expect(refused).toBeNull();
  });

  it("that may not be made is a refusal: 2", async () => {
    const { refused } = await ensured({
      "POST /datasets": refusal(403, "accessDenied", "User does not have bigquery.datasets.create"),
    });
    expect(refused).toMatchObject({ exitCode: 2 });
  });
});
