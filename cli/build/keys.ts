/** Columns that make a row unique, as the assertions of the graph and the vendors' laws promise them. Pure. */

import { KEYS } from "../../includes/laws/keys.js";
import type { CompiledGraph } from "./graph.ts";

/** By the name of the table without its dataset; a mart's that quotes a draft stand in the draft's. */
export function keysOf(graph: CompiledGraph): ReadonlyMap<string, readonly string[]> {
  return new Map([
    ...Object.values(KEYS).flatMap((tables) =>
      Object.entries(tables).map(
        ([name, { unique = [] }]) => [withoutDraft(name), unique] as const,
      ),
    ),
    ...graph.assertions.flatMap(({ target, parentAction, query }) =>
      parentAction !== undefined && /_uniqueKey_\d+$/.test(target.name)
        ? [[withoutDraft(parentAction.name), keyIn(query)] as const]
        : [],
    ),
  ]);
}

/** Dataform writes the key as the list before its count. */
function keyIn(query: string): readonly string[] {
  const [, list = ""] = /SELECT\s+([\w, ]+?),\s+COUNT\(1\)/.exec(query) ?? [];
  return list.split(", ").filter((column) => column !== "");
}

function withoutDraft(name: string): string {
  return name.replace(/^draft_/, "");
}
