/**
 * Scalar expressions. One pass from left to right over the siblings of a bracket: operands are read whole
 * (`primary.ts`), so that the operators which differ in DuckDB can be given both of their sides.
 */
import { renderList, renderQuery, type Scope } from "./context.ts";
import { SqlSyntaxError, UnsupportedError } from "../syntax/errors.ts";
import { unexpected } from "../syntax/unexpected.ts";
import { knownType } from "./known_types.ts";
import { renderPrimary, startsPrimary } from "./primary.ts";
import {
  areWords,
  isGroup,
  isOperator,
  isWord,
  startsQuery,
  type Node,
  type Nodes,
} from "../syntax/tree.ts";

/** The text so far, and what the next node has to know of it. */
interface Progress {
  readonly out: string[];
  /** Where in `out` the current chain of `*` and `/` began, and at which node. */
  termStart: number;
  termNode: number;
  /** True right after an operand. */
  afterOperand: boolean;
  index: number;
}

/** Words that may follow an operand though they are reserved nowhere. */
const FOLLOWERS: Readonly<Record<string, readonly string[]>> = {
  nulls: ["first", "last"],
  current: ["row"],
};

/** What `renderExpression` in `context.ts` gives. */
export function writeExpression(nodes: Nodes, scope: Scope): string {
  const progress: Progress = { out: [], termStart: 0, termNode: 0, afterOperand: false, index: 0 };
  while (progress.index < nodes.length) {
    if (progress.afterOperand) renderOperator(nodes, scope, progress);
    else renderOperand(nodes, scope, progress);
  }
  if (nodes.length > 0 && !progress.afterOperand) throw endsEarly(nodes.at(-1));
  return progress.out.join(" ");
}

function endsEarly(last: Node | undefined): SqlSyntaxError {
  const text = textOf(last);
  return new SqlSyntaxError(
    `Unexpected end of expression after "${text}"`,
    last ?? { line: 1, column: 1 },
  );
}

function renderOperand(nodes: Nodes, scope: Scope, progress: Progress): void {
  const node = nodes[progress.index];
  if (node === undefined) return;
  const follower = nodes[progress.index - 1];
  if (follower?.kind === "word" && isWord(node, ...(FOLLOWERS[follower.value] ?? []))) {
    return emit(progress, node.kind === "word" ? node.value : "", true);
  }
  if (startsPrimary(nodes, progress.index)) {
    const primary = renderPrimary(nodes, progress.index, scope);
    progress.out.push(primary.text);
    progress.index = primary.next;
    progress.afterOperand = true;
  } else if (isOperator(node, "-", "+", "~")) {
    progress.out.push(node.text);
    progress.index += 1;
  } else if (isWord(node, ...CONNECTIVES) && node.kind === "word") {
    emit(progress, node.value, CLOSERS.has(node.value));
  } else throw unexpected(node);
}

function renderOperator(nodes: Nodes, scope: Scope, progress: Progress): void {
  const node = nodes[progress.index];
  if (node === undefined) return;
  if (isOperator(node, "*", "/")) return renderProduct(nodes, scope, progress);
  if (isWord(node, "in")) return renderMembership(nodes, scope, progress, false);
  if (areWords(nodes, progress.index, "not", "in")) {
    return renderMembership(nodes, scope, progress, true);
  }
  if (isWord(node, "like")) return renderLike(nodes, scope, progress);
  if (areWords(nodes, progress.index, "not", "like")) {
    emit(progress, "not", false);
    return renderLike(nodes, scope, progress);
  }
  if (isWord(node, "collate")) throw new UnsupportedError("COLLATE", node);
  if (isOperator(node, "=>")) throw new UnsupportedError("a named argument (=>)", node);
  if (node.kind === "operator" && BINARY.has(node.value)) return emit(progress, node.value, false);
  if (node.kind !== "word" || !isWord(node, ...CONNECTIVES)) throw unexpected(node);
  // `asc` and `unbounded preceding` end an operand as they begin: what follows is an operator again.
  emit(progress, node.value, CLOSERS.has(node.value));
}

/** The reserved words that stand between operands of an expression or of OVER (…). */
const CONNECTIVES =
  `and or not is between when then else distinct from order by partition rows range
  unbounded preceding following current asc desc nulls ignore respect`.split(/\s+/);

