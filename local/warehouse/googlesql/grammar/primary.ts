/** One operand of an expression: a literal, a name, a call, something in brackets, with what hangs on it. */
import { renderCall } from "./calls.ts";
import { renderExpression, renderList, renderQuery, type Primary, type Scope } from "./context.ts";
import { SqlSyntaxError, UnsupportedError } from "../syntax/errors.ts";
import { unexpected } from "../syntax/unexpected.ts";
import { DATE_PARTS } from "./date_parts.ts";
import { renderNumber, renderTypedLiteral } from "./literals.ts";
import { onlyName } from "../syntax/names.ts";
import { identifier, stringLiteral } from "../syntax/text.ts";
import { duckDbType } from "./types.ts";
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

/** Reserved words that begin an operand, always or before a bracket. */
const OPENERS = ["case", "null", "true", "false", "interval", "array", "unnest"];
const CALLED = ["if", "cast", "extract", "exists", "struct", "left", "right", "any", "grouping"];

/** Functions that may be written without brackets. */
const WITHOUT_BRACKETS = ["current_date", "current_timestamp", "current_datetime", "current_time"];

export function startsPrimary(nodes: Nodes, index: number): boolean {
  const node = nodes[index];
  if (node === undefined) return false;
  if (node.kind === "operator") return node.value === "*";
  if (node.kind !== "word") return !isGroup(node, "<");
  if (isName(node) || isWord(node, ...OPENERS)) return true;
  const next = nodes[index + 1];
  return isWord(node, ...CALLED) && (isGroup(next) || isGroup(next, "<"));
}

export function renderPrimary(nodes: Nodes, index: number, scope: Scope): Primary {
  let primary = renderBase(nodes, index, scope);
  let path = primary.next === index + 1 && primary.text.startsWith('"');
  for (;;) {
    const hanging = nodes[primary.next];
    if (isOperator(hanging, ".")) primary = renderField(nodes, primary, path, scope);
    else if (isGroup(hanging, "[")) {
      primary = { text: renderElement(primary.text, hanging, scope), next: primary.next + 1 };
      path = false;
    } else return primary;
  }
}

function renderBase(nodes: Nodes, index: number, scope: Scope): Primary {
  const node = nodes[index];
  const next = nodes[index + 1];
  const one = (text: string): Primary => ({ text, next: index + 1 });
  if (node === undefined) throw unexpected(node);
  if (node.kind === "string") return one(stringLiteral(node.value));
  if (node.kind === "bytes") return one(`unhex('${node.value}')`);
  if (node.kind === "number") return one(renderNumber(node, nodes[index - 1], next));
  if (node.kind === "parameter") return one(`$${node.value}`);
  if (node.kind === "operator") return renderStar(nodes, index, scope);
  if (isGroup(node, "[")) return one(`[${renderList(node.children, scope).join(", ")}]`);
  if (node.kind === "group") return one(renderBrackets(node, scope));
  if (isWord(node, "case")) return renderCase(nodes, index, scope);
  if (isWord(node, "interval")) return renderInterval(nodes, index, scope);
  if (isWord(node, "null", "true", "false")) return one(node.value);
  if (next?.kind === "string" && node.kind === "word") {
    return { text: renderTypedLiteral(node, next), next: index + 2 };
  }
  const called = renderCall(nodes, index, scope);
  if (called !== null) return called;
  if (isWord(node, "array") && isGroup(next)) {
    return { text: `array(${renderQuery(next.children, scope)})`, next: index + 2 };
  }
  if (isWord(node, "array")) return renderArray(nodes, index, scope);
  if (!isName(node)) throw unexpected(node);
  if (isWord(node, ...WITHOUT_BRACKETS)) return one(`bq_${node.value}()`);
  return one(renderName(nodes, index, scope));
}

/** A bare name: a function's parameter, a script variable, or a column or alias. */
function renderName(nodes: Nodes, index: number, scope: Scope): string {
  const node = nodes[index];
  if (!isName(node)) throw unexpected(node);
  const name = nameOf(node);
  const lower = name.toLowerCase();
  if (lower === "_partitiontime" || lower === "_partitiondate") {
    throw new UnsupportedError(lower.toUpperCase(), node);
  }
  const bound = scope.names.get(lower);
  if (bound !== undefined) return bound;
  const single = !isOperator(nodes[index + 1], ".");
  const alias = single ? scope.aliases.get(lower) : undefined;
  if (alias !== undefined) return alias;
  if (single && scope.variables.has(lower)) return `getvariable(${stringLiteral(lower)})`;
  return identifier(name);
}

