/** A trace as text that a finance person can read, and as a page of its own. Pure. */

import { visible } from "../shared/visible.ts";
import { balanceOf, type TraceNode } from "./node.ts";

/** Vendors' lines are as long as they like. */
const WIDTH = 400;

/** Lines of a tree with branches, ending in a newline. */
export function treeText(root: TraceNode): string {
  return `${visible(lines(root, "", "").join("\n"))}\n`;
}

function lines(at: TraceNode, first: string, rest: string): readonly string[] {
  const hasChildren = at.children.length > 0;
  const under = `${rest}${hasChildren ? "│ " : "  "}`;
  const own = [
    `${first}${headline(at)}`,
    ...at.facts.map(([label, text]) => `${under}${label}: ${cut(text)}`),
  ];
  const children = at.children.flatMap((child, index) =>
    index === at.children.length - 1
      ? lines(child, `${rest}└─ `, `${rest}   `)
      : lines(child, `${rest}├─ `, `${rest}│  `),
  );
  return [...own, ...children];
}

/** The title, the dollars, and how the children's compare. */
export function headline(at: TraceNode): string {
  const balance = balanceOf(at);
  if (at.usd === null) return at.title;
  if (balance === null) return `${at.title}: $${at.usd}`;
  const parts = balance.count === 1 ? "1 part" : `${balance.count} parts`;
  const compared =
    at.rule === "parts"
      ? balance.isEqual
        ? `= ${parts} together`
        : `≠ ${parts} together, which are $${balance.total}`
      : balance.isEqual
        ? `= each of ${balance.count} below`
        : "≠ not each below is as much";
  return `${at.title}: $${at.usd} ${compared}`;
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > WIDTH ? `${line.slice(0, WIDTH)}… (--format json has all of it)` : line;
}

/** A page without a script: nodes open and close. */
export function treeHtml(root: TraceNode): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${escaped(root.title)}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
details, .leaf { margin: .3rem 0 .3rem 1.2rem; }
summary { cursor: pointer; }
dl { margin: .2rem 0 .4rem 1.2rem; display: grid; grid-template-columns: max-content 1fr; gap: 0 .8rem; font-size: 13px; }
dt { opacity: .7; }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
</style>
</head>
<body>
${nodeHtml(root)}
</body>
</html>
`;
}

function nodeHtml(at: TraceNode): string {
  const facts = at.facts.map(
    ([label, text]) => `<dt>${escaped(label)}</dt><dd>${escaped(text)}</dd>`,
  );
  const list = facts.length === 0 ? "" : `<dl>${facts.join("")}</dl>`;
  const inside = `${list}${at.children.map(nodeHtml).join("\n")}`;
  return `<details open><summary>${escaped(headline(at))}</summary>${inside}</details>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
