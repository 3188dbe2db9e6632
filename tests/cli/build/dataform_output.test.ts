/** What the Dataform CLI prints, as data. */

import { describe, expect, it } from "@jest/globals";

import { endsAction, parseBuild } from "../../../cli/build/dataform_output.ts";
import { describeBuild } from "../../../cli/build/describe_build.ts";
import { exitCodeOf, mayPass } from "../../../cli/build/report.ts";

const STDOUT = `Compiling...

Compiled successfully.

Running...

Table created:  ai_staging.stg_costs [view] (jobId: dataform-1)
Table created:  ai_spend.claude_costs [table]
Assertion passed:  ai_spend_assertions.law_one
Skipping dataset creation:  ai_spend.claude_daily_summary [view]
Skipping assertion execution:  ai_spend_assertions.law_three
`;

const STDERR = `Assertion failed:  ai_spend_assertions.law_two (jobId: dataform-2)
    > select sum(1) as row_count from x
    bigquery error: Assertion failed: query returned 3 row(s).
Dataset creation failed:  ai_spend.broken [table]
    > create or replace table x as
    > select nothing
    bigquery error: Unrecognized name: nothing at [3:8]
    (second line of the engine)
`;

describe("a build's output", () => {
  it("ends an action that went well in one line, coloured on a terminal", () => {
    const green = "\x1b[32mAssertion passed:  \x1b[0mai_spend_assertions.law_one";
    expect([...STDOUT.split("\n"), green].filter(endsAction)).toHaveLength(4);
  });

  it("tells what was made, what held, what failed and what was skipped", () => {
    expect(parseBuild(STDOUT, STDERR)).toEqual({
      created: ["ai_staging.stg_costs", "ai_spend.claude_costs"],
      reasons: new Map(),
      changed: ["ai_staging.stg_costs", "ai_spend.claude_costs"],
      alone: [],
      passed: ["ai_spend_assertions.law_one"],
      failedAssertions: [
        {
          name: "ai_spend_assertions.law_two",
          message: "Assertion failed: query returned 3 row(s).",
        },
      ],
      failedActions: [
        {
          name: "ai_spend.broken",
          message: "Unrecognized name: nothing at [3:8]\n(second line of the engine)",
        },
      ],
      skipped: ["ai_spend.claude_daily_summary"],
      compileErrors: [],
    });
  });

  it("tells an assertion that the engine refused from one that is red", () => {
    const refused =
      "Assertion failed:  ai_spend_assertions.law\n    bigquery error: Not found: Table x\n";
    const report = parseBuild("", refused);
    expect(report.failedAssertions).toEqual([]);
    expect(report.failedActions).toEqual([
      { name: "ai_spend_assertions.law", message: "Not found: Table x" },
    ]);
  });

  it("tells the compiler's messages without their stacks", () => {
    const stderr =
      "    Compilation errors:\n    definitions/a.sqlx: Error: no such thing\n        at foo (bar.js:1)\n";
    expect(parseBuild("", stderr).compileErrors).toEqual([
      "definitions/a.sqlx: Error: no such thing",
    ]);
  });

  it("tells a setting at fault once, and not by the models that read it", () => {
    const fault = 'workflow_settings.yaml: vertex_time_zone is "Mars/Olympus"; it must be UTC.';
    const stderr = `Compilation errors:
    definitions/a.sqlx: Error: ${fault}
        at foo (bar.js:1)
    definitions/b.sqlx: Error: ${fault}
    definitions/c.sqlx: Error: Missing dependency detected`;
    expect(parseBuild("", stderr).compileErrors).toEqual([fault]);
  });

  it.each([
    "Unexpected execution error: socket hang up",
    "Error setting metadata: Exceeded rate limits: too many table update operations for this table.",
  ])("tells what the CLI failed at beside the statement: %s", (message) => {
    const stderr = `Dataset creation failed:  ai_spend.a [table]\n    > select 1\n    ${message}\n`;
    expect(parseBuild("", stderr).failedActions).toEqual([{ name: "ai_spend.a", message }]);
  });

  it("keeps an action whose failure has no words", () => {
    const stderr = "Operation failed:  ai_spend.a\n    > select 1\nOperation failed:  ai_spend.b\n";
    expect(parseBuild("", stderr).failedActions).toEqual([
      { name: "ai_spend.a", message: "the Dataform CLI does not say why." },
      { name: "ai_spend.b", message: "the Dataform CLI does not say why." },
    ]);
  });
});

describe("a build in which all that failed failed for a reason that passes", () => {
  const failed = (...messages: readonly string[]) =>
    messages.map((message, index) => ({ name: `ai_spend.t${index}`, message }));
  const RED = failed("Assertion failed: query returned 3 row(s).");

  it.each([
    "Exceeded rate limits: too many table update operations for this table.",
    "Job exceeded rate limits: Your table exceeded quota for table update operations.",
    "Quota exceeded: Your project exceeded quota for free query bytes scanned.",
    "Custom quota exceeded: Your usage exceeded the custom quota for QueryUsagePerDay.",
    "An internal error occurred and the request could not be completed. Error: 80324028",
    "The job encountered an internal error during execution and was unable to complete successfully.",
    "Error encountered during execution. Retrying may solve the problem.",
    "Visibility check was unavailable. Please retry the request",
    "Could not serialize access to table p:ai_spend.a due to concurrent update",
    "The service is currently unavailable.",
    "Unexpected execution error: request to https://bigquery.googleapis.com failed, reason: connect ETIMEDOUT",
    "backendError",
  ])("may be run again: %s", (message) => {
    expect(mayPass({ failedActions: failed(message, message), failedAssertions: [] })).toBe(true);
  });

  it.each([
    "Unrecognized name: quota at [3:8]",
    "Resources exceeded during query execution: The query could not be executed in the allotted memory.",
    "Access Denied: Table p:ai_spend.a: User does not have permission",
    "Not found: Dataset p:ai_raw was not found in location US",
    "the Dataform CLI does not say why.",
  ])("is none of those: %s", (message) => {
    expect(mayPass({ failedActions: failed(message), failedAssertions: [] })).toBe(false);
    const other = "The service is currently unavailable.";
    expect(mayPass({ failedActions: failed(other, message), failedAssertions: [] })).toBe(false);
  });

  it("is none with a red law, and none where nothing failed", () => {
    const busy = failed("The service is currently unavailable.");
    expect(mayPass({ failedActions: busy, failedAssertions: RED })).toBe(false);
    expect(mayPass({ failedActions: [], failedAssertions: [] })).toBe(false);
    expect(exitCodeOf({ failedActions: busy, failedAssertions: [] })).toBe(75);
    expect(exitCodeOf({ failedActions: busy, failedAssertions: RED })).toBe(1);
    expect(exitCodeOf({ failedActions: [], failedAssertions: [] })).toBe(0);
  });

  it("says so last, and when", async () => {
    const nobody = { query: () => Promise.reject(new Error("not asked")) };
    const text = (message: string) =>
      describeBuild(nobody, { ...parseBuild("", ""), failedActions: failed(message) }, false);
    expect(await text("backendError")).toMatch(
      /\nWhat failed passes by itself: run build again\.\n$/,
    );
    expect(await text("Quota exceeded: x")).toMatch(
      /when the quota is free, tomorrow at the latest\.\n$/,
    );
    expect(await text("Unrecognized name: x")).not.toContain("passes by itself");
  });
});
