/**
 * Fields that nothing reads: no model, no total, no pagination. Whatever comes in their place is landed as it came;
 * that it is not what was expected is counted and told, and never stops a walk.
 */

import { z } from "zod";

/** Accepts everything, nothing included; `expects` is what the vendor documents. */
export type Unread<T extends z.ZodType = z.ZodType> = z.ZodOptional<z.ZodUnknown> & {
  readonly expects: T;
};

export function unread<T extends z.ZodType>(expects: T): Unread<T> {
  return Object.assign(z.unknown().optional(), { expects });
}

export function isUnread(schema: object): schema is Unread {
  return "expects" in schema;
}
