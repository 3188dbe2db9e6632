/** The words of the Admin API that all endpoints share. */

import { Refusal } from "../base/refusal.ts";
import type { CursorTeam } from "../organization/cursor.ts";

export interface CursorCall {
  readonly team: CursorTeam;
  /** Epoch milliseconds: the team as of this instant. */
  readonly now: number;
  /** The JSON body of a POST; empty for a GET. */
  readonly body: Readonly<Record<string, unknown>>;
}

export type CursorAnswer = Readonly<Record<string, unknown>>;

/** A number of the body. Text in its place is answered with 500, as by the vendor. */
export function numberOf({ body }: CursorCall, name: string): number {
  const value = body[name];
  if (value === undefined) throw new Refusal(400, `${name} is required`);
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw new Refusal(500, "Internal Server Error");
  }
  return value;
}

export interface Paging {
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
}

/** Throws Refusal on a page size above `most`. */
export function pagingOf(call: CursorCall, defaultSize: number, most: number): Paging {
  const page = call.body["page"] === undefined ? 1 : numberOf(call, "page");
  const pageSize = call.body["pageSize"] === undefined ? defaultSize : numberOf(call, "pageSize");
  if (page < 1 || pageSize < 1 || pageSize > most) {
    throw new Refusal(400, `page must be positive and pageSize at most ${most}`);
  }
  return { page, pageSize };
}

/** Trillionths of a dollar as JSON's number of cents; a double holds every digit of such an amount. */
export function centsOf(picoUsd: bigint): number {
  const digits = picoUsd.toString().padStart(11, "0");
  return Number(`${digits.slice(0, -10)}.${digits.slice(-10)}`);
}
