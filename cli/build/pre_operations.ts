/**
 * What an incremental table does before its query: it declares script variables, by which partitions are pruned,
 * deletes the rows that the query brings anew, and moves rows to other partitions where a setting has changed. Pure.
 */

import { ContractError } from "../../ingest/errors.ts";

export interface Variable {
  readonly name: string;
  /** GoogleSQL type, such as `date`. */
  readonly type: string;
  /** A query for its value; it may name the variables before it. */
  readonly sql: string;
}

export interface Deletion {
  /** Full name. */
  readonly table: string;
  /** SQL condition. */
  readonly where: string;
}

/** Rows that get another value in one column. Without a change of settings there are none, and nothing is read. */
export interface Update extends Deletion {
  readonly column: string;
}

export interface PreOperations {
  readonly variables: readonly Variable[];
  readonly updates: readonly Update[];
  readonly deletions: readonly Deletion[];
}

/** Throws ContractError, naming `action`, for an operation of another form. */
export function readPreOperations(action: string, operations: readonly string[]): PreOperations {
  const variables: Variable[] = [];
  const updates: Update[] = [];
  const deletions: Deletion[] = [];
  for (const statement of operations.flatMap(statementsOf)) {
    const [, name, type, sql] = DECLARE.exec(statement) ?? [];
    const [, table, where] = DELETE.exec(statement) ?? [];
    const [, updated, column, rows] = UPDATE.exec(statement) ?? [];
    if (name !== undefined && type !== undefined && sql !== undefined) {
      variables.push({ name, type, sql });
    } else if (table !== undefined && where !== undefined) deletions.push({ table, where });
    else if (updated !== undefined && column !== undefined && rows !== undefined) {
      updates.push({ table: updated, column, where: rows });
    } else {
      throw new ContractError(
        `${action} begins with an operation that is neither DECLARE … DEFAULT (a query) nor DELETE nor UPDATE of one column: ${statement.slice(0, 80)}`,
      );
    }
  }
  return { variables, updates, deletions };
}

const DECLARE = /^declare (\w+) (\w+) default \((.*)\)$/s;
const DELETE = /^delete from `([^`]+)`\s+where (.*)$/s;
const UPDATE = /^update `([^`]+)`\s+set (\w+) = [^\n]*\nwhere (.*)$/s;

function statementsOf(operations: string): readonly string[] {
  return operations
    .split(/;\s*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}
