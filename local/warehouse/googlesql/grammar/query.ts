/** Query expressions: WITH, set operations, brackets. */
import type { Scope } from "./context.ts";
import { SqlSyntaxError, UnsupportedError } from "../syntax/errors.ts";
import { unexpected } from "../syntax/unexpected.ts";
import { renderClauses, renderSelect } from "./select.ts";
import { identifier } from "../syntax/text.ts";
import {
  isGroup,
  isName,
  isOperator,
  isWord,
  nameOf,
  type Node,
  type Nodes,
} from "../syntax/tree.ts";

/** What `renderQuery` in `context.ts` gives. */
export function writeQuery(nodes: Nodes, outer: Scope): string {
  const scope = { ...outer, aliases: new Map<string, string>() };
  if (!isWord(nodes[0], "with")) return renderOperation(nodes, scope);
  const recursive = isWord(nodes[1], "recursive");
  let inner = scope;
  let index = recursive ? 2 : 1;
  const tables: string[] = [];
  for (;;) {
    const table = renderCommonTable(nodes, index, inner, recursive);
    tables.push(table.text);
    inner = { ...inner, commonTables: new Set([...inner.commonTables, table.name]) };
    index = table.next;
    if (!isOperator(nodes[index], ",")) break;
    index += 1;
  }
  const keyword = recursive ? "with recursive" : "with";
  return `${keyword} ${tables.join(", ")} ${renderOperation(nodes.slice(index), inner)}`;
}

/** `name as (query)`. Only a recursive one sees itself. */
function renderCommonTable(
  nodes: Nodes,
  index: number,
  scope: Scope,
  recursive: boolean,
): { text: string; name: string; next: number } {
  const name = nodes[index];
  const body = nodes[index + 2];
  if (!isName(name)) throw unexpected(name);
  if (!isWord(nodes[index + 1], "as")) throw unexpected(nodes[index + 1]);
  if (!isGroup(body)) throw unexpected(body);
  const lower = nameOf(name).toLowerCase();
  const inside = recursive
    ? { ...scope, commonTables: new Set([...scope.commonTables, lower]) }
    : scope;
  const text = `${identifier(nameOf(name))} as (${writeQuery(body.children, inside)})`;
  return { text, name: lower, next: index + 3 };
}

interface SetOperator {
  readonly text: string;
  readonly at: number;
  readonly length: number;
}

/** One SELECT, or several with UNION, INTERSECT or EXCEPT between them. */
function renderOperation(nodes: Nodes, scope: Scope): string {
  const operators = nodes.flatMap((_, index) => setOperatorAt(nodes, index) ?? []);
  const mixed = operators.find((operator) => operator.text !== operators[0]?.text);
  if (mixed !== undefined) {
    const problem = "Different set operations need brackets between them";
    throw new SqlSyntaxError(problem, nodes[mixed.at] as Node);
  }
  let from = 0;
  const parts: string[] = [];
  for (const operator of operators) {
    parts.push(renderOperand(nodes.slice(from, operator.at), scope, false), operator.text);
    from = operator.at + operator.length;
  }
  parts.push(renderOperand(nodes.slice(from), scope, operators.length === 0));
  return parts.join(" ");
}

function setOperatorAt(nodes: Nodes, index: number): SetOperator | null {
  const node = nodes[index];
  const quantifier = nodes[index + 1];
  if (node?.kind !== "word" || !isWord(node, "union", "intersect", "except")) return null;
  // `* except (…)` is no set operation.
  if (node.value === "except" && isGroup(quantifier)) return null;
  if (quantifier?.kind !== "word" || !isWord(quantifier, "all", "distinct")) {
    throw new SqlSyntaxError(
      `Expected keyword ALL or DISTINCT after ${node.value.toUpperCase()}`,
      node,
    );
  }
  if (node.value !== "union" && quantifier.value === "all") {
    throw new UnsupportedError(`${node.value.toUpperCase()} ALL`, node);
  }
  const after = nodes[index + 2];
  if (isWord(after, "by", "strict", "corresponding") && after !== undefined) {
    throw new UnsupportedError(`${node.value.toUpperCase()} BY NAME`, after);
  }
  const text = quantifier.value === "all" ? `${node.value} all` : node.value;
  return { text, at: index, length: 2 };
}

/** `alone` is false between set operators, where ORDER BY is that of the whole. */
function renderOperand(nodes: Nodes, scope: Scope, alone: boolean): string {
  const first = nodes[0];
  if (isWord(first, "select")) return renderSelect(nodes, scope, alone);
  if (isWord(first, "from")) {
    throw new UnsupportedError("a query that begins with FROM", first as Node);
  }
  if (!isGroup(first)) throw unexpected(first);
  return `(${writeQuery(first.children, scope)})${renderClauses(nodes.slice(1), scope)}`;
}
