/** How model ids are read, by running the rendered CASE expressions. */

import { createRequire } from "node:module";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";

const requireInclude = createRequire(path.join(process.cwd(), "includes/package.json"));
const families = requireInclude("./model_families.js") as Record<
  "family" | "major" | "minor" | "modelFamily" | "modelDate" | "modelBase" | "idOfDisplayName",
  (column: string) => string
>;
let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

const KNOWN = [
  ["claude-opus-4-8", "opus", "4", "8", "opus-4.8"],
  ["claude-opus-5", "opus", "5", "0", "opus-5"],
  ["claude-opus-4-0", "opus", "4", "0", "opus-4"],
  ["claude-sonnet-4-0", "sonnet", "4", "0", "sonnet-4"],
  ["claude-opus-5-5", "opus", "5", "5", "opus-5.5"],
  ["claude-fable-5-1", "fable", "5", "1", "fable-5.1"],
  ["claude-sonnet-4-20250514", "sonnet", "4", "0", "sonnet-4"],
  ["claude-sonnet-4-5-20250929", "sonnet", "4", "5", "sonnet-4.5"],
  ["claude-sonnet-4-5@20250929", "sonnet", "4", "5", "sonnet-4.5"],
  ["claude-sonnet-4-6@default", "sonnet", "4", "6", "sonnet-4.6"],
  ["claude-opus-4-8[1m]", "opus", "4", "8", "opus-4.8"],
  ["claude-3-5-sonnet-20241022", "sonnet", "3", "5", "sonnet-3.5"],
  ["claude-3-5-sonnet-v2@20241022", "sonnet", "3", "5", "sonnet-3.5"],
  ["claude-3-5-sonnet-v2", "sonnet", "3", "5", "sonnet-3.5"],
  ["claude-3-haiku-20240307", "haiku", "3", "0", "haiku-3"],
] as const;

const UNKNOWN = [
  "claude-nova-1",
  "claude-opus-4-turbo",
  "claude-instant-1.2",
  "gpt-5",
  "claude-mythos-preview",
  "",
];

async function read(model: string) {
  const columns = (["family", "major", "minor", "modelFamily"] as const)
    .map((name) => `${families[name]("model")} as ${name}`)
    .join(", ");
  const [row] = await local.runQuery(`select ${columns} from (select '${model}' as model)`);
  return row;
}

describe("model ids", () => {
  it.each(KNOWN)("%s is %s, %s, %s, shown as %s", async (model, family, major, minor, shown) => {
    expect(await read(model)).toEqual({ family, major, minor, modelFamily: shown });
  });

  it.each(UNKNOWN)("%j keeps its raw name", async (model) => {
    const unknown = { family: "null", major: "null", minor: "null", modelFamily: model };
    expect(await read(model)).toEqual(unknown);
  });
});

describe("dates and display names", () => {
  it.each([
    ["claude-sonnet-4-5-20250929", "20250929"],
    ["claude-3-5-sonnet-v2@20241022", "20241022"],
    ["claude-opus-4@20250514[1m]", "20250514"],
    ["claude-opus-4-8", "null"],
    ["claude-sonnet-4-6@default", "null"],
  ])("%s is of %s", async (model, date) => {
    const [row] = await local.runQuery(
      `select ${families.modelDate("model")} as date from (select '${model}' as model)`,
    );
    expect(row).toEqual({ date });
  });

  it.each([
    ["claude-sonnet-4-5-20250929", "claude-sonnet-4-5"],
    ["claude-sonnet-4-5", "claude-sonnet-4-5"],
    ["claude-opus-4@20250514[1m]", "claude-opus-4"],
    ["claude-opus-4-0", "claude-opus-4"],
    ["claude-3-5-haiku-latest", "claude-3-5-haiku"],
    ["claude-opus-4-10", "claude-opus-4-10"],
    ["claude-mythos-preview", "claude-mythos-preview"],
  ])("%s is %s without its date", async (model, base) => {
    const [row] = await local.runQuery(
      `select ${families.modelBase("model")} as base from (select '${model}' as model)`,
    );
    expect(row).toEqual({ base });
  });

  it.each([
    ["Claude Opus 4.8", "claude-opus-4-8"],
    ["Opus 4 8", "claude-opus-4-8"],
    ["Claude 3.5 Sonnet v2", "claude-3-5-sonnet-v2"],
    [" Claude  Haiku 4 5 ", "claude-haiku-4-5"],
  ])("%j is %s", async (name, id) => {
    const [row] = await local.runQuery(
      `select ${families.idOfDisplayName("name")} as id from (select '${name}' as name)`,
    );
    expect(row).toEqual({ id });
  });
});
