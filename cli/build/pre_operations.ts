/**
 * What an incremental table does before its query: it declares script variables, by which partitions are pruned, and
 * deletes the rows that the query brings anew. Pure.
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

export interface PreOperations {
  readonly variables: readonly Variable[];
  readonly deletions: readonly Deletion[];
}

/** Throws ContractError, naming `action`, for an operation of another form. */
export function readPreOperations(action: string, operations: readonly string[]): PreOperations {
  const variables: Variable[] = [];
  const deletions: Deletion[] = [];
  for (const statement of operations.flatMap(statementsOf)) {
    const [, name, type, sql] = DECLARE.exec(statement) ?? [];
    const [, table, where] = DELETE.exec(statement) ?? [];
    if (name !== undefined && type !== undefined && sql !== undefined) {
      variables.push({ name, type, sql });
    } else if (table !== undefined && where !== undefined) deletions.push({ table, where });
    else {
      throw new ContractError(
        `${action} begins with an operation that is neither DECLARE … DEFAULT (a query) nor DELETE: ${statement.slice(0, 80)}`,
      );
    }
  }
  return { variables, deletions };
}

const DECLARE = /^declare (\w+) (\w+) default \((.*)\)$/s;
const DELETE = /^delete from `([^`]+)`\s+where (.*)$/s;

function statementsOf(operations: string): readonly string[] {
  return operations
    .split(/;\s*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}
