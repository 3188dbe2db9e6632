/**
 * What the text of an expression tells of its type, without knowing any column's. A macro asks for the type of its
 * arguments and therefore says them several times, and the engine plans each mention: where the type is written down,
 * the plain form is used instead.
 */
import { duckDbType } from "./types.ts";
import { isGroup, isName, isOperator, isWord, type Node, type Nodes } from "../syntax/tree.ts";

/** DuckDB's name of the type of an expression that is one cast, one NUMERIC literal or one integer; null for any other. */
export function knownType(nodes: Nodes): string | null {
  const [name, value, next] = nodes;
  if (next !== undefined || name === undefined) return null;
  if (isWord(name, "numeric") && value?.kind === "string") return "DECIMAL(38,9)";
  if (value === undefined)
    return name.kind === "number" && /^\d+$/.test(name.value) ? "BIGINT" : null;
  if (!isWord(name, "cast", "safe_cast") || !isGroup(value)) return null;
  const as = value.children.findIndex((node) => isWord(node, "as"));
  return duckDbType(value.children.slice(as + 1));
}

const SIGNS: readonly string[] = ["+", "-", "*", "/"];
const NUMBERS = "abs ceil count div floor mod round sign sum trunc".split(" ");

/** Whether an expression can be nothing but a number: operands between arithmetic signs, or one such call. */
export function isNumber(nodes: Nodes): boolean {
  const [name, group, next] = nodes;
  if (next === undefined && isWord(name, ...NUMBERS) && isGroup(group)) return true;
  return nodes.every(isOperandOrSign) && nodes.some((node) => isOperator(node, ...SIGNS));
}

function isOperandOrSign(node: Node): boolean {
  const isOperand = isGroup(node) || node.kind === "number" || isName(node);
  return isOperand || isWord(node, "cast", "safe_cast") || isOperator(node, ".", ...SIGNS);
}

/** What a function is called in DuckDB where its arguments' text says that a plainer one means the same; else null. */
export function plainTarget(name: string, values: readonly Nodes[]): string | null {
  const isNumeric = (nodes: Nodes) => knownType(nodes) === "DECIMAL(38,9)";
  if (name === "div" && values.some(isNumeric)) return "bq_div_numeric";
  const isSubstr = name === "substr" || name === "substring";
  return isSubstr && takesFromStart(values) ? "substr" : null;
}

/** Of SUBSTR: from a literal place on, of a literal length. */
function takesFromStart([, ...places]: readonly Nodes[]): boolean {
  const isLiteral = (nodes: Nodes) => nodes.length === 1 && nodes[0]?.kind === "number";
  const [start] = places[0] ?? [];
  return places.every(isLiteral) && start?.kind === "number" && /^[1-9]\d*$/.test(start.value);
}
