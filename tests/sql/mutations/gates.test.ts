/**
 * Planted bugs of gates: with each, some table is other than one vendor's standing still makes it. Without any it is just
 * that, in the same worlds.
 */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { compiledGraph, type CompiledGraph, partOf } from "../../support/graph.ts";
import {
  FAULTS,
  FIRST,
  other,
  startWorlds,
  type Vendor,
  VENDORS,
  type Worlds,
} from "../../support/standing_still.ts";
import { GATES_MUTATIONS } from "./gates_mutations.ts";
import { mutantOf } from "./mutated_graph.ts";

const project = compiledGraph();
const NEWS = other(FIRST);
const CHARGES = "fct_cost_daily";
const BROKEN = VENDORS.map((vendor) => FAULTS[vendor].law);

/**
 * What all vendors are charged for, and the laws that faults break; the other tables that a gate is before are handed over
 * in the same way.
 */
const chargesOf = (graph: CompiledGraph): CompiledGraph => partOf(graph, [CHARGES, ...BROKEN]);

let worlds: Worlds;

beforeAll(async () => {
  worlds = await startWorlds(chargesOf(project));
});
afterAll(() => worlds.close());

/** What is wrong when the vendor's law is red at the news of all vendors. */
async function stopOne(vendor: Vendor, graph: CompiledGraph): Promise<readonly string[]> {
  const built = chargesOf(graph);
  expect(await worlds.mend(FIRST, built)).toEqual([]);
  return worlds.breakOne(vendor, NEWS, { ...NEWS, [vendor]: FIRST[vendor] }, built);
}

describe.each(VENDORS)("%s stands still", (vendor) => {
  const planted = GATES_MUTATIONS.filter(({ vendors }) => vendors.includes(vendor));

  it("without a bug: nothing is wrong", async () => {
    expect(await stopOne(vendor, project)).toEqual([]);
  });

  it.each(planted)("$name: caught by rows", async (mutation) => {
    const problems = await stopOne(vendor, mutantOf(project, mutation).graph);
    expect(problems).toContainEqual(expect.stringMatching(`^${CHARGES}: with`));
  });
});
