/** What the program says to the warehouse about a table that it creates. */

export interface Field {
  readonly name: string;
  readonly type: "STRING" | "INTEGER" | "TIMESTAMP";
  readonly mode: "REQUIRED" | "NULLABLE";
  readonly description: string;
}

export interface Table {
  readonly dataset: string;
  readonly name: string;
  readonly description: string;
  readonly fields: readonly Field[];
  /** The TIMESTAMP whose day is the partition; null for a table small enough to do without. */
  readonly partitionedBy: string | null;
  readonly clusteredBy: string | null;
}

export function required(name: string, type: Field["type"], description: string): Field {
  return { name, type, mode: "REQUIRED", description };
}

export function nullable(name: string, type: Field["type"], description: string): Field {
  return { name, type, mode: "NULLABLE", description };
}
