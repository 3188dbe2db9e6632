/** What the program says to the warehouse about a table that it creates. */

export interface Field {
  readonly name: string;
  readonly type: "STRING" | "INTEGER" | "FLOAT" | "NUMERIC" | "BOOLEAN" | "TIMESTAMP" | "RECORD";
  readonly mode: "REQUIRED" | "NULLABLE" | "REPEATED";
  /** Left out where the field is another's, whose own documentation says it. */
  readonly description?: string;
  /** The parts of a RECORD. */
  readonly fields?: readonly Field[];
}

export interface Table {
  readonly dataset: string;
  readonly name: string;
  readonly description: string;
  readonly fields: readonly Field[];
  /** The TIMESTAMP whose day is the partition; null for a table small enough to do without. */
  readonly partitionedBy: string | null;
  readonly clusteredBy: string | null;
  /** Columns that a table of an earlier version lacks; a table that a Google Sheet stands for is left as it is. */
  readonly addedLater?: readonly string[];
}

export function required(name: string, type: Field["type"], description: string): Field {
  return { name, type, mode: "REQUIRED", description };
}

export function nullable(name: string, type: Field["type"], description: string): Field {
  return { name, type, mode: "NULLABLE", description };
}

interface SchemaField {
  name: string;
  type: string;
  mode: string;
  description?: string;
  fields?: SchemaField[];
}

/** The fields as BigQuery's REST API has them, to its client's own types: lists that it may change. */
export function schemaOf(fields: readonly Field[]): { fields: SchemaField[] } {
  return {
    fields: fields.map(({ fields: parts, ...field }) =>
      parts === undefined ? field : { ...field, ...schemaOf(parts) },
    ),
  };
}
