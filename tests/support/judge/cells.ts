/**
 * Cells as canonical text, and the engine's `zetasql.ValueProto` bytes. Table contents stay in bytes
 * between chained queries; text is made for comparing and for reading.
 */

import protobuf, { type Reader, type Writer } from "protobufjs";

import { JudgeError } from "./error.ts";
import * as scalars from "./scalars.ts";
import { type Column, fieldKey, type GoogleType, type ScalarKind, typeText } from "./types.ts";
import { messages, readInstant, readInt64, writeInt64 } from "./wire.ts";

/**
 * NUMERIC `1.5` (no trailing zeros), INT64 `12`, BOOL `true`, DATE `2026-01-05`, TIMESTAMP
 * `2026-01-05T00:00:00Z` (six decimals only if there is a fraction), FLOAT64 in its shortest form,
 * BYTES in base64; an array is a list, a struct an object.
 */
export type Cell = string | null | readonly Cell[] | { readonly [field: string]: Cell };

export type Row = readonly Cell[];

/** Tag numbers of ValueProto's fields: `field number << 3 | wire type`. */
const TAGS = {
  INT64: 16,
  BOOL: 40,
  FLOAT64: 57,
  STRING: 66,
  BYTES: 74,
  DATE: 80,
  ARRAY: 106,
  STRUCT: 114,
  TIMESTAMP: 130,
  DATETIME: 138,
  TIME: 144,
  NUMERIC: 162,
  BIGNUMERIC: 170,
  JSON: 186,
} as const satisfies Record<GoogleType["kind"], number>;

const SCALES = { NUMERIC: 9, BIGNUMERIC: 38 } as const;

/** Rows as the engine's TableData message. Throws JudgeError naming the column of a bad cell. */
export function encodeRows(columns: readonly Column[], rows: readonly Row[]): Uint8Array {
  const writer = new protobuf.Writer();
  for (const row of rows) {
    writer.uint32(10).fork();
    columns.forEach(({ name, type }, index) => {
      const cell = row[index];
      if (cell === undefined) throw new JudgeError(`A row has no cell for column "${name}".`);
      writer.uint32(10).fork();
      encodeCell(writer, type, cell, name);
      writer.ldelim();
    });
    writer.ldelim();
  }
  return writer.finish();
}

export function decodeRows(columns: readonly Column[], bytes: Uint8Array): readonly Row[] {
  return messages(bytes).map((row) => {
    const cells = messages(row);
    return columns.map(({ type }, index) => decodeCell(type, cells[index] ?? new Uint8Array()));
  });
}

/** The cell as the engine would give it back: `1.50` becomes `1.5`. Throws JudgeError as above. */
export function canonicalCell({ name, type }: Column, cell: Cell): Cell {
  return decodeCell(type, encodeValue({ name, type }, cell));
}

/** One cell as a ValueProto message; NULL is the empty one. */
export function encodeValue({ name, type }: Column, cell: Cell): Uint8Array {
  const writer = new protobuf.Writer();
  encodeCell(writer, type, cell, name);
  return writer.finish();
}

function encodeCell(writer: Writer, type: GoogleType, cell: Cell, where: string): void {
  if (cell === null) return;
  if (type.kind === "ARRAY") {
    if (!Array.isArray(cell)) throw badCell(where, type, cell);
    writer.uint32(TAGS.ARRAY).fork();
    for (const element of cell as readonly Cell[]) {
      writer.uint32(10).fork();
      encodeCell(writer, type.element, element, where);
      writer.ldelim();
    }
    writer.ldelim();
  } else if (type.kind === "STRUCT") {
    if (typeof cell !== "object" || Array.isArray(cell)) throw badCell(where, type, cell);
    const struct = cell as Readonly<Record<string, Cell>>;
    writer.uint32(TAGS.STRUCT).fork();
    type.fields.forEach((field, index) => {
      const key = fieldKey(field, index);
      const part = struct[key];
      if (part === undefined) throw badCell(`${where}.${key}`, field.type, null);
      writer.uint32(10).fork();
      encodeCell(writer, field.type, part, `${where}.${key}`);
      writer.ldelim();
    });
    writer.ldelim();
  } else {
    const text = typeof cell === "string" ? cell : null;
    if (text === null || !encodeScalar(writer, type.kind, text)) throw badCell(where, type, cell);
  }
}