/** `.field`, or `.*` with its EXCEPT and REPLACE. */
function renderField(nodes: Nodes, base: Primary, path: boolean, scope: Scope): Primary {
  const field = nodes[base.next + 1];
  const left = path ? base.text : `(${base.text})`;
  if (isOperator(field, "*")) {
    const star = renderStar(nodes, base.next + 1, scope);
    return { text: `${left}.${star.text}`, next: star.next };
  }
  if (!isName(field)) throw unexpected(field ?? nodes[base.next]);
  return { text: `${left}.${identifier(nameOf(field))}`, next: base.next + 2 };
}

function renderStar(nodes: Nodes, index: number, scope: Scope): Primary {
  let text = "*";
  let next = index + 1;
  const exceptions = nodes[next + 1];
  if (isWord(nodes[next], "except") && isGroup(exceptions)) {
    text += ` exclude (${splitAtCommas(exceptions.children).map(onlyName).join(", ")})`;
    next += 2;
  }
  const replacements = nodes[next + 1];
  if (isWord(nodes[next], "replace") && isGroup(replacements)) {
    const items = splitAtCommas(replacements.children).map((item) => {
      if (!isWord(item.at(-2), "as")) throw unexpected(item.at(-1));
      return `${renderExpression(item.slice(0, -2), scope)} as ${onlyName(item.slice(-1))}`;
    });
    text += ` replace (${items.join(", ")})`;
    next += 2;
  }
  return { text, next };
}

function renderBrackets(group: Group, scope: Scope): string {
  if (startsQuery(group.children)) return `(${renderQuery(group.children, scope)})`;
  if (group.children.length === 0) throw new SqlSyntaxError('Unexpected ")"', group);
  return `(${renderList(group.children, scope).join(", ")})`;
}

function renderCase(nodes: Nodes, index: number, scope: Scope): Primary {
  let depth = 0;
  for (let i = index; i < nodes.length; i++) {
    if (isWord(nodes[i], "case")) depth += 1;
    if (isWord(nodes[i], "end")) depth -= 1;
    if (depth > 0) continue;
    const inside = renderExpression(nodes.slice(index + 1, i), scope);
    return { text: `case ${inside} end`, next: i + 1 };
  }
  throw new SqlSyntaxError("CASE without END", nodes[index] as Node);
}

function renderInterval(nodes: Nodes, index: number, scope: Scope): Primary {
  for (let i = index + 2; i < nodes.length; i++) {
    const part = nodes[i];
    if (!isWord(part, ...DATE_PARTS) || part?.kind !== "word") continue;
    if (nodes[i - 1]?.kind === "string") break;
    const amount = renderExpression(nodes.slice(index + 1, i), scope);
    return { text: `interval (${amount}) ${part.value}`, next: i + 1 };
  }
  throw new UnsupportedError("this form of INTERVAL", nodes[index] as Node);
}

/** `array<type>[…]`. */
function renderArray(nodes: Nodes, index: number, scope: Scope): Primary {
  const type = nodes[index + 1];
  const elements = nodes[index + 2];
  if (isGroup(type, "[")) {
    return { text: `[${renderList(type.children, scope).join(", ")}]`, next: index + 2 };
  }
  if (!isGroup(type, "<") || !isGroup(elements, "[")) throw unexpected(type ?? nodes[index]);
  const list = renderList(elements.children, scope).join(", ");
  return { text: `cast([${list}] as ${duckDbType(type.children)}[])`, next: index + 3 };
}

const ELEMENT_MACROS: Readonly<Record<string, readonly [macro: string, from: number]>> = {
  offset: ["bq_element", 0],
  ordinal: ["bq_element", 1],
  safe_offset: ["bq_safe_element", 0],
  safe_ordinal: ["bq_safe_element", 1],
};

function renderElement(array: string, subscript: Group, scope: Scope): string {
  const [word, inside] = subscript.children;
  const known = word?.kind === "word" ? ELEMENT_MACROS[word.value] : undefined;
  if (known === undefined || !isGroup(inside)) {
    if (word?.kind === "string") throw new UnsupportedError("a JSON subscript", subscript);
    return `bq_element(${array}, ${renderExpression(subscript.children, scope)})`;
  }
  const [macro, from] = known;
  const position = renderExpression(inside.children, scope);
  return `${macro}(${array}, ${from === 0 ? position : `(${position}) - 1`})`;
}
