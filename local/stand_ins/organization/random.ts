/**
 * Seeded chance and invented ids: the same labels give the same numbers and the same ids on every
 * machine, and no stream disturbs another, so that switching a category off leaves the rest alone.
 */

import { createHash } from "node:crypto";

export interface Random {
  /** A whole number between both ends, both included. */
  int(min: number, max: number): number;
  /** True in `percent` of a hundred cases. */
  chance(percent: number): boolean;
  /** One of the list; the list must not be empty. */
  pick<T>(list: readonly T[]): T;
}

/** A stream of chance of its own for these labels (mulberry32 over an FNV-1a hash). */
export function randomFrom(...labels: readonly (string | number)[]): Random {
  let state = hash32(labels.join("/"));
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    int,
    chance: (percent) => next() * 100 < percent,
    pick: (list) => {
      const picked = list[int(0, list.length - 1)];
      if (picked === undefined) throw new RangeError("there is nothing to pick from");
      return picked;
    },
  };
}

const LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** An id in Anthropic's manner, `<prefix>_01` and 22 letters, always the same for the same labels. */
export function vendorId(prefix: string, ...labels: readonly string[]): string {
  const digest = createHash("sha256")
    .update(`${prefix}/${labels.join("/")}`)
    .digest();
  const letters = [...digest.subarray(0, 22)].map((byte) => LETTERS[byte % LETTERS.length]);
  return `${prefix}_01${letters.join("")}`;
}

/** A version 4 shaped UUID, always the same for the same labels. */
export function uuidOf(...labels: readonly string[]): string {
  const hex = createHash("sha256").update(labels.join("/")).digest("hex");
  const variant = "89ab"[parseInt(hex.slice(16, 17), 16) % 4] ?? "8";
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
