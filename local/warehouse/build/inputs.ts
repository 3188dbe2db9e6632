/** What an action reads, as its text alone tells it. Pure. */

import { type Token, tokenize } from "../googlesql/index.ts";
import type { BuildAction } from "./action.ts";

/** Rows of a table: those whose text in one column is among some values. */
export interface Part {
  readonly column: string;
  readonly values: readonly string[];
}

/** Of each `dataset.table` that is read the part to which every mention of it keeps, null for all of it. */
export type Reads = ReadonlyMap<string, Part | null>;

/** Words whose answer is another one each time, or another's. */
const UNTOLD = /^(current_\w+|session_user|rand|generate_uuid|information_schema)$/i;
const NAME = /^local\.(\w+\.\w+)$/;

/** What a compiled query or script reads; null if its text alone does not say so. */
export function readsOf(text: string): Reads | null {
  const reads = new Map<string, Part | null>();
  const tokens = tokenize(text);
  for (const [index, { kind, value }] of tokens.entries()) {
    if (kind !== "word" && kind !== "quoted") continue;
    if (UNTOLD.test(value) || isInParts(tokens, index)) return null;
    if (kind !== "quoted" || !value.includes(".")) continue;
    // The compiler writes every name in full; anything else is read by who knows whom.
    const [, name] = NAME.exec(value) ?? [];
    if (name === undefined) return null;
    const part = partAt(tokens, index);
    const before = reads.get(name);
    reads.set(name, before === undefined ? part : both(before, part));
  }
  return reads;
}

/** Names of everything that the action reads, sorted; null if its SQL alone does not say so. */
export function inputsOf(action: BuildAction): readonly string[] | null {
  const { query, incrementalQuery, preOps, incrementalPreOps } = action;
  const reads = readsOf([query, incrementalQuery, ...preOps, ...incrementalPreOps].join("\n;\n"));
  if (reads === null) return null;
  return [...reads]
    .filter(([table]) => table !== action.name)
    .map(([table, part]) => inputName(table, part))
    .sort();
}

/** A table, or a part of one, as a build names what was different: `ai_raw.t` or `ai_raw.t where c in ('a', 'b')`. */
function inputName(table: string, part: Part | null): string {
  if (part === null) return table;
  return `${table} where ${part.column} in (${part.values.map((value) => `'${value}'`).join(", ")})`;
}

/** What an input's name stands for. */
export function namedInput(input: string): { readonly table: string; readonly part: Part | null } {
  const [, table = input, column = "", list = ""] =
    /^(\S+) where (\w+) in \((.*)\)$/.exec(input) ?? [];
  const values = [...list.matchAll(/'([^']*)'/g)].map(([, value = ""]) => value);
  return { table, part: column === "" ? null : { column, values } };
}

function both(one: Part | null, other: Part | null): Part | null {
  if (one === null || other === null || one.column !== other.column) return null;
  return { column: one.column, values: [...new Set([...one.values, ...other.values])].sort() };
}

/**
 * The part that `from t where column = 'text' and …` keeps to. Nothing else can be seen by whatever stands around it: the
 * FROM has this table alone, and no OR lets other rows in.
 */
function partAt(tokens: readonly Token[], index: number): Part | null {
  if (!isWord(tokens[index - 1], "from")) return null;
  const alias = isWord(tokens[index + 1], "as") ? tokens[index + 2] : undefined;
  let at = index + (alias === undefined ? 1 : 3);
  if (!isWord(tokens[at], "where")) return null;
  if (tokens[at + 2]?.text === ".") {
    // A column of a relation further out tells nothing of these rows.
    if (alias === undefined || tokens[at + 1]?.value !== alias.value) return null;
    at += 2;
  }
  const column = tokens[at + 1];
  const found = valuesAt(tokens, at + 2);
  if (column?.kind !== "word" || found === null) return null;
  const after = tokens[found.end];
  const isAlone = after === undefined || /^([);]|group|order|union)$/i.test(after.text);
  if (!isAlone && !(isWord(after, "and") && !hasOr(tokens, found.end))) return null;
  return { column: column.value, values: found.values };
}

/** The literals behind a column's name, `= 'a'` or `in ('a', 'b')`, and the place of the token after them. */
function valuesAt(
  tokens: readonly Token[],
  start: number,
): { readonly values: readonly string[]; readonly end: number } | null {
  const values = new Set<string>();
  const take = (token: Token | undefined): boolean => {
    if (token?.kind !== "string" || !/^[\w .-]+$/.test(token.value)) return false;
    values.add(token.value);
    return true;
  };
  if (tokens[start]?.text === "=") {
    return take(tokens[start + 1]) ? { values: [...values], end: start + 2 } : null;
  }
  if (!isWord(tokens[start], "in") || tokens[start + 1]?.text !== "(") return null;
  for (let at = start + 2; take(tokens[at]); at += 2) {
    const next = tokens[at + 1]?.text;
    if (next === ")") return { values: [...values].sort(), end: at + 2 };
    if (next !== ",") return null;
  }
  return null;
}

/** Whether an OR stands between here and the end of what is in these brackets. */
function hasOr(tokens: readonly Token[], start: number): boolean {
  let depth = 0;
  for (let at = start; depth >= 0; at += 1) {
    const token = tokens[at];
    if (token === undefined || token.text === ";") return false;
    if (token.text === "(" || token.text === "[") depth += 1;
    if (token.text === ")" || token.text === "]") depth -= 1;
    if (depth === 0 && isWord(token, "or")) return true;
  }
  return false;
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === "word" && token.value === word && !token.afterDot;
}

/** Whether a relation is named here in parts with dots between, which the compiler never does. */
function isInParts(tokens: readonly Token[], index: number): boolean {
  if (tokens[index + 1]?.value !== ".") return false;
  const before = (count: number) => tokens[index - count]?.value;
  // EXTRACT(day FROM time.at) and IS DISTINCT FROM other.id name no relation.
  const isExpression = before(4) === "extract" || before(2) === "distinct";
  return before(1) === "join" || (before(1) === "from" && !isExpression);
}
