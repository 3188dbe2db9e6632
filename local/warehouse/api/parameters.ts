/** BigQuery's query parameters as DuckDB's values. DuckDB itself reads the texts, so they stay exact. */

import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";

import { invalidQuery, notImplemented } from "../store/api_error.ts";
import type { Bindings, Engine } from "../store/engine.ts";
import { duckDbType, quoteName, readFields, type Field } from "../store/fields.ts";

/** QueryParameter of the REST API, as far as it is read. */
interface ParameterType {
  readonly type?: string;
  readonly arrayType?: ParameterType;
  readonly structTypes?: readonly { readonly name?: string; readonly type?: ParameterType }[];
}

interface ParameterValue {
  readonly value?: unknown;
  readonly arrayValues?: readonly ParameterValue[];
  readonly structValues?: Readonly<Record<string, ParameterValue>>;
}

interface Parameter {
  readonly name?: string;
  readonly parameterType?: ParameterType;
  readonly parameterValue?: ParameterValue;
}

/** Throws 400 for a value that is not of its type, naming the parameter. Undefined without parameters. */
export async function readParameters(
  engine: Engine,
  input: unknown,
): Promise<Bindings | undefined> {
  if (!Array.isArray(input) || input.length === 0) return undefined;
  const values: Record<string, DuckDBValue> = {};
  const types: Record<string, DuckDBType> = {};
  for (const [index, parameter] of (input as readonly Parameter[]).entries()) {
    const name = parameter.name ?? String(index + 1);
    const field = fieldOfType(name, parameter.parameterType ?? {});
    const texts: (string | null)[] = [];
    const expression = expressionOf(field, parameter.parameterValue ?? {}, texts);
    try {
      const result = await engine.exclusive(() => {
        const bindings = {
          values: Object.fromEntries(texts.map((text, at) => [String(at + 1), text])),
          types: {},
        };
        return engine.run(`select ${expression} as value`, bindings);
      });
      const [row] = await result.getRows();
      values[name] = row?.[0] ?? null;
      types[name] = result.columnType(0);
    } catch (error) {
      throw invalidQuery(`Invalid value for query parameter ${name} of type ${field.type}`, error);
    }
  }
  return { values, types };
}

function fieldOfType(name: string, { type, arrayType, structTypes }: ParameterType): Field {
  if (type === "ARRAY") return { ...fieldOfType(name, arrayType ?? {}), mode: "REPEATED" };
  if (type === "STRUCT") {
    const fields = (structTypes ?? []).map((entry, index) => {
      return fieldOfType(entry.name ?? `_${index}`, entry.type ?? {});
    });
    return { name, type: "RECORD", mode: "NULLABLE", fields };
  }
  const [field] = readFields([{ name, type }]);
  if (field === undefined) throw notImplemented(`query parameter ${name}`);
  return field;
}

/** An expression over $1, $2, … whose texts are added to `texts`. */
function expressionOf(field: Field, value: ParameterValue, texts: (string | null)[]): string {
  if (field.mode === "REPEATED") {
    const element: Field = { ...field, mode: "NULLABLE" };
    const items = (value.arrayValues ?? []).map((item) => expressionOf(element, item, texts));
    return `cast([${items.join(", ")}] as ${duckDbType(field)})`;
  }
  if (field.type === "RECORD") {
    const children = (field.fields ?? []).map((child) => {
      return `${quoteName(child.name)} := ${expressionOf(child, value.structValues?.[child.name] ?? {}, texts)}`;
    });
    return `struct_pack(${children.join(", ")})`;
  }
  const text = value.value;
  texts.push(text === undefined || text === null ? null : textOf(text));
  const placeholder = `cast($${texts.length} as varchar)`;
  return field.type === "BYTES"
    ? `from_base64(${placeholder})`
    : `cast(${placeholder} as ${duckDbType(field)})`;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
