/** GoogleSQL types as data, their text, and the engine's own form of them. */

import { JudgeError } from "./error.ts";

/** The kinds without parts, each with the engine's name for it. */
const ENGINE_NAMES = {
  STRING: "TYPE_STRING",
  INT64: "TYPE_INT64",
  NUMERIC: "TYPE_NUMERIC",
  BIGNUMERIC: "TYPE_BIGNUMERIC",
  FLOAT64: "TYPE_DOUBLE",
  BOOL: "TYPE_BOOL",
  BYTES: "TYPE_BYTES",
  DATE: "TYPE_DATE",
  DATETIME: "TYPE_DATETIME",
  TIME: "TYPE_TIME",
  TIMESTAMP: "TYPE_TIMESTAMP",
  JSON: "TYPE_JSON",
} as const;

/** Other names of the same types: SQL's, and those of BigQuery's REST API. */
const ALIASES: Readonly<Record<string, ScalarKind>> = {
  INTEGER: "INT64",
  INT: "INT64",
  BOOLEAN: "BOOL",
  FLOAT: "FLOAT64",
  DECIMAL: "NUMERIC",
  BIGDECIMAL: "BIGNUMERIC",
};

export type ScalarKind = keyof typeof ENGINE_NAMES;

export interface ScalarType {
  readonly kind: ScalarKind;
}

export type GoogleType =
  | ScalarType
  | { readonly kind: "ARRAY"; readonly element: GoogleType }
  | { readonly kind: "STRUCT"; readonly fields: readonly Column[] };

export interface Column {
  readonly name: string;
  readonly type: GoogleType;
}

/** The engine's `zetasql.TypeProto`, as protobufjs gives and takes it with enums as text. */
export interface TypeProto {
  readonly type_kind: string;
  readonly array_type?: { readonly element_type: TypeProto };
  readonly struct_type?: {
    readonly field?: readonly { readonly field_name: string; readonly field_type: TypeProto }[];
  };
}

/**
 * Reads a type such as `ARRAY<STRUCT<a INT64, b STRING>>`, in any case; `NUMERIC(10, 2)` is NUMERIC.
 * Throws JudgeError on anything else.
 */
export function parseType(text: string): GoogleType {
  const tokens = text.match(/[A-Za-z_]\w*|`[^`]+`|\([\d, ]+\)|[^\s]/g) ?? [];
  let position = 0;
  const refuse = (): never => {
    throw new JudgeError(`"${text}" is not a GoogleSQL type that the judge knows.`);
  };
  const expect = (token: string): void => {
    if (tokens[position] !== token) refuse();
    position += 1;
  };
  const parseField = (): Column => {
    const following = tokens[position + 1];
    const isNamed = following !== undefined && !["<", ",", ">"].includes(following);
    if (!isNamed) return { name: "", type: parse() };
    const name = (tokens[position] ?? "").replaceAll("`", "");
    position += 1;
    return { name, type: parse() };
  };
  const parse = (): GoogleType => {
    const word = (tokens[position] ?? "").toUpperCase();
    position += 1;
    if (word === "ARRAY") {
      expect("<");
      const element = parse();
      expect(">");
      return { kind: "ARRAY", element };
    }
    if (word === "STRUCT") {
      const fields: Column[] = [];
      do {
        expect(fields.length === 0 ? "<" : ",");
        fields.push(parseField());
      } while (tokens[position] === ",");
      expect(">");
      return { kind: "STRUCT", fields };
    }
    if (tokens[position]?.startsWith("(") === true) position += 1;
    const kind = Object.hasOwn(ENGINE_NAMES, word) ? (word as ScalarKind) : ALIASES[word];
    return kind === undefined ? refuse() : { kind };
  };

  const type = parse();
  return position === tokens.length ? type : refuse();
}

/** The type as SQL writes it; `parseType` reads it back. */
export function typeText(type: GoogleType): string {
  if (type.kind === "ARRAY") return `ARRAY<${typeText(type.element)}>`;
  if (type.kind !== "STRUCT") return type.kind;
  const fields = type.fields.map((field) => `${field.name} ${typeText(field.type)}`.trim());
  return `STRUCT<${fields.join(", ")}>`;
}

/** How a struct's field is named in a cell; BigQuery's own name where SQL gives none. */
export function fieldKey({ name }: Column, index: number): string {
  return name === "" ? `_field_${index + 1}` : name;
}

export function toTypeProto(type: GoogleType): TypeProto {
  if (type.kind === "ARRAY") {
    return { type_kind: "TYPE_ARRAY", array_type: { element_type: toTypeProto(type.element) } };
  }
  if (type.kind === "STRUCT") {
    const field = type.fields.map((part) => ({
      field_name: part.name,
      field_type: toTypeProto(part.type),
    }));
    return { type_kind: "TYPE_STRUCT", struct_type: { field } };
  }
  return { type_kind: ENGINE_NAMES[type.kind] };
}

/** Throws JudgeError for a type without a text form here, such as INTERVAL, GEOGRAPHY or an enum. */
export function fromTypeProto(proto: TypeProto): GoogleType {
  if (proto.array_type !== undefined) {
    return { kind: "ARRAY", element: fromTypeProto(proto.array_type.element_type) };
  }
  if (proto.type_kind === "TYPE_STRUCT") {
    const fields = (proto.struct_type?.field ?? []).map((field) => ({
      name: field.field_name,
      type: fromTypeProto(field.field_type),
    }));
    return { kind: "STRUCT", fields };
  }
  const found = Object.entries(ENGINE_NAMES).find(([, name]) => name === proto.type_kind);
  if (found === undefined) {
    throw new JudgeError(
      `A column of type ${proto.type_kind} has no text form here: cast it to a type that BigQuery tables of this project use.`,
    );
  }
  return { kind: found[0] as ScalarKind };
}
