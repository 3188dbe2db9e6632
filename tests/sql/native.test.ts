/** The unmodified `dataform test`: Dataform's own unit tests of the models, on the local warehouse. */

import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";

import { runDataform } from "../../cli/build/dataform.ts";
import type { DataformRun } from "../../cli/build/dataform_output.ts";
import { projectFiles } from "../support/files.ts";
import { copyProject } from "../support/graph.ts";
import { startTestWarehouse, type TestWarehouse } from "../support/warehouse.ts";

const TESTS = projectFiles(/^definitions\/tests\/.*\.sqlx$/);
const CLI = "node_modules/@dataform/cli";
const SUMMARY = "definitions/tests/console/test_the_summary_adds_up_to_the_bill.sqlx";

let local: TestWarehouse;
const copy = copyProject();

/** Far more than it takes, for machines that do something else as well. */
jest.setTimeout(240_000);

beforeAll(async () => {
  local = await startTestWarehouse();
  // The CLI itself runs from here; only what it compiles must lie in the copy.
  symlinkSync(path.resolve(CLI), path.join(copy, CLI));
});
afterAll(async () => {
  rmSync(copy, { recursive: true });
  await local.close();
});

function dataformTest(root: string): Promise<DataformRun> {
  return runDataform({ root, args: ["test"], warehouse: local.warehouse });
}

describe("dataform test", () => {
  it("passes with every unit test of the project, and fails where one more expects a wrong amount", async () => {
    const text = readFileSync(SUMMARY, "utf8");
    expect(text.split("numeric '6.6' as total_cost_usd")).toHaveLength(2);
    const wrong = text.replace("numeric '6.6'", "numeric '6.600000001'");
    writeFileSync(path.join(copy, "definitions/tests/test_of_a_wrong_amount.sqlx"), wrong);

    // One run for both, since most of its time goes into compiling.
    const { exitCode, stdout, stderr } = await dataformTest(copy);
    const passed = stdout.match(/^\S+(?=: passed$)/gm) ?? [];
    expect(passed.sort()).toEqual(TESTS.map((file) => path.basename(file, ".sqlx")).sort());
    expect(TESTS.length).toBeGreaterThan(0);

    expect(exitCode).toBe(1);
    expect(stdout.match(/failed/gi)).toHaveLength(1);
    expect(stdout).toMatch(/^test_of_a_wrong_amount: failed$/m);
    expect(stderr).toContain('"total_cost_usd": expected ""6.600000001"", but saw ""6.6""');
  });
});
