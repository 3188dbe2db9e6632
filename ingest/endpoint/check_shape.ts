/**
 * Checks an answer against a schema and counts what the schema does not know or did not expect. Errors name the
 * place and what was expected there, never the value, nor a name that may be one.
 */

import { z } from "zod";

import { ContractError } from "../errors.ts";
import { holdsKey } from "../key_shapes.ts";
import { isUnread } from "./unread.ts";

/**
 * Hears of each field, as a path without positions (`data[].results[].speed`), that the schema does not know (`new`),
 * or that nothing reads and is missing or of another type than expected (`changed`).
 */
export type OnUnknown = (path: string, news: "changed" | "new") => void;

/** Returns the checked value. Throws ContractError where something that is read cannot be read. */
export function checkShape<T extends z.ZodType>(
  schema: T,
  value: unknown,
  { what, onUnknown }: { readonly what: string; readonly onUnknown: OnUnknown },
): z.output<T> {
  const checked = schema.safeParse(value);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const place = issue === undefined ? "" : pathText(issue.path);
    throw new ContractError(
      `${what} answered something else than documented at ${place === "" ? "its top" : place} (${issue?.message ?? "unknown"}); nothing of this walk was landed. Report it, or update ai-spend.`,
    );
  }
  reportNews(insideOf(schema), value, "", onUnknown);
  return checked.data;
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${shown(String(step))}`))
    .join("")
    .replace(/^\./, "");
}

/** Where a value may hold fields: what is inside of its schema; null where there is nothing to look for. */
type Inside =
  | { readonly kind: "list"; readonly element: Inside | null }
  | { readonly kind: "record"; readonly element: Inside | null }
  | { readonly kind: "unread"; readonly expects: z.ZodType; readonly inside: Inside | null }
  | {
      readonly kind: "object";
      readonly fields: ReadonlyMap<string, Inside | null>;
      /** Fields that nothing reads and that are expected all the same. */
      readonly expected: readonly string[];
    };

/** Asking a schema for its kind takes longer than looking at a value, and there are millions of values. */
const known = new WeakMap<object, Inside | null>();

function insideOf(schema: unknown): Inside | null {
  if (typeof schema !== "object" || schema === null) return null;
  const before = known.get(schema);
  if (before !== undefined) return before;
  const found = findInside(schema);
  known.set(schema, found);
  return found;
}

function findInside(schema: object): Inside | null {
  if (isUnread(schema)) {
    return { kind: "unread", expects: schema.expects, inside: insideOf(schema.expects) };
  }
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) {
    return insideOf(schema.unwrap());
  }
  if (schema instanceof z.ZodArray) {
    const element = insideOf(schema.element);
    return element === null ? null : { kind: "list", element };
  }
  if (schema instanceof z.ZodRecord) {
    const element = insideOf(schema.valueType);
    return element === null ? null : { kind: "record", element };
  }
  if (!(schema instanceof z.ZodObject)) return null;
  const entries = Object.entries(schema.shape).map(([key, own]) => [key, insideOf(own)] as const);
  const expected = entries
    .filter(([, own]) => own?.kind === "unread" && !own.expects.safeParse(undefined).success)
    .map(([key]) => key);
  return { kind: "object", fields: new Map(entries), expected };
}

function reportNews(
  inside: Inside | null,
  value: unknown,
  path: string,
  onUnknown: OnUnknown,
): void {
  if (inside === null) return;
  if (inside.kind === "unread") {
    if (inside.expects.safeParse(value).success) {
      reportNews(inside.inside, value, path, onUnknown);
    } else {
      onUnknown(path, "changed");
    }
  } else if (inside.kind === "list") {
    if (!Array.isArray(value)) return;
    for (const element of value) reportNews(inside.element, element, `${path}[]`, onUnknown);
  } else if (isObject(value)) {
    for (const key in value) {
      const element = value[key];
      if (inside.kind === "record") {
        reportNews(inside.element, element, `${path}.*`, onUnknown);
        continue;
      }
      const field = inside.fields.get(key);
      if (field === null) continue;
      const before = path === "" ? "" : `${path}.`;
      if (field === undefined) onUnknown(`${before}${shown(key)}`, "new");
      else reportNews(field, element, `${before}${key}`, onUnknown);
    }
    if (inside.kind === "record") return;
    for (const key of inside.expected) {
      if (!(key in value)) onUnknown(path === "" ? key : `${path}.${key}`, "changed");
    }
  }
}

/** Where a vendor keeps values under names of their own, a name is an address, a key or a text. */
function shown(name: string): string {
  const isName = /^[\w.-]{1,60}$/.test(name) && !holdsKey(name);
  return isName ? name : "(a field whose name is not shown)";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
