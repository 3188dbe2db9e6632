/** What an action does before its query: variables that it declares, rows that it deletes, and tables that a script sets aside. Pure. */

import { readPreOperations } from "../../../cli/build/pre_operations.ts";
import { splitScript } from "../../../local/warehouse/googlesql/index.ts";
import { JudgeError } from "./error.ts";
import { parseType, typeText } from "./types.ts";

export type Operation =
  /** The query has one cell, the variable's value. */
  | { readonly kind: "declare"; readonly variable: string; readonly sql: string }
  /** The query has the rows that go; a first run has none. */
  | { readonly kind: "delete"; readonly sql: string }
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

/**
 * Throws ContractError, naming `action`, for what is neither DECLARE with a DEFAULT nor DELETE nor UPDATE, and JudgeError
 * for another script than one IF around CREATE TABLE AS. An UPDATE moves nothing while settings are as they were, and the
 * judge builds with the same ones.
 */
export function readOperations(
  action: string,
  texts: readonly string[] = [],
): readonly Operation[] {
  return texts.flatMap((text) =>
    /^\s*if\b/i.test(text) ? [readIf(text)] : readStatements(action, text),
  );
}

function readStatements(action: string, text: string): readonly Operation[] {
  const { variables, deletions } = readPreOperations(action, [text]);
  return [
    ...variables.map(({ name, type, sql }): Operation => {
      const value = `cast((${sql}) as ${typeText(parseType(type))})`;
      return { kind: "declare", variable: name, sql: `select ${value} as ${name}` };
    }),
    ...deletions.map(({ table, where }): Operation => ({
      kind: "delete",
      sql: `select * from \`${table}\` where ${where}`,
    })),
  ];
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
