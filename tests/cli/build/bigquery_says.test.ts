/** What BigQuery answers within a run of the real Dataform CLI: told once, with the exit code that it deserves. */

import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";

import { runDataformBuild } from "../../../cli/build/dataform_build.ts";
import { silentEnd } from "../../../cli/build/dataform_end.ts";
import { parseBuild } from "../../../cli/build/dataform_output.ts";
import { describeBuild } from "../../../cli/build/describe_build.ts";
import { exitCodeOf } from "../../../cli/build/report.ts";
import { refusal } from "../../ingest/support/fake_bigquery.ts";
import { type AnsweringBigQuery, answeringBigQuery, type Fault } from "./answering_bigquery.ts";

let service: AnsweringBigQuery;
beforeAll(async () => {
  service = await answeringBigQuery();
});
afterEach(() => {
  service.fails = () => null;
  service.says = () => null;
});
afterAll(() => service.close());

/** A build as an operator sees it. */
async function build(): Promise<{ readonly exitCode: number; readonly text: string }> {
  const { root, warehouse } = service;
  try {
    const report = await runDataformBuild({ root, warehouse, only: null, fullRefresh: false });
    const text = await describeBuild(warehouse, report, false);
    return { exitCode: exitCodeOf(report), text };
  } catch (error) {
    const { exitCode, message } = error as Error & { readonly exitCode: number };
    expect(message.split("\n")).toHaveLength(1);
    return { exitCode, text: message };
  }
}

const readsExport = (fault: Fault) => (sql: string) =>
  sql.includes("`p.billing.export`") ? fault : null;

const NOT_HERE = {
  reason: "notFound",
  message: "Not found: Dataset p:billing was not found in location US",
};
const DENIED = {
  reason: "accessDenied",
  message:
    "Access Denied: Table p:billing.export: User does not have permission to query table p:billing.export, or perhaps it does not exist.",
};
const EXPIRED = {
  reason: "authError",
  message: "Request had invalid authentication credentials. Expected OAuth 2 access token.",
};
const TOO_LARGE = {
  reason: "resourcesExceeded",
  message:
    "Resources exceeded during query execution: The query could not be executed in the allotted memory.",
};
const BUSY = {
  reason: "rateLimitExceeded",
  message: "Exceeded rate limits: too many table update operations for this table.",
};
const VIEW = {
  reason: "invalid",
  message: "p:ai_spend.first is not allowed for this operation because it is currently a VIEW.",
};
const AGAIN =
  'Run "gcloud auth application-default login", or replace the key file that GOOGLE_APPLICATION_CREDENTIALS names.';

describe("a model that BigQuery refuses within a run", () => {
  it.each<[string, Fault, number, string, string]>([
    ["is denied a table", DENIED, 2, DENIED.message, ""],
    ["finds no dataset", NOT_HERE, 1, NOT_HERE.message, ""],
    ["lost its sign-in", EXPIRED, 2, EXPIRED.message, `${AGAIN} Then run build again.\n`],
    ["is too large", TOO_LARGE, 1, TOO_LARGE.message, ""],
    ["comes too often", BUSY, 75, BUSY.message, "What failed passes by itself: run build again.\n"],
    ["is a view by hand", VIEW, 1, VIEW.message, ""],
  ])(
    "because it %s is told once, with what stayed, and a rerun mends it",
    async (_title, fault, exitCode, message, last) => {
      service.fails = readsExport(fault);
      expect(await build()).toEqual({
        exitCode,
        text: `1 table or view built, 0 assertions held.
ERROR in ai_spend.first: ${message}
Left as they were: ai_spend.second.
${last}`,
      });
      service.fails = () => null;
      expect(await build()).toMatchObject({ exitCode: 0 });
    },
    60_000,
  );

  it("because it reads what lies elsewhere is told with both places and what to do", async () => {
    service.fails = readsExport(NOT_HERE);
    service.says = (call) => (call === "GET /datasets/billing" ? { location: "EU" } : null);
    const { exitCode, text } = await build();
    expect(text).toContain(
      "ERROR in ai_spend.first: Dataset billing is in EU and workflow_settings.yaml says US: set defaultLocation to EU, or move the dataset.\n",
    );
    expect(exitCode).toBe(2);
  }, 60_000);
});

