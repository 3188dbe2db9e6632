/** What another program began in our name is found by its label, and cancelled where it runs. */

import { afterEach, describe, expect, it } from "@jest/globals";

import { type FakeBigQuery, fakeBigQuery, refusal } from "../support/fake_bigquery.ts";

let fake: FakeBigQuery | null = null;
afterEach(async () => fake?.close());

function job(jobId: string, run: string | null, state = "RUNNING"): object {
  const labels = run === null ? {} : { labels: { ai_spend_run: run } };
  return {
    jobReference: { projectId: "p", jobId, location: "EU" },
    configuration: { query: {}, ...labels },
    status: { state },
  };
}

const JOBS = {
  jobs: [
    job("at_work", "abc"),
    job("waiting", "abc", "PENDING"),
    job("at_its_end", "abc", "DONE"),
    job("of_another_run", "def"),
    job("of_somebody", null),
  ],
};
const CANCELLED = { kind: "bigquery#jobCancelResponse" };

const cancels = () => (fake?.asked ?? []).filter((call) => call.endsWith("/cancel")).sort();

describe("jobs of a run", () => {
  it("that are not at their end are cancelled, and no others", async () => {
    fake = await fakeBigQuery({
      "GET /jobs": JOBS,
      "POST /jobs/at_work/cancel": CANCELLED,
      "POST /jobs/waiting/cancel": CANCELLED,
    });
    expect(await fake.warehouse.cancelRun("abc")).toBe(true);
    expect(cancels()).toEqual(["POST /jobs/at_work/cancel", "POST /jobs/waiting/cancel"]);
  });

  it("are all at their end where none is listed", async () => {
    fake = await fakeBigQuery({ "GET /jobs": {} });
    expect(await fake.warehouse.cancelRun("abc")).toBe(true);
    expect(cancels()).toEqual([]);
  });

  it.each<[string, Record<string, object>]>([
    ["listed", { "GET /jobs": refusal(403, "accessDenied", "Access Denied: bigquery.jobs.list") }],
    ["cancelled", { "GET /jobs": JOBS, "POST /jobs/at_work/cancel": CANCELLED }],
  ])("that cannot be %s may go on", async (_title, answers) => {
    fake = await fakeBigQuery(answers);
    expect(await fake.warehouse.cancelRun("abc")).toBe(false);
  });
});
