/**
 * What a script is split into. Every text field (`sql`, `query`, `source`, `where`, …) is GoogleSQL as it
 * was written, preceded by as many line breaks and blanks as it had text before it, so that a position in
 * an error is a position in the whole script. Trim a text before storing it. Types, partitions and options
 * come trimmed.
 */
import type { Position } from "../syntax/errors.ts";
import type { TablePath } from "../syntax/names.ts";

export interface ColumnDefinition {
  readonly name: string;
  /** GoogleSQL type text, such as `ARRAY<STRUCT<a INT64, b STRING>>`. */
  readonly type: string;
  readonly nullable: boolean;
}

interface CreateTable {
  readonly path: TablePath;
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly temporary: boolean;
  /** The expression after PARTITION BY, null without one. */
  readonly partitionBy: string | null;
  /** Column names after CLUSTER BY. */
  readonly clusterBy: readonly string[];
  /** What stands inside OPTIONS(…), null without it. */
  readonly options: string | null;
}

interface Source {
  /** A query, or the path of a table. */
  readonly source: string | TablePath;
  readonly sourceAlias: string | null;
}

export interface Assignment {
  readonly column: string;
  /** A scalar expression, or the word DEFAULT. */
  readonly expression: string;
}

/** One WHEN of a MERGE. `matched` without `by` is WHEN MATCHED. */
export interface MergeClause {
  readonly when: "matched" | "not_matched_by_target" | "not_matched_by_source";
  /** The expression after AND, null without one. */
  readonly condition: string | null;
  readonly action:
    | { readonly kind: "delete" }
    | { readonly kind: "update"; readonly assignments: readonly Assignment[] }
    | {
        readonly kind: "insert";
        readonly columns: readonly string[] | null;
        readonly values: readonly string[];
      };
}

export type QueryStatement = { readonly kind: "query"; readonly sql: string } & Position;

export type CreateSchemaStatement = {
  readonly kind: "create_schema";
  readonly path: TablePath;
  readonly ifNotExists: boolean;
  readonly options: string | null;
} & Position;

export type CreateTableAsStatement = {
  readonly kind: "create_table_as";
  readonly query: string;
} & CreateTable &
  Position;

export type CreateTableStatement = {
  readonly kind: "create_table";
  readonly columns: readonly ColumnDefinition[];
} & CreateTable &
  Position;

export type CreateViewStatement = {
  readonly kind: "create_view";
  readonly path: TablePath;
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly materialized: boolean;
  readonly query: string;
  readonly options: string | null;
} & Position;

/** Only CREATE TEMP FUNCTION with an SQL body. */
export type CreateFunctionStatement = {
  readonly kind: "create_function";
  readonly name: string;
  /** `type` is null for ANY TYPE. */
  readonly parameters: readonly { readonly name: string; readonly type: string | null }[];
  readonly returns: string | null;
  readonly body: string;
} & Position;

export type InsertStatement = {
  readonly kind: "insert";
  readonly path: TablePath;
  readonly columns: readonly string[] | null;
  /** A query, or `VALUES (…), (…)`. */
  readonly source: string;
} & Position;

export type UpdateStatement = {
  readonly kind: "update";
  readonly path: TablePath;
  readonly alias: string | null;
  readonly assignments: readonly Assignment[];
  /** The text after FROM, null without one. */
  readonly from: string | null;
  readonly where: string;
} & Position;

export type DeleteStatement = {
  readonly kind: "delete";
  readonly path: TablePath;
  readonly alias: string | null;
  readonly where: string;
} & Position;

export type MergeStatement = {
  readonly kind: "merge";
  readonly path: TablePath;
  readonly alias: string | null;
  readonly on: string;
  readonly clauses: readonly MergeClause[];
} & Source &
  Position;

export type Statement =
  | QueryStatement
  | CreateSchemaStatement
  | CreateTableAsStatement
  | CreateTableStatement
  | CreateViewStatement
  | CreateFunctionStatement
  | InsertStatement
  | UpdateStatement
  | DeleteStatement
  | MergeStatement
  | ({ readonly kind: "truncate"; readonly path: TablePath } & Position)
  | ({
      readonly kind: "drop";
      readonly what: "table" | "view" | "schema" | "function";
      readonly path: TablePath;
      readonly ifExists: boolean;
      /** DROP SCHEMA … CASCADE. */
      readonly cascade: boolean;
    } & Position)
  | ({
      readonly kind: "declare";
      readonly names: readonly string[];
      readonly type: string | null;
      readonly default: string | null;
    } & Position)
  | ({ readonly kind: "set"; readonly name: string; readonly expression: string } & Position)
  | ({
      readonly kind: "if";
      /** A scalar expression. */
      readonly condition: string;
      readonly then: readonly Statement[];
      readonly otherwise: readonly Statement[];
    } & Position)
  | ({
      readonly kind: "assert";
      readonly expression: string;
      readonly message: string | null;
    } & Position);
