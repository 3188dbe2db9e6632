/** What an action does before its query: variables that it declares, and tables that a script sets aside. Pure. */

import { splitScript } from "../../../local/warehouse/googlesql/index.ts";
import { JudgeError } from "./error.ts";
import { parseType, typeText } from "./types.ts";

export type Operation =
  /** The query has one cell, the variable's value. */
  | { readonly kind: "declare"; readonly variable: string; readonly sql: string }
  /** The query has one cell; true goes the first way. */
  | {
      readonly kind: "if";
      readonly sql: string;
      readonly then: readonly Kept[];
      readonly otherwise: readonly Kept[];
    };

/** A table that is made, unless it is to stay as it is, of a query. */
export interface Kept {
  readonly name: string;
  readonly sql: string;
  readonly ifNotExists: boolean;
}

/** Throws JudgeError for what is neither one DECLARE with a DEFAULT nor one IF around CREATE TABLE AS. */
export function readOperations(texts: readonly string[] = []): readonly Operation[] {
  return texts.map((text) => (/^\s*if\b/i.test(text) ? readIf(text) : readDeclaration(text)));
}

function readDeclaration(text: string): Operation {
  const parts = /^\s*declare\s+(\w+)\s+(?:([\w<>, ()]+?)\s+)?default\s+([\s\S]+?);?\s*$/i.exec(
    text,
  );
  const [, variable, type, value] = parts ?? [];
  if (variable === undefined || value === undefined) {
    throw new JudgeError(`The judge knows one DECLARE with a DEFAULT as operation, not: ${text}`);
  }
  const typed = type === undefined ? value : `cast(${value} as ${typeText(parseType(type))})`;
  return { kind: "declare", variable, sql: `select ${typed} as ${variable}` };
}

function readIf(text: string): Operation {
  const [first, ...others] = splitScript(text);
  if (first?.kind !== "if" || others.length > 0) throw notKept(text);
  const kept = (statements: typeof first.then): readonly Kept[] =>
    statements.map((statement) => {
      if (statement.kind !== "create_table_as") throw notKept(text);
      const { path, query: sql, ifNotExists } = statement;
      return { name: path.join("."), sql, ifNotExists };
    });
  const [then, otherwise] = [kept(first.then), kept(first.otherwise)];
  return { kind: "if", sql: `select ${first.condition} as holds`, then, otherwise };
}

function notKept(text: string): JudgeError {
  return new JudgeError(`The judge knows one IF around CREATE TABLE AS as script, not: ${text}`);
}
