/** From invented calls on Vertex AI, over a bill without names and a log without amounts, to what each person spent. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { type GoogleExport, googleExport } from "../../../local/stand_ins/google/index.ts";
import {
  demoOrganizations,
  type Organization,
} from "../../../local/stand_ins/organization/index.ts";
import { vertexProjects } from "../../../local/stand_ins/organization/vertex.ts";
import { ancestorsOf, compiledGraph, type CompiledGraph } from "../../support/graph.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { compileWith } from "../other_settings.ts";
import {
  bookKey,
  type Books,
  chargedOnVertex,
  distance,
  landGoogle,
  TOKEN_LOG,
  trueOnVertex,
  writeTokenLog,
} from "./vertex_books.ts";

const [demo] = demoOrganizations({ second: false });
if (demo === undefined) throw new Error("no organization");
const ORGANIZATION: Organization = demo;
const GOOGLE: GoogleExport = googleExport(ORGANIZATION);
const TRUTH: Books = trueOnVertex(GOOGLE);
const PROJECTS = vertexProjects(ORGANIZATION);
const SHARED = PROJECTS.filter(
  ({ type, enabledFrom }) => type === "shared" && enabledFrom !== null,
).map(({ id }) => id);

let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
  await local.reset();
  await landGoogle(local.warehouse, GOOGLE);
  await writeTokenLog(local.runQuery, ORGANIZATION);
});
afterAll(() => local.close());

async function chargedBy(graph: CompiledGraph): Promise<Books> {
  const laws = graph.assertions
    .map(({ target }) => target.name)
    .filter((name) => name.startsWith("law_vertex_"));
  const needed = ancestorsOf(graph, "claude_code_user_costs", ...laws);
  const { violations } = await local.build(needed, new Set());
  expect(Object.fromEntries(violations)).toEqual({});
  return chargedOnVertex(local.runQuery);
}

describe("a bill without names beside a log without amounts", () => {
  let charged: Books;

  beforeAll(async () => {
    charged = await chargedBy(compiledGraph());
  });

  it("each project is charged what Google bills it, to the nano-dollar", () => {
    const perProject = new Map(PROJECTS.map(({ id }) => [id, 0n]));
    for (const [key, amount] of charged) {
      const project = key.split(" ")[0] ?? "";
      perProject.set(project, (perProject.get(project) ?? 0n) + amount);
    }
    expect(perProject).toEqual(
      new Map(PROJECTS.map(({ id }) => [id, GOOGLE.truth.perProjectNanoUsd().get(id)])),
    );
  });

  it("the owner of a project pays for all of it from its first day on", () => {
    for (const { id, owner, enabledFrom } of PROJECTS.filter(
      ({ type }) => type === "single_user",
    )) {
      const ofProject = GOOGLE.truth.costs().filter(({ projectId }) => projectId === id);
      const sum = (isOwned: boolean) =>
        ofProject
          .filter(({ day }) => day >= (enabledFrom ?? "") === isOwned)
          .reduce((total, { nanoUsd }) => total + nanoUsd, 0n);
      expect(charged.get(bookKey(id, owner))).toBe(sum(true));
      expect(charged.get(bookKey(id, null)) ?? 0n).toBe(sum(false));
    }
  });

  it("nobody pays for a project that nobody has written down", () => {
    const [lab] = PROJECTS.filter(({ enabledFrom }) => enabledFrom === null);
    const keys = [...charged.keys()].filter((key) => key.startsWith(`${lab?.id ?? ""} `));
    expect(keys).toEqual([bookKey(lab?.id ?? "", null)]);
  });

  it("a count of calls comes near what people spent", () => {
    const { misplaced, worstPerson } = distance(charged, TRUTH, SHARED);
    expect(misplaced).toBeGreaterThan(0);
    expect(misplaced).toBeLessThan(MEASURED.byCalls.misplaced);
    expect(worstPerson).toBeLessThan(MEASURED.byCalls.worstPerson);
  });
});

describe("with a log of tokens", () => {
  it("hardly a dollar is on the wrong person", async () => {
    const charged = await chargedBy(compileWith({ gcp_request_metadata_logs: TOKEN_LOG }));
    const { misplaced, worstPerson } = distance(charged, TRUTH, SHARED);
    expect(misplaced).toBeLessThan(MEASURED.byTokens.misplaced);
    expect(worstPerson).toBeLessThan(MEASURED.byTokens.worstPerson);
  });
});

/**
 * Measured over three seeds of the shared projects, 45 days: by calls 6.0 %, 5.8 % and 5.6 % of the dollars are on
 * somebody else, and the worst person is off by 25 %, 22 % and 33 %; by tokens 1.6 %, 1.1 % and 0.7 %, and 5 %, 6 %
 * and 3 %. What tokens leave is regions, context windows and cache lifetimes that a day's tokens do not tell apart.
 */
const MEASURED = {
  byCalls: { misplaced: 0.07, worstPerson: 0.35 },
  byTokens: { misplaced: 0.02, worstPerson: 0.07 },
};
