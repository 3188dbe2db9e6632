/**
 * Checks an answer against a schema and counts what the schema does not know. Errors name the place and what
 * was expected there, never the value.
 */

import { z } from "zod";

import { ContractError } from "../errors.ts";

/**
 * Returns the checked value. `onUnknown` hears of each field that the schema does not know, as a path
 * without positions (`data[].results[].speed`). Throws ContractError on a wrong type.
 */
export function checkShape<T extends z.ZodType>(
  schema: T,
  value: unknown,
  { what, onUnknown }: { readonly what: string; readonly onUnknown: (path: string) => void },
): z.output<T> {
  const checked = schema.safeParse(value);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const place = issue === undefined ? "" : pathText(issue.path);
    throw new ContractError(
      `${what} answered something else than documented at ${place === "" ? "its top" : place} (${issue?.message ?? "unknown"}); nothing of this walk was landed. Report it, or update ai-spend.`,
    );
  }
  reportUnknown(schema, value, "", onUnknown);
  return checked.data;
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");
}

function reportUnknown(
  schema: unknown,
  value: unknown,
  path: string,
  onUnknown: (path: string) => void,
): void {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) {
    reportUnknown(schema.unwrap(), value, path, onUnknown);
  } else if (schema instanceof z.ZodArray && Array.isArray(value)) {
    value.forEach((element) => reportUnknown(schema.element, element, `${path}[]`, onUnknown));
  } else if (schema instanceof z.ZodRecord && isObject(value)) {
    Object.values(value).forEach((element) =>
      reportUnknown(schema.valueType, element, `${path}.*`, onUnknown),
    );
  } else if (schema instanceof z.ZodObject && isObject(value)) {
    const shape = schema.shape as Readonly<Record<string, unknown>>;
    for (const [key, element] of Object.entries(value)) {
      const place = path === "" ? key : `${path}.${key}`;
      if (Object.hasOwn(shape, key)) reportUnknown(shape[key], element, place, onUnknown);
      else onUnknown(place);
    }
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
