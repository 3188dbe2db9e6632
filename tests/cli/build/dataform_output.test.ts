/** What the Dataform CLI prints, as data. */

import { describe, expect, it } from "@jest/globals";

import { endsAction, parseBuild } from "../../../cli/build/dataform_output.ts";

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
});
