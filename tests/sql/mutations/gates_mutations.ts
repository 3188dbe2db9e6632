/** Planted bugs in how one vendor stands still. */

import type { Vendor } from "../../support/standing_still.ts";
import type { Mutation } from "./mutation.ts";

export interface GatesMutation extends Pick<Mutation, "name" | "file" | "find" | "replace"> {
  /** Whose law is red when it shows: one of all vendors, where it is the same for each. */
  readonly vendors: readonly Vendor[];
}

const GATES = "includes/gates.js";

export const GATES_MUTATIONS: readonly GatesMutation[] = [
  {
    name: "a red law holds nothing back",
    vendors: ["cursor"],
    file: GATES,
    find: "select * from ${ref(today)} where ${goesOn(ref, domain)}",
    replace: "select * from ${ref(today)} where true",
  },
  {
    name: "what a vendor had is not kept",
    vendors: ["console"],
    file: GATES,
    find: "select * from ${self} where ${domain} in (${standing(ref)})",
    replace: "select * from ${self} where false",
  },
  {
    name: "what all vendors had is kept beside today's",
    vendors: ["vertex"],
    file: GATES,
    find: "select * from ${self} where ${domain} in (${standing(ref)})",
    replace: "select * from ${self}",
  },
  {
    name: "seats are held back with their platform's use",
    vendors: ["claude_ai", "seats"],
    file: GATES,
    find: "when ${isSeat} then 'seats'",
    replace: "when ${isSeat} then ${platform}",
  },
];