describe("a run that BigQuery refuses before it began", () => {
  const BILLING =
    "Billing has not been enabled for this project. Enable billing at https://console.cloud.google.com/billing.";
  const JOBS =
    "Access Denied: Project p: User does not have bigquery.jobs.create permission in project p.";
  const QUOTA = "Quota exceeded: Your project exceeded quota for free query bytes scanned.";
  const BEFORE = "The Dataform CLI ended before it ran anything";
  it.each<[string, string, number, string]>([
    ["billingNotEnabled", BILLING, 2, `${BEFORE}: ${BILLING}`],
    ["accessDenied", JOBS, 2, `${BEFORE}: ${JOBS}`],
    [
      "quotaExceeded",
      QUOTA,
      75,
      `${BEFORE}: ${QUOTA.slice(0, -1)}; run the command again when the quota is free, tomorrow at the latest.`,
    ],
  ])(
    "%s",
    async (reason, message, exitCode, text) => {
      service.says = (call) => (call === "POST /jobs" ? refusal(403, reason, message) : null);
      expect(await build()).toEqual({ exitCode, text });
    },
    60_000,
  );
});

describe("a page of somebody between, in place of an answer", () => {
  const PAGE =
    "Multiple errors occurred during the request. Please see the `errors` array for complete details.\n\n    1. <html><title>Error 503</title>\n    </html>\n    2. <html></html>\n";

  it("before anything ran is one sentence without it, and 75", () => {
    const stderr = `Dataform encountered an error: ${PAGE.split("\n")[0]}\nError: ${PAGE}\n    at x (y.js:1:1)\n`;
    expect(silentEnd({ exitCode: 1, signal: null, stdout: "", stderr }, false)).toMatchObject({
      exitCode: 75,
      message:
        "The Dataform CLI ended before it ran anything: no answer of BigQuery's; run the command again.",
    });
  });

  it("that says itself what it is, is told by that", () => {
    const page = PAGE.replace(/1\. [^]*<\/html>\n {4}2/, "1. Service Unavailable\n    2");
    const stderr = `Dataform encountered an error: ${page.split("\n")[0]}\nError: ${page}`;
    expect(silentEnd({ exitCode: 1, signal: null, stdout: "", stderr }, false)).toMatchObject({
      exitCode: 75,
      message:
        "The Dataform CLI ended before it ran anything: Service Unavailable; run the command again.",
    });
  });

  it("to one model is told of it without it, and 75", () => {
    const report = parseBuild(
      "",
      `Dataset creation failed:  ai_spend.a [table]\n    > select 1\n    bigquery error: ${PAGE}`,
    );
    expect(report.failedActions).toEqual([
      { name: "ai_spend.a", message: "no answer of BigQuery's" },
    ]);
    expect(exitCodeOf(report)).toBe(75);
  });
});

describe("the exit code of a build in which several failed", () => {
  const failed = (...messages: readonly string[]) =>
    messages.map((message, index) => ({ name: `ai_spend.t${index}`, message }));
  it.each<[number, readonly string[]]>([
    [2, [DENIED.message, BUSY.message]],
    [2, ["Access Denied: BigQuery BigQuery: Permission denied while getting Drive credentials."]],
    [2, ["BigQuery API has not been used in project 1 before or it is disabled."]],
    [1, [DENIED.message, "Unrecognized name: billing at [1:2]"]],
  ])("is %s of %j", (exitCode, messages) => {
    expect(exitCodeOf({ failedActions: failed(...messages), failedAssertions: [] })).toBe(exitCode);
  });

  it("is 1 with a red law, which no access mends", () => {
    const failedAssertions = failed("Assertion failed: query returned 3 row(s).");
    expect(exitCodeOf({ failedActions: failed(DENIED.message), failedAssertions })).toBe(1);
  });
});
