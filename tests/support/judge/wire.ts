/** The few wire-level pieces of protobuf that protobufjs leaves to a JavaScript number. */

import protobuf, { type Reader, type Writer } from "protobufjs";

import type { Instant } from "./scalars.ts";

/** The messages of a repeated field with number 1, as slices without a copy. */
export function messages(bytes: Uint8Array): readonly Uint8Array[] {
  const reader = protobuf.Reader.create(bytes);
  const found: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    if (reader.uint32() === 10) found.push(reader.bytes());
    else throw new Error("An unknown field stands in a list of the engine.");
  }
  return found;
}

/** The bytes of length-delimited fields, by field number; the last one of a number wins. */
export function fieldsOf(bytes: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const reader = protobuf.Reader.create(bytes);
  const found = new Map<number, Uint8Array>();
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if ((tag & 7) === 2) found.set(tag >>> 3, reader.bytes());
    else reader.skipType(tag & 7);
  }
  return found;
}

/** The messages of one field, as slices without a copy. */
export function messagesOf(bytes: Uint8Array, field: number | undefined): readonly Uint8Array[] {
  const reader = protobuf.Reader.create(bytes);
  const found: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 === field) found.push(reader.bytes());
    else reader.skipType(tag & 7);
  }
  return found;
}

/** Writes a varint of 64 bits, exactly. False, and nothing written, if the integer has more bits. */
export function writeInt64(writer: Writer, value: bigint): boolean {
  if (BigInt.asIntN(64, value) !== value) return false;
  const halves = {
    low: Number(BigInt.asIntN(32, value)),
    high: Number(BigInt.asIntN(32, value >> 32n)),
    unsigned: false,
  };
  writer.int64(halves);
  return true;
}

export function readInt64(reader: Reader): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = reader.buf[reader.pos] ?? 0;
    reader.pos += 1;
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return BigInt.asIntN(64, value);
}

/** A message of seconds (1) and nanoseconds (2); a field that is absent is zero. */
export function readInstant(bytes: Uint8Array): Instant {
  const reader = protobuf.Reader.create(bytes);
  let seconds = 0n;
  let nanos = 0;
  while (reader.pos < reader.len) {
    if (reader.uint32() >>> 3 === 1) seconds = readInt64(reader);
    else nanos = reader.int32();
  }
  return { seconds, nanos };
}
