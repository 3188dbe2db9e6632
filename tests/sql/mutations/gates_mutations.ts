/** Planted bugs in how one vendor stands still: `story` is the vendor whose law is red. */

import type { Mutation } from "./mutation.ts";

const GATES = "includes/gates.js";

export const GATES_MUTATIONS: readonly Mutation[] = [
  {
    name: "a red law holds nothing back",
    story: "cursor",
    file: GATES,
    find: "select * from ${ref(today)} where ${goesOn(ref, domain)}",
    replace: "select * from ${ref(today)} where true",
  },
  {
    name: "what a vendor had is not kept",
    story: "console",
    file: GATES,
    find: "select * from ${self} where ${domain} in (${standing(ref)})",
    replace: "select * from ${self} where false",
  },
  {
    name: "what all vendors had is kept beside today's",
    story: "vertex",
    file: GATES,
    find: "select * from ${self} where ${domain} in (${standing(ref)})",
    replace: "select * from ${self}",
  },
  {
    name: "seats are held back with their platform's use",
    story: "seats",
    file: GATES,
    find: "when ${isSeat} then 'seats'",
    replace: "when ${isSeat} then ${platform}",
  },
];