/** False if the text is not of the type. */
function encodeScalar(writer: Writer, kind: ScalarKind, text: string): boolean {
  switch (kind) {
    case "STRING":
    case "JSON":
      writer.uint32(TAGS[kind]).string(text);
      return true;
    case "BYTES":
      writer.uint32(TAGS.BYTES).bytes(Buffer.from(text, "base64"));
      return true;
    case "BOOL":
      writer.uint32(TAGS.BOOL).bool(text === "true");
      return text === "true" || text === "false";
    case "FLOAT64":
      writer.uint32(TAGS.FLOAT64).double(Number(text));
      return text === "NaN" || (text.trim() !== "" && !Number.isNaN(Number(text)));
    case "INT64":
      return /^-?\d+$/.test(text) && writeInt64(writer.uint32(TAGS.INT64), BigInt(text));
    case "NUMERIC":
    case "BIGNUMERIC": {
      const bytes = scalars.decimalToBytes(text, SCALES[kind]);
      if (bytes !== null) writer.uint32(TAGS[kind]).bytes(bytes);
      return bytes !== null;
    }
    case "DATE": {
      const days = scalars.dateToDays(text);
      if (days !== null) writer.uint32(TAGS.DATE).int32(days);
      return days !== null;
    }
    case "TIME": {
      const bits = scalars.timeToBits(text);
      return bits !== null && writeInt64(writer.uint32(TAGS.TIME), bits);
    }
    case "TIMESTAMP":
    case "DATETIME": {
      const read = kind === "TIMESTAMP" ? scalars.timestampToInstant : scalars.datetimeToInstant;
      const instant = read(text);
      if (instant === null) return false;
      writeInt64(writer.uint32(TAGS[kind]).fork().uint32(8), instant.seconds);
      writer.uint32(16).int32(instant.nanos).ldelim();
      return true;
    }
  }
}

function decodeCell(type: GoogleType, bytes: Uint8Array): Cell {
  if (bytes.length === 0) return null;
  const reader = protobuf.Reader.create(bytes);
  const tag = reader.uint32();
  if (tag !== TAGS[type.kind]) {
    throw new JudgeError(`The engine sent field ${tag >>> 3} for a value of ${typeText(type)}.`);
  }
  switch (type.kind) {
    case "ARRAY":
      return messages(reader.bytes()).map((element) => decodeCell(type.element, element));
    case "STRUCT": {
      const parts = messages(reader.bytes());
      return Object.fromEntries(
        type.fields.map((field, index) => [
          fieldKey(field, index),
          decodeCell(field.type, parts[index] ?? new Uint8Array()),
        ]),
      );
    }
    default:
      return decodeScalar(type.kind, reader);
  }
}

function decodeScalar(kind: ScalarKind, reader: Reader): string {
  switch (kind) {
    case "STRING":
    case "JSON":
      return reader.string();
    case "BYTES":
      return Buffer.from(reader.bytes()).toString("base64");
    case "BOOL":
      return String(reader.bool());
    case "FLOAT64":
      return String(reader.double());
    case "INT64":
      return String(readInt64(reader));
    case "NUMERIC":
    case "BIGNUMERIC":
      return scalars.bytesToDecimal(reader.bytes(), SCALES[kind]);
    case "DATE":
      return scalars.daysToDate(reader.int32());
    case "TIME":
      return scalars.bitsToTime(readInt64(reader));
    case "TIMESTAMP":
      return scalars.instantToTimestamp(readInstant(reader.bytes()));
    case "DATETIME":
      return scalars.instantToDatetime(readInstant(reader.bytes()));
  }
}

function badCell(where: string, type: GoogleType, cell: Cell): JudgeError {
  const shown = JSON.stringify(cell).slice(0, 80);
  return new JudgeError(`Column "${where}" has a cell that is not ${typeText(type)}: ${shown}`);
}