const BINARY: ReadonlySet<string> = new Set([
  "+",
  "-",
  "||",
  "=",
  "<>",
  "!=",
  "<",
  ">",
  "<=",
  ">=",
  "<<",
  ">>",
  "&",
  "|",
  "^",
  ",",
]);

const CLOSERS: ReadonlySet<string> = new Set([
  "asc",
  "desc",
  "preceding",
  "following",
  "ignore",
  "respect",
]);

function emit(progress: Progress, text: string, afterOperand: boolean): void {
  progress.out.push(text);
  progress.index += 1;
  progress.afterOperand = afterOperand;
  progress.termStart = progress.out.length;
  progress.termNode = progress.index;
}

/** NUMERIC keeps nine decimals and division by zero is an error: both are the work of macros. */
function renderProduct(nodes: Nodes, scope: Scope, progress: Progress): void {
  const operator = nodes[progress.index];
  const left = progress.out.splice(progress.termStart).join(" ");
  const right = readSigned(nodes, progress.index + 1, scope);
  const sides = [likeOther(left, right.text), likeOther(right.text, left)];
  const types = [
    knownType(nodes.slice(progress.termNode, progress.index)),
    knownType(nodes.slice(progress.index + 1, right.next)),
  ];
  progress.out.push(
    isOperator(operator, "*") ? product(sides, types) : `bq_divide(${sides.join(", ")})`,
  );
  progress.index = right.next;
  progress.afterOperand = true;
}

/** A whole factor adds no decimals. */
function product(sides: readonly string[], types: readonly (string | null)[]): string {
  if (types.includes("BIGINT")) return `(${sides.join(" * ")})`;
  const areNumeric = types.every((type) => type === "DECIMAL(38,9)");
  return `${areNumeric ? "bq_numeric_product" : "bq_multiply"}(${sides.join(", ")})`;
}

/** A literal with a point is FLOAT64, but NUMERIC beside a NUMERIC. */
function likeOther(side: string, other: string): string {
  if (!FLOAT_LITERAL.test(side) || FLOAT_LITERAL.test(other)) return side;
  return `bq_literal('${side.replaceAll(" ", "")}', ${other})`;
}

/** As `literals.ts` renders them, with a sign. */
const FLOAT_LITERAL = /^(- )?\d+\.\d+e[+-]?\d+$/;

/** An operand with the signs before it. */
function readSigned(nodes: Nodes, from: number, scope: Scope): { text: string; next: number } {
  let start = from;
  let signs = "";
  for (; isOperator(nodes[start], "-", "+", "~"); start++) signs += `${textOf(nodes[start])} `;
  if (!startsPrimary(nodes, start)) throw unexpected(nodes[start] ?? nodes[from - 1]);
  const primary = renderPrimary(nodes, start, scope);
  return { text: signs + primary.text, next: primary.next };
}

function renderMembership(nodes: Nodes, scope: Scope, progress: Progress, negated: boolean): void {
  const after = progress.index + (negated ? 2 : 1);
  const list = nodes[after];
  const elements = nodes[after + 1];
  if (isWord(list, "unnest") && isGroup(elements)) {
    const array = writeExpression(elements.children, scope);
    progress.index = after + 1;
    return emit(progress, `${negated ? "<> all" : "= any"}(${array})`, true);
  }
  if (!isGroup(list)) throw unexpected(list ?? nodes[progress.index]);
  const inside = startsQuery(list.children)
    ? renderQuery(list.children, scope)
    : renderList(list.children, scope).join(", ");
  progress.index = after;
  emit(progress, `${negated ? "not " : ""}in (${inside})`, true);
}

/** In GoogleSQL a backslash in a pattern escapes; in DuckDB only if it is said so. */
function renderLike(nodes: Nodes, scope: Scope, progress: Progress): void {
  const pattern = nodes[progress.index + 1];
  if (isWord(pattern, "any", "some", "all") && pattern !== undefined) {
    throw new UnsupportedError(`LIKE ${textOf(pattern).toUpperCase()}`, pattern);
  }
  emit(progress, "like", false);
  if (pattern?.kind !== "string" || !pattern.value.includes("\\")) return;
  renderOperand(nodes, scope, progress);
  progress.out.push("escape '\\'");
}

function textOf(node: Node | undefined): string {
  return node === undefined || node.kind === "group" ? "" : node.text;
}
