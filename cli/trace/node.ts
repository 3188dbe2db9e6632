/** The tree that a trace is: each node with its dollars, and what its children must add up to. Pure. */

import { exactUsd, nanoUsd, sum } from "../../ingest/money/nano_usd.ts";

export interface TraceNode {
  readonly title: string;
  /** Exact decimal US dollars; null for what has none. */
  readonly usd: string | null;
  /** What there is to know, in order. */
  readonly facts: readonly (readonly [label: string, text: string])[];
  /** parts: the children's dollars add up to this; same: each child with dollars has just these; null: neither. */
  readonly rule: "parts" | "same" | null;
  readonly children: readonly TraceNode[];
}

export function node(title: string, more: Partial<Omit<TraceNode, "title">> = {}): TraceNode {
  return { title, usd: null, facts: [], rule: null, children: [], ...more };
}

/** What a node says of its children: how they compare, and whether as they must. Null where nothing is promised. */
export function balanceOf({ usd, rule, children }: TraceNode): Balance | null {
  const amounts = children.flatMap((child) => child.usd ?? []).map(nanoUsd);
  if (usd === null || rule === null || amounts.length === 0) return null;
  const whole = nanoUsd(usd);
  const total = sum(amounts);
  const isEqual = rule === "parts" ? total === whole : amounts.every((each) => each === whole);
  return { count: amounts.length, total: exactUsd(total), isEqual };
}

export interface Balance {
  readonly count: number;
  readonly total: string;
  readonly isEqual: boolean;
}

/** Titles of the nodes whose children do not add up, by their way from the root. */
export function unbalanced(root: TraceNode): readonly string[] {
  const visit = (at: TraceNode, way: readonly string[]): readonly string[] => {
    const here = [...way, at.title];
    const own = balanceOf(at)?.isEqual === false ? [here.join(" → ")] : [];
    return [...own, ...at.children.flatMap((child) => visit(child, here))];
  };
  return visit(root, []);
}
