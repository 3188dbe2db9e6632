/** FROM: tables, sub-queries, UNNEST and the joins between them. */
import { renderExpression, renderQuery, type Scope } from "./context.ts";
import { SqlSyntaxError, UnsupportedError } from "../syntax/errors.ts";
import { unexpected } from "../syntax/unexpected.ts";
import { onlyName, readTablePath } from "../syntax/names.ts";
import { identifier } from "../syntax/text.ts";
import { renderUnnest } from "./unnest.ts";
import {
  isGroup,
  isName,
  isOperator,
  isWord,
  nameOf,
  splitAtCommas,
  startsQuery,
  type Group,
  type Node,
  type Nodes,
} from "../syntax/tree.ts";

export interface FromClause {
  readonly text: string;
  /** The scope with the aliases of these tables in it. */
  readonly scope: Scope;
}

/** One table of a FROM. */
interface TableItem {
  readonly text: string;
  readonly alias: string | null;
  /** True for UNNEST, which joins without ON. */
  readonly array: boolean;
  readonly next: number;
}

/** What follows FROM, up to the next clause. */
export function renderFrom(nodes: Nodes, outer: Scope): FromClause {
  let scope = outer;
  let index = 0;
  let join: string | null = null;
  const out: string[] = [];
  for (;;) {
    const item = readItem(nodes, index, scope);
    if (item.alias !== null) {
      const aliases = new Set([...scope.tableAliases, item.alias.toLowerCase()]);
      scope = { ...scope, tableAliases: aliases };
    }
    out.push(item.text);
    const condition = readCondition(nodes, item.next, scope);
    const bare = join !== null && item.array && join !== "," && join !== "cross join";
    out.push(condition.text === "" && bare ? "on true" : condition.text);
    index = condition.next;
    if (index >= nodes.length) return { text: out.filter((text) => text !== "").join(" "), scope };
    const operator = readJoin(nodes, index);
    join = operator.text;
    out.push(join);
    index = operator.next;
  }
}

const JOINS: Readonly<Record<string, string>> = {
  join: "join",
  "inner join": "join",
  "cross join": "cross join",
  "left join": "left join",
  "left outer join": "left join",
  "right join": "right join",
  "right outer join": "right join",
  "full join": "full join",
  "full outer join": "full join",
};

function readJoin(nodes: Nodes, index: number): { text: string; next: number } {
  if (isOperator(nodes[index], ",")) return { text: ",", next: index + 1 };
  const words: string[] = [];
  for (let i = index; i < nodes.length && words.length < 3; i++) {
    const node = nodes[i];
    if (node?.kind !== "word") break;
    words.push(node.value);
    const known = JOINS[words.join(" ")];
    if (known !== undefined) return { text: known, next: i + 1 };
  }
  throw unexpected(nodes[index]);
}

function joinsAt(nodes: Nodes, index: number): boolean {
  const node = nodes[index];
  if (isOperator(node, ",") || isWord(node, "join", "inner", "cross")) return true;
  return isWord(node, "left", "right", "full") && isWord(nodes[index + 1], "join", "outer");
}

function readCondition(nodes: Nodes, index: number, scope: Scope): { text: string; next: number } {
  const using = nodes[index + 1];
  if (isWord(nodes[index], "using") && isGroup(using)) {
    const names = splitAtCommas(using.children).map(onlyName);
    return { text: `using (${names.join(", ")})`, next: index + 2 };
  }
  if (!isWord(nodes[index], "on")) return { text: "", next: index };
  let end = index + 1;
  while (end < nodes.length && !joinsAt(nodes, end) && !isWord(nodes[end], "on", "using")) end += 1;
  return { text: `on ${renderExpression(nodes.slice(index + 1, end), scope)}`, next: end };
}

function readItem(nodes: Nodes, index: number, scope: Scope): TableItem {
  const node = nodes[index];
  const next = nodes[index + 1];
  if (isWord(node, "unnest") && isGroup(next)) {
    return readArray(nodes, index + 2, next.children, null, scope);
  }
  if (isGroup(node)) return readBrackets(nodes, index, node, scope);
  if (!isName(node)) throw unexpected(node, nodes.at(-1));
  const path = readTablePath(nodes, index);
  const after = nodes[path.next];
  if (isGroup(after)) {
    throw new UnsupportedError(`table function ${path.parts.join(".").toUpperCase()}`, node);
  }
  const [first = ""] = path.parts;
  if (path.parts.length > 1 && scope.tableAliases.has(first.toLowerCase())) {
    const implied = path.parts.at(-1) ?? first;
    return readArray(nodes, path.next, nodes.slice(index, path.next), implied, scope);
  }
  const isCommon = path.parts.length === 1 && scope.commonTables.has(first.toLowerCase());
  const table = isCommon
    ? identifier(first)
    : (scope.resolveSource ?? scope.resolveTable)(path.parts);
  return finishTable(nodes, path.next, table, path.parts.at(-1) ?? first, scope);
}

