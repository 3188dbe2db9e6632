/** The items of a select list: where the alias begins, and what an item without one is called. */
import { DATE_PARTS } from "./date_parts.ts";
import {
  isGroup,
  isName,
  isOperator,
  isWord,
  nameOf,
  type Node,
  type Nodes,
} from "../syntax/tree.ts";

export interface SelectItem {
  /** The whole item as written. */
  readonly nodes: Nodes;
  readonly expression: Nodes;
  /** `*` or `t.*`, with or without EXCEPT and REPLACE. */
  readonly star: boolean;
  /** The alias, or else the last part of a path; null for anything else. */
  readonly name: string | null;
}

export function parseItem(nodes: Nodes): SelectItem {
  const star = nodes.some((node, i) => isOperator(node, "*") && startsStar(nodes[i - 1]));
  if (star) return { nodes, expression: nodes, star, name: null };
  const last = nodes.at(-1);
  if (isName(last) && isWord(nodes.at(-2), "as")) {
    return { nodes, expression: nodes.slice(0, -2), star, name: nameOf(last) };
  }
  if (isName(last) && endsOperand(nodes.at(-2)) && !isIntervalPart(nodes)) {
    return { nodes, expression: nodes.slice(0, -1), star, name: nameOf(last) };
  }
  return { nodes, expression: nodes, star, name: inferredName(nodes) };
}

function startsStar(previous: Node | undefined): boolean {
  return previous === undefined || isOperator(previous, ".");
}

/** True if a name after this node can only be an alias. */
function endsOperand(node: Node | undefined): boolean {
  if (node === undefined || node.kind === "operator") return false;
  if (node.kind !== "word") return true;
  return isName(node) || isWord(node, "end", "null", "true", "false");
}

/** The `day` of `interval n day` is no alias. */
function isIntervalPart(nodes: Nodes): boolean {
  if (!isWord(nodes.at(-1), ...DATE_PARTS)) return false;
  for (let i = nodes.length - 2; i >= 0; i--) {
    const node = nodes[i];
    if (isWord(node, "interval")) return true;
    if (!isName(node) && !isOperator(node, ".") && !isGroup(node) && node?.kind !== "number") {
      return false;
    }
  }
  return false;
}

function inferredName(nodes: Nodes): string | null {
  const last = nodes.at(-1);
  if (!isName(last)) return null;
  if (nodes.length === 1) return nameOf(last);
  return isOperator(nodes.at(-2), ".") && isPostfixChain(nodes) ? nameOf(last) : null;
}

/** True for names, dots, brackets and parameters alone: nothing that combines two operands. */
function isPostfixChain(nodes: Nodes): boolean {
  return (
    nodes.every((node) => node.kind !== "operator" || node.value === "." || node.value === "?") &&
    !nodes.some((node) => isWord(node, "and", "or", "not", "is", "in", "like", "between", "end"))
  );
}
