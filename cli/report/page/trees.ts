/** The traces that the file carries, found by the command that shows the same. Pure but for the unpacking. */

import type { TraceNode } from "../../trace/node.ts";
import { type PackedNode, type PackedTrees, RULES } from "../data/report_data.ts";
import { gunzip } from "./facts.ts";

/** Null for what the file does not carry. */
export type TreeFinder = (command: string) => TraceNode | null;

/** Unpacks when first asked, since few readers open a row, and opening the file should wait for none. */
export function treesIn(base64: string): () => Promise<TreeFinder> {
  let found: Promise<TreeFinder> | null = null;
  return () => (found ??= unpackTrees(base64));
}

/** Reads what ../trees.ts packed. */
export async function unpackTrees(base64: string): Promise<TreeFinder> {
  if (base64 === "") return () => null;
  const { texts, roots } = (await gunzip(base64).json()) as PackedTrees;
  const textAt = (number: number) => texts[number] ?? "";
  const nodeOf = ([title, usd, rule, facts, children]: PackedNode): TraceNode => ({
    title: textAt(title),
    usd: usd === -1 ? null : textAt(usd),
    rule: RULES[rule] ?? null,
    facts: Array.from({ length: facts.length / 2 }, (_, pair) => [
      textAt(facts[2 * pair] ?? -1),
      textAt(facts[2 * pair + 1] ?? -1),
    ]),
    children: children.map(nodeOf),
  });
  return (command) => {
    const root = Object.hasOwn(roots, command) ? roots[command] : undefined;
    return root === undefined ? null : nodeOf(root);
  };
}
