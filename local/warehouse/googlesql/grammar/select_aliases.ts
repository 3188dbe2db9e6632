/**
 * Clauses that see the select list's aliases. In GoogleSQL an alias comes before an input column of the
 * same name, in DuckDB mostly the other way round, which would give other rows without a word.
 */
import { renderExpression, type Scope } from "./context.ts";
import { UnsupportedError } from "../syntax/errors.ts";
import { unexpected } from "../syntax/unexpected.ts";
import type { SelectItem } from "./select_items.ts";
import { isName, isOperator, isWord, nameOf, splitAtCommas, type Nodes } from "../syntax/tree.ts";

/**
 * Names of aliases that may be mistaken for an input column, with what they stand for: another column's
 * path, or an expression in which the name itself occurs.
 */
export function selectAliases(
  items: readonly SelectItem[],
  scope: Scope,
): ReadonlyMap<string, string> {
  const risky = items.filter(
    (item) =>
      item.name !== null &&
      (isOtherPath(item.expression, item.name) ||
        (item.expression.length > 1 && mentions(item.expression, item.name))),
  );
  return new Map(
    risky.map((item) => [
      item.name?.toLowerCase() ?? "",
      `(${renderExpression(item.expression, scope)})`,
    ]),
  );
}

/** `y as x` and `t.x`, but not `x`. */
function isOtherPath(nodes: Nodes, name: string): boolean {
  if (!nodes.every((node) => isName(node) || isOperator(node, "."))) return false;
  return nodes.length > 1 || !mentions(nodes, name);
}

function mentions(nodes: Nodes, name: string): boolean {
  const lower = name.toLowerCase();
  return nodes.some((node) =>
    node.kind === "group"
      ? mentions(node.children, name)
      : isName(node) && nameOf(node).toLowerCase() === lower,
  );
}

/** GROUP BY: an alias becomes its position, or the expression itself where a star hides positions. */
export function renderGroupBy(nodes: Nodes, items: readonly SelectItem[], scope: Scope): string {
  if (nodes.length === 1 && isWord(nodes[0], "all") && nodes[0] !== undefined) {
    throw new UnsupportedError("GROUP BY ALL", nodes[0]);
  }
  const groups = splitAtCommas(nodes).map((group) => {
    const [first, second] = group;
    if (first?.kind === "word" && isWord(first, "rollup", "cube", "grouping")) {
      const words = first.value === "grouping" ? "GROUPING SETS" : first.value.toUpperCase();
      throw new UnsupportedError(`GROUP BY ${words}`, first);
    }
    const name = second === undefined && isName(first) ? nameOf(first).toLowerCase() : null;
    return name === null
      ? renderExpression(group, scope)
      : renderGroupName(name, group, items, scope);
  });
  return `group by ${groups.join(", ")}`;
}

function renderGroupName(
  name: string,
  group: Nodes,
  items: readonly SelectItem[],
  scope: Scope,
): string {
  const named = items.filter((item) => item.name?.toLowerCase() === name);
  const [item] = named;
  if (item === undefined || named.length > 1) return renderExpression(group, scope);
  const position = items.indexOf(item);
  const starBefore = items.slice(0, position).some((other) => other.star);
  if (!starBefore) return String(position + 1);
  return `(${renderExpression(item.expression, scope)})`;
}

/** ORDER BY: DuckDB takes a bare name for an alias too, but not a name inside an expression. */
export function renderOrderBy(nodes: Nodes, scope: Scope, late: Scope): string {
  const keys = splitAtCommas(nodes).map((key) => {
    const bare = isName(key[0]) && (key.length === 1 || isWord(key[1], "asc", "desc", "nulls"));
    return renderExpression(key, bare ? scope : late);
  });
  if (keys.length === 0) throw unexpected(undefined);
  return `order by ${keys.join(", ")}`;
}
