/** Planted bugs of gates: with each, some table is other than one vendor's standing still makes it. */

import { describe, expect, it } from "@jest/globals";

import { compiledGraph, type CompiledGraph, partOf } from "../../support/graph.ts";
import { FIRST, other, startWorlds, type Vendor } from "../../support/standing_still.ts";
import { GATES_MUTATIONS } from "./gates_mutations.ts";
import { mutantOf } from "./mutated_graph.ts";

const project = compiledGraph();
const NEWS = other(FIRST);

/** What all vendors are charged for; the other tables that a gate is before are handed over in the same way. */
const chargesOf = (graph: CompiledGraph): CompiledGraph => partOf(graph, ["fct_cost_daily"]);

describe("planted bugs of gates", () => {
  it.each(GATES_MUTATIONS.map((mutation) => [mutation.name, mutation] as const))(
    "%s: caught",
    async (_name, mutation) => {
      const vendor = mutation.story as Vendor;
      const worlds = await startWorlds(
        chargesOf(mutantOf(project, mutation).graph),
        chargesOf(project),
      );
      try {
        expect(await worlds.mend(FIRST)).toEqual([]);
        const expected = { ...NEWS, [vendor]: FIRST[vendor] };
        expect(await worlds.breakOne(vendor, NEWS, expected)).not.toEqual([]);
      } finally {
        await worlds.close();
      }
    },
  );
});
