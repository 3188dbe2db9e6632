/** What a row of "Every dollar" opens to: its days, and of each the trace, or what to type to have it. */

/// <reference lib="dom" />

import { shownUsd } from "../../../ingest/money/nano_usd.ts";
import type { TraceNode } from "../../trace/node.ts";
import { headline } from "../../trace/text.ts";
import { COLUMNS, type DetailRow } from "./detail_rows.ts";
import { el } from "./dom.ts";
import type { TreeFinder } from "./trees.ts";
import type { View } from "./view.ts";
import { type Way, wayOf } from "./way.ts";

export function wayElement(
  { combinations }: DetailRow,
  view: View,
  trees: () => Promise<TreeFinder>,
): HTMLTableRowElement {
  const ways = wayOf(view, combinations);
  const inside = el("div", { class: "inside" });
  if (ways.length === 0) inside.append("Nothing is known of its days.");
  else void trees().then((treeOf) => inside.append(...waysInside(ways, treeOf)));
  const cell = el("td", { colspan: String(COLUMNS.length + 1) }, inside);
  return el("tr", { class: "way" }, cell);
}

function waysInside(ways: readonly Way[], treeOf: TreeFinder): readonly (Node | string)[] {
  const [first] = ways;
  const words =
    first === undefined || ways.length === 1
      ? "It cost on one day."
      : `It cost on ${ways.length} days, which add up to it, most on ${first.day}.`;
  return [words, ...ways.map((way) => dayElement(way, treeOf, way === first))];
}

/** The trace of the day holds what else the person, key and model cost on it, of every SKU. */
function dayElement({ day, nanos, command }: Way, treeOf: TreeFinder, isOpen: boolean) {
  return folded([`${day}: ${shownUsd(nanos)}`], isOpen, () => {
    const tree = treeOf(command);
    const typed = el("code", {}, command);
    return tree === null
      ? [
          "This file does not carry the day's way to the vendor's own text. To follow it, of every SKU, type:",
          typed,
        ]
      : [
          "The day, of every SKU, to the vendor's own text:",
          treeElement(tree),
          "The same in a terminal:",
          typed,
        ];
  });
}

/** The first is open; what is inside another is made when it is opened. */
export function treeElement(root: TraceNode, isOpen = true): HTMLElement {
  return folded([headline(root), kindOf(root)], isOpen, () => [
    factsOf(root),
    ...root.children.map((child) => treeElement(child, root.children.length === 1)),
  ]);
}

function folded(
  summary: readonly (HTMLElement | string | null)[],
  isOpen: boolean,
  inside: () => readonly (HTMLElement | string)[],
): HTMLElement {
  const element = el(
    "details",
    { class: "node", open: isOpen },
    el("summary", {}, ...summary),
    ...(isOpen ? inside() : []),
  );
  if (!isOpen) {
    element.addEventListener("toggle", () => element.append(...inside()), { once: true });
  }
  return element;
}

/** What a charge is for, since its id says nothing to a reader. */
function kindOf(root: TraceNode): HTMLElement | null {
  const charge = root.title.startsWith("part of ") ? root.children[0] : root;
  const named = (label: string) => charge?.facts.find(([name]) => name === label)?.[1];
  const kind = named("token_type") ?? named("product") ?? named("cost_type");
  return kind === undefined ? null : el("span", { class: "kind" }, ` ${kind}`);
}

function factsOf({ facts }: TraceNode): HTMLElement {
  return el(
    "dl",
    {},
    ...facts.flatMap(([label, text]) => [el("dt", {}, label), el("dd", {}, text)]),
  );
}
