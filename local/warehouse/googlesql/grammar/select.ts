/** One SELECT: its clauses in order, with the names that each may use. */
import { renderExpression, type Scope } from "./context.ts";
import { SqlSyntaxError } from "../syntax/errors.ts";
import { unexpected } from "../syntax/unexpected.ts";
import { renderFrom } from "./from.ts";
import { parsedOnce } from "./json_columns.ts";
import { jsonReadsIn, NO_JSON_READS } from "./json_reads.ts";
import { parseItem, type SelectItem } from "./select_items.ts";
import { renderGroupBy, renderOrderBy, selectAliases } from "./select_aliases.ts";
import { structOf } from "./structs.ts";
import { identifier } from "../syntax/text.ts";
import {
  areWords,
  isGroup,
  isName,
  isWord,
  nameOf,
  splitAtCommas,
  type Node,
  type Nodes,
} from "../syntax/tree.ts";

type ClauseName =
  "select" | "from" | "where" | "group" | "having" | "qualify" | "window" | "order" | "limit";

/** The order in which GoogleSQL wants them. */
const CLAUSES: readonly ClauseName[] = [
  "select",
  "from",
  "where",
  "group",
  "having",
  "qualify",
  "window",
  "order",
  "limit",
];

interface Clause {
  readonly name: ClauseName;
  /** The node of its first word. */
  readonly at: Node;
  /** What follows that word. */
  readonly nodes: Nodes;
}

/** Nodes that begin with SELECT; `alone` is false between set operators. */
export function renderSelect(nodes: Nodes, scope: Scope, alone: boolean): string {
  const clauses = splitClauses(nodes);
  const from = clauses.find((clause) => clause.name === "from");
  const tables = from === undefined ? null : renderFrom(from.nodes, scope);
  const inner = { ...(tables?.scope ?? scope), jsonReads: NO_JSON_READS };
  const list = parseSelectList(clauses[0]?.nodes ?? []);
  // What is grouped by is to stand in the list in the same words.
  const grouped = clauses.some((clause) => clause.name === "group");
  const found = grouped ? NO_JSON_READS : jsonReadsIn(clauses[0]?.nodes ?? []);
  const plain = { text: tables?.text ?? "", reads: found };
  // A star would show the column of values; with a LIMIT few rows are parsed.
  const hasOwnColumns = !list.items.some(({ star }) => star) && clauses.at(-1)?.name !== "limit";
  const { text, reads } = hasOwnColumns ? parsedOnce(from?.nodes ?? [], plain, inner) : plain;
  const late = { ...inner, aliases: selectAliases(list.items, inner) };
  return clauses
    .map((clause) => {
      if (clause.name === "select") {
        return renderSelectList(list, clause.at, { ...inner, jsonReads: reads });
      }
      if (clause.name === "from") return `from ${text}`;
      if (clause.name === "group") return renderGroupBy(clause.nodes, list.items, inner);
      if (clause.name === "order" && alone) return renderOrderBy(clause.nodes, inner, late);
      // In HAVING an alias comes first in DuckDB too.
      return renderClause(clause, clause.name === "qualify" ? late : inner);
    })
    .join(" ");
}

/** ORDER BY and LIMIT after a query in brackets. */
export function renderClauses(nodes: Nodes, scope: Scope): string {
  if (nodes.length === 0) return "";
  return splitClauses(nodes)
    .map((clause) => {
      if (clause.name !== "order" && clause.name !== "limit") throw unexpected(clause.at);
      return ` ${renderClause(clause, scope)}`;
    })
    .join("");
}

function splitClauses(nodes: Nodes): readonly Clause[] {
  const starts = nodes.flatMap((node, index) => {
    const name = CLAUSES.find((clause) => isWord(node, clause));
    return name !== undefined && beginsClause(nodes, index) ? [{ name, at: node, index }] : [];
  });
  if (starts[0]?.index !== 0) throw unexpected(nodes[0]);
  return starts.map(({ name, at, index }, i) => {
    const previous = starts[i - 1]?.name;
    if (previous !== undefined && CLAUSES.indexOf(name) <= CLAUSES.indexOf(previous)) {
      throw unexpected(at);
    }
    const words = name === "group" || name === "order" ? 2 : 1;
    return { name, at, nodes: nodes.slice(index + words, starts[i + 1]?.index) };
  });
}

/** The FROM of `is distinct from` begins no clause. */
function beginsClause(nodes: Nodes, index: number): boolean {
  if (!isWord(nodes[index], "from") || !isWord(nodes[index - 1], "distinct")) return true;
  return !isWord(nodes[index - 2], "is", "not");
}

function renderClause(clause: Clause, scope: Scope): string {
  if (clause.nodes.length === 0) throw unexpected(clause.at);
  if (clause.name === "window") return `window ${renderWindows(clause.nodes, scope)}`;
  if (clause.name === "limit") return renderLimit(clause.nodes, scope);
  const keyword = clause.name === "order" ? "order by" : clause.name;
  return `${keyword} ${renderExpression(clause.nodes, scope)}`;
}

function renderLimit(nodes: Nodes, scope: Scope): string {
  const offset = nodes.findIndex((node) => isWord(node, "offset"));
  if (offset < 0) return `limit ${renderExpression(nodes, scope)}`;
  const count = renderExpression(nodes.slice(0, offset), scope);
  return `limit ${count} offset ${renderExpression(nodes.slice(offset + 1), scope)}`;
}

/** `w as (partition by …), …` */
function renderWindows(nodes: Nodes, scope: Scope): string {
  const windows = splitAtCommas(nodes).map(([name, as, group]) => {
    if (!isName(name) || !isWord(as, "as") || !isGroup(group)) throw unexpected(as ?? name);
    return `${identifier(nameOf(name))} as (${renderExpression(group.children, scope)})`;
  });
  return windows.join(", ");
}

interface SelectList {
  readonly distinct: boolean;
  readonly asStruct: boolean;
  readonly items: readonly SelectItem[];
}

function parseSelectList(nodes: Nodes): SelectList {
  let index = 0;
  const distinct = isWord(nodes[index], "distinct");
  if (isWord(nodes[index], "distinct", "all")) index += 1;
  const asStruct = areWords(nodes, index, "as", "struct");
  if (asStruct || areWords(nodes, index, "as", "value")) index += 2;
  return { distinct, asStruct, items: splitAtCommas(nodes.slice(index)).map(parseItem) };
}

function renderSelectList(list: SelectList, at: Node, scope: Scope): string {
  if (list.items.length === 0) throw new SqlSyntaxError("SELECT list must not be empty", at);
  const keyword = list.distinct ? "select distinct" : "select";
  if (list.asStruct) {
    const fields = list.items.map((item) => item.nodes);
    return `${keyword} ${structOf(fields, at, scope)}`;
  }
  let unnamed = 0;
  const items = list.items.map((item) => {
    const text = renderExpression(item.expression, scope);
    if (item.star) return text;
    // DuckDB would spell the name of a path as the table does; BigQuery spells it as the query does.
    if (item.name !== null) return `${text} as ${identifier(item.name)}`;
    return `${text} as "f${unnamed++}_"`;
  });
  return `${keyword} ${items.join(", ")}`;
}
