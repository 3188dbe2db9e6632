/** A name that is nearly a setting's is refused by every verb, wherever it stands; nothing is done with the default. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, expect, it } from "@jest/globals";

import { unknownName, unknownNames } from "../../ingest/settings/known_names.ts";
import { VERBS } from "../../cli/program.ts";
import { run } from "./support.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-misspelt-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it("is refused where it stands in the environment", async () => {
  const settings = { AI_SPEND_HOME: folder, AI_SPEND_WAREHOSE: "bigquery" };
  expect(await run(["query", "select 1"], settings)).toEqual({
    code: 2,
    stdout: "",
    stderr: "AI_SPEND_WAREHOSE is not a setting: did you mean AI_SPEND_WAREHOUSE?\n",
  });
});

it("is refused where it stands in the file, which is named", async () => {
  const file = path.join(folder, "settings");
  writeFileSync(file, "AI_SPEND_HOM=/tmp/elsewhere\n");
  const settings = { AI_SPEND_HOME: folder, AI_SPEND_SETTINGS: file };
  const { code, stderr } = await run(["status"], settings);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `AI_SPEND_HOM in ${file} is not a setting: did you mean AI_SPEND_HOME?\n`,
  });
});

it("is told of every verb, since those that look at settings themselves do so too", () => {
  const own = VERBS.filter(({ looksAtSettings }) => looksAtSettings === true);
  expect(own.map(({ name }) => name)).toEqual(["init", "doctor"]);
});

it("is none that a list of connections takes a key from, that is empty, or that the tests use", () => {
  const env = { AI_SPEND_KEY_TWO: "x", AI_SPEND_WAREHOSE: " ", AI_SPEND_TEST_RUN: "x" };
  expect(unknownNames(env, ["AI_SPEND_KEY_TWO"])).toEqual([]);
  expect(unknownNames(env, [])).toEqual(["AI_SPEND_KEY_TWO"]);
  expect(unknownNames({ ai_spend_home: "x", OTHER: "x" }, [])).toEqual(["ai_spend_home"]);
  expect(unknownName("AI_SPEND_COLOUR")).toMatch(
    /^AI_SPEND_COLOUR is not a setting: the settings are AI_SPEND_HOME, /,
  );
});