/** A query in brackets, or a join in brackets. */
function readBrackets(nodes: Nodes, index: number, group: Group, scope: Scope): TableItem {
  if (startsQuery(group.children)) {
    return finishTable(nodes, index + 1, `(${renderQuery(group.children, scope)})`, null, scope);
  }
  const inside = renderFrom(group.children, scope);
  return { text: `(${inside.text})`, alias: null, array: false, next: index + 1 };
}

/** UNNEST(…) or a path to an array, with its alias and WITH OFFSET. */
function readArray(
  nodes: Nodes,
  index: number,
  array: Nodes,
  impliedAlias: string | null,
  scope: Scope,
): TableItem {
  const alias = readAlias(nodes, index);
  let next = alias.next;
  let offset: string | null = null;
  if (isWord(nodes[next], "with") && isWord(nodes[next + 1], "offset")) {
    const offsetAlias = readAlias(nodes, next + 2);
    offset = offsetAlias.name ?? "offset";
    next = offsetAlias.next;
  }
  const name = alias.name ?? impliedAlias;
  return { text: renderUnnest(array, name, offset, scope), alias: name, array: true, next };
}

/** The table's alias (BigQuery calls a table by the last part of its path) and what is refused after it. */
function finishTable(
  nodes: Nodes,
  index: number,
  table: string,
  impliedAlias: string | null,
  scope: Scope,
): TableItem {
  refuseModifiers(nodes[index], nodes[index + 1]);
  if (isWord(nodes[index], "unpivot")) return readUnpivot(nodes, index, table, scope);
  const alias = readAlias(nodes, index);
  refuseModifiers(nodes[alias.next], nodes[alias.next + 1]);
  const name = alias.name ?? impliedAlias;
  const text = name === null ? table : `${table} as ${identifier(name)}`;
  return { text, alias: name, array: false, next: alias.next };
}

function refuseModifiers(node: Node | undefined, next: Node | undefined): void {
  if (node === undefined) return;
  if (isWord(node, "for")) throw new UnsupportedError("FOR SYSTEM_TIME AS OF", node);
  if (isWord(node, "tablesample")) throw new UnsupportedError("TABLESAMPLE", node);
  if (isWord(node, "pivot") && isGroup(next)) throw new UnsupportedError("PIVOT", node);
}

/** `unpivot [include nulls] (value for name in (a, b as 'x'))`; DuckDB puts the name before the value. */
function readUnpivot(nodes: Nodes, index: number, table: string, scope: Scope): TableItem {
  let next = index + 1;
  let nulls = "";
  if (isWord(nodes[next], "include", "exclude") && isWord(nodes[next + 1], "nulls")) {
    nulls = isWord(nodes[next], "include") ? "include nulls " : "";
    next += 2;
  }
  const group = nodes[next];
  if (!isGroup(group)) throw unexpected(group ?? nodes[index]);
  const [value, , name, , columns] = group.children;
  if (!isName(value) || !isName(name) || !isGroup(columns) || group.children.length !== 5) {
    throw new UnsupportedError("this form of UNPIVOT", group);
  }
  const list = splitAtCommas(columns.children).map((column) => {
    if (column.length > 1 && !isWord(column[1], "as")) throw unexpected(column[1]);
    const label = column.length > 1 ? ` as ${renderExpression(column.slice(2), scope)}` : "";
    return `${onlyName(column.slice(0, 1))}${label}`;
  });
  const [valueName, nameName] = [identifier(nameOf(value)), identifier(nameOf(name))];
  const pivoted = `${valueName} for ${nameName} in (${list.join(", ")})`;
  const selected = `* exclude (${valueName}, ${nameName}), ${valueName}, ${nameName}`;
  const alias = readAlias(nodes, next + 1);
  const text = `(select ${selected} from ${table} unpivot ${nulls}(${pivoted}))`;
  const named = alias.name === null ? text : `${text} as ${identifier(alias.name)}`;
  return { text: named, alias: alias.name, array: false, next: alias.next };
}

function readAlias(nodes: Nodes, index: number): { name: string | null; next: number } {
  const word = isWord(nodes[index], "as") ? index + 1 : index;
  const name = nodes[word];
  const modifier = isWord(name, "pivot", "unpivot") && isGroup(nodes[word + 1]);
  if (isName(name) && !modifier) return { name: nameOf(name), next: word + 1 };
  if (word !== index) throw new SqlSyntaxError("Expected an alias after AS", nodes[index] as Node);
  return { name: null, next: index };
}
