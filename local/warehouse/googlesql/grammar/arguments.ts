/** What stands between the brackets of a call: the arguments, and the clauses that aggregates take. */
import { renderExpression, type Scope } from "./context.ts";
import { SqlSyntaxError, UnsupportedError } from "../syntax/errors.ts";
import { unexpected } from "../syntax/unexpected.ts";
import {
  areWords,
  isWord,
  splitAtCommas,
  type Group,
  type Node,
  type Nodes,
} from "../syntax/tree.ts";

export interface CallArguments {
  readonly distinct: boolean;
  readonly values: readonly Nodes[];
  readonly nulls: "ignore" | "respect" | null;
  /** `HAVING MAX x` or `HAVING MIN x`. */
  readonly having: { readonly extreme: "max" | "min"; readonly by: Nodes } | null;
  readonly orderBy: Nodes | null;
  readonly limit: Nodes | null;
}

/** One call as the forms in `aggregate_forms.ts` and `scalar_forms.ts` see it. */
export interface Call {
  /** Lower case, without SAFE. */
  readonly name: string;
  /** Where to point when something is wrong. */
  readonly at: Node;
  readonly group: Group;
  readonly arguments: CallArguments;
  /** ` over (…)`, or empty. */
  readonly over: string;
  readonly scope: Scope;
}

/** f([distinct] values [ignore|respect nulls] [having max|min x] [order by …] [limit n]) */
export function parseArguments(group: Group): CallArguments {
  const distinct = isWord(group.children[0], "distinct");
  const nodes = group.children.slice(distinct ? 1 : 0);
  const nullsAt = clauseAt(nodes, "ignore", "respect");
  const havingAt = clauseAt(nodes, "having");
  const orderAt = clauseAt(nodes, "order");
  const limitAt = clauseAt(nodes, "limit");
  const end = (from: number): number =>
    Math.min(...[nullsAt, havingAt, orderAt, limitAt, nodes.length].filter((at) => at > from));
  const valuesEnd = end(-1);
  return {
    distinct,
    values: splitAtCommas(nodes.slice(0, valuesEnd)),
    nulls: nullsAt < 0 ? null : isWord(nodes[nullsAt], "ignore") ? "ignore" : "respect",
    having: havingAt < 0 ? null : parseHaving(nodes.slice(havingAt + 1, end(havingAt))),
    orderBy: orderAt < 0 ? null : nodes.slice(orderAt + 2, end(orderAt)),
    limit: limitAt < 0 ? null : nodes.slice(limitAt + 1, end(limitAt)),
  };
}

/** @throws UnsupportedError if the call has a clause that is not in `allowed`. */
export function refuseClauses(
  call: CallArguments,
  name: string,
  at: Node,
  allowed: readonly (keyof CallArguments)[],
): void {
  const clauses = { nulls: "IGNORE NULLS", having: "HAVING", limit: "LIMIT" } as const;
  for (const [key, words] of Object.entries(clauses) as [keyof typeof clauses, string][]) {
    if (call[key] === null || allowed.includes(key)) continue;
    throw new UnsupportedError(`${words} in ${name.toUpperCase()}`, at);
  }
}

function clauseAt(nodes: Nodes, ...words: readonly string[]): number {
  return nodes.findIndex((node) => isWord(node, ...words));
}

function parseHaving(nodes: Nodes): { extreme: "max" | "min"; by: Nodes } {
  const extreme = areWords(nodes, 0, "max") ? "max" : "min";
  if (!isWord(nodes[0], extreme)) throw unexpected(nodes[0]);
  return { extreme, by: nodes.slice(1) };
}

/** The inside of the brackets in DuckDB, clauses included. */
export function plainArguments(call: Call): string {
  const { distinct, values, nulls, orderBy } = call.arguments;
  const list = values.map((value) => renderExpression(value, call.scope)).join(", ");
  const order = orderBy === null ? "" : ` order by ${renderExpression(orderBy, call.scope)}`;
  const handling = nulls === null ? "" : ` ${nulls} nulls`;
  return `${distinct ? "distinct " : ""}${list}${order}${handling}`;
}

/** Argument `index` in DuckDB. @throws SqlSyntaxError if there is none. */
export function argument(call: Call, index: number): string {
  const nodes = call.arguments.values[index];
  if (nodes === undefined) {
    throw new SqlSyntaxError(`Too few arguments for function ${call.name.toUpperCase()}`, call.at);
  }
  return renderExpression(nodes, call.scope);
}
