/** Tokens to a tree of brackets, and the questions that the rewriter asks of it. */
import { SqlSyntaxError, UnsupportedError, type Position } from "./errors.ts";
import { tokenize, type Token } from "./tokens.ts";

/** What stands between brackets; "<" is the bracket of `ARRAY<…>` and `STRUCT<…>` types. */
export interface Group extends Position {
  readonly kind: "group";
  readonly open: "(" | "[" | "<";
  readonly children: Nodes;
  readonly start: number;
  readonly end: number;
}

export type Node = Token | Group;
export type Nodes = readonly Node[];

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "<": ">" };

interface OpenGroup {
  readonly opening: Token;
  readonly children: Node[];
}

/** Nobody reads more; what walks the tree and the engine have a stack each, which a text could exhaust. */
const MOST_BRACKETS = 200;

/** @throws SqlSyntaxError for brackets that do not match, UnsupportedError for too many of them in each other. */
export function parseTree(text: string): Nodes {
  const root: Node[] = [];
  const stack: OpenGroup[] = [];
  for (const token of tokenize(text)) {
    const inside = stack.at(-1);
    const siblings = inside?.children ?? root;
    if (opensGroup(token, siblings.at(-1))) {
      if (stack.length === MOST_BRACKETS)
        throw new UnsupportedError(`more than ${MOST_BRACKETS} brackets in each other`, token);
      stack.push({ opening: token, children: [] });
    } else if (inside?.opening.text === "<" && /^>>?$/.test(token.text)) {
      for (let i = 0; i < token.text.length; i++) close(stack, root, token);
    } else if (token.kind === "operator" && (token.text === ")" || token.text === "]")) {
      if (inside === undefined || CLOSING[inside.opening.text] !== token.text) {
        throw new SqlSyntaxError(`Unexpected "${token.text}"`, token);
      }
      close(stack, root, token);
    } else siblings.push(token);
  }
  const unclosed = stack.at(-1);
  if (unclosed !== undefined) {
    throw new SqlSyntaxError(`Unclosed "${unclosed.opening.text}"`, unclosed.opening);
  }
  return root;
}

function opensGroup(token: Token, previous: Node | undefined): boolean {
  if (token.kind !== "operator") return false;
  if (token.text === "(" || token.text === "[") return true;
  return token.text === "<" && isWord(previous, "array", "struct");
}

function close(stack: OpenGroup[], root: Node[], closing: Token): void {
  const done = stack.pop();
  if (done === undefined) throw new SqlSyntaxError(`Unexpected "${closing.text}"`, closing);
  const { opening, children } = done;
  const open = opening.text === "(" ? "(" : opening.text === "[" ? "[" : "<";
  const place = { line: opening.line, column: opening.column };
  const group = { kind: "group", open, children, start: opening.start, end: closing.end } as const;
  (stack.at(-1)?.children ?? root).push({ ...group, ...place });
}

/** True for one of these words where it is not a name after a dot. Words in lower case. */
export function isWord(node: Node | undefined, ...words: readonly string[]): boolean {
  return node?.kind === "word" && !node.afterDot && words.includes(node.value);
}

/** True if the words stand at `index`, one after the other. */
export function areWords(nodes: Nodes, index: number, ...words: readonly string[]): boolean {
  return words.every((word, i) => isWord(nodes[index + i], word));
}

export function isOperator(
  node: Node | undefined,
  ...operators: readonly string[]
): node is Token & { readonly kind: "operator" } {
  return node?.kind === "operator" && operators.includes(node.value);
}

/** True for round brackets, or for the ones asked for. */
export function isGroup<Open extends Group["open"] = "(">(
  node: Node | undefined,
  open?: Open,
): node is Group & { readonly open: Open } {
  return node?.kind === "group" && node.open === (open ?? "(");
}

/** A word or a backticked name that may name a column, a table or an alias. */
export function isName(
  node: Node | undefined,
): node is Token & { readonly kind: "word" | "quoted" } {
  if (node === undefined) return false;
  if (node.kind === "quoted") return true;
  return node.kind === "word" && (node.afterDot || !RESERVED.has(node.value));
}

/** The name as written; `isName` must hold. */
export function nameOf(token: Token): string {
  return token.kind === "quoted" ? token.value : token.text;
}

/** The text of a column with what it belongs to, such as `pages.body`; null for anything else. */
export function columnPath(nodes: Nodes): string | null {
  const isPath =
    nodes.length % 2 === 1 &&
    nodes.every((node, index) => (index % 2 === 0 ? isName(node) : isOperator(node, ".")));
  return isPath ? nodes.map((node) => (node.kind === "group" ? "" : node.text)).join("") : null;
}

/** The parts between commas; one trailing comma is allowed, as in GoogleSQL's select list. */
export function splitAtCommas(nodes: Nodes): readonly Nodes[] {
  const parts: Node[][] = [[]];
  for (const node of nodes) {
    if (isOperator(node, ",")) parts.push([]);
    else parts.at(-1)?.push(node);
  }
  if (parts.at(-1)?.length === 0) parts.pop();
  const empty = parts.findIndex((part) => part.length === 0);
  if (empty >= 0) {
    throw new SqlSyntaxError('Unexpected ","', nodes[0] ?? { line: 1, column: 1 });
  }
  return parts;
}

/** True for the nodes of a query: SELECT …, WITH …, or such a query in brackets. */
export function startsQuery(nodes: Nodes): boolean {
  const first = nodes[0];
  if (isWord(first, "select", "with")) return true;
  if (!isGroup(first) || !startsQuery(first.children)) return false;
  return nodes.length === 1 || isWord(nodes[1], "union", "intersect", "except", "order", "limit");
}

/** GoogleSQL's reserved words: none of them names anything without backticks. */
export const RESERVED: ReadonlySet<string> = new Set(
  `all and any array as asc assert_rows_modified at between by case cast collate contains create cross
  cube current default define desc distinct else end enum escape except exclude exists extract false
  fetch following for from full group grouping groups hash having if ignore in inner intersect interval
  into is join lateral left like limit lookup merge natural new no not null nulls of on or order outer
  over partition preceding proto qualify range recursive respect right rollup rows select set some struct
  tablesample then to treat true unbounded union unnest using when where window with within`
    .trim()
    .split(/\s+/),
);
