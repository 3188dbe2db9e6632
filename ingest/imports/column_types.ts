/**
 * What a cell may hold. A type turns the cell's text into the text that is stored; its messages go on from
 * "line 3, valid_from:". An empty cell arrives as null.
 */

import { z } from "zod";

import { instantOf, isDay } from "./instants.ts";

export type ColumnType = z.ZodType<string | null, string | null>;

const NUMBERS = new WeakSet<object>();

/** A type whose cells are amounts. */
export function number<Type extends ColumnType>(type: Type): Type {
  NUMBERS.add(type);
  return type;
}

/** Any text but none. */
export const text = z.string("must be filled in");

/** Long enough that it cannot be found by trying. */
export const secret = text.min(32, "is too short to be secret: at least 32 random characters");

/** An e-mail address, stored in lower case. */
export const email = text.toLowerCase().regex(z.regexes.email, "is not an e-mail address");

/** A person's address, stored in lower case, or the name of a team or an automation as written. */
export const owner = text
  .overwrite((value) => (value.includes("@") ? value.toLowerCase() : value))
  .refine(
    (value) => !value.includes("@") || z.regexes.email.test(value),
    "is not an e-mail address",
  );

/** A day of the calendar. */
export const day = text
  .regex(/^[1-9]\d{3}-\d{2}-\d{2}$/, {
    error: "is not a date: write it as YYYY-MM-DD",
    abort: true,
  })
  .refine(isDay, "is a day that does not exist: check the calendar");

/** A day, or an instant of it in UTC, such as `2026-10-15T17:23:04Z`. */
export const dayOrInstant = text
  .regex(/^[1-9]\d{3}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/, {
    error: "is neither a day nor an instant: write it as YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ",
    abort: true,
  })
  .refine(
    (value) => (value.length > "YYYY-MM-DD".length ? instantOf(value) !== null : isDay(value)),
    "is a time that does not exist: check the calendar",
  );

/** A whole number from 1 on. */
export const count = text.regex(
  /^[1-9]\d{0,8}$/,
  "is not a whole number from 1 on: write it like 12, without separators",
);

/** The first day of a month; `YYYY-MM` is completed. */
export const month = text
  .overwrite((value) => (/^\d{4}-\d{2}$/.test(value) ? `${value}-01` : value))
  .regex(/^[1-9]\d{3}-(0[1-9]|1[0-2])-01$/, "is not a month: write its first day, YYYY-MM-01");

/** Nine decimals are what NUMERIC keeps; more would be rounded. */
const DECIMAL_HELP =
  "is not a decimal number: write it like 1234.56, with a point, without separators, with at most nine decimals";

export const decimal = number(text.regex(/^\d{1,20}(\.\d{1,9})?$/, DECIMAL_HELP));

/** May be negative, as a credit note is. */
export const signedDecimal = number(text.regex(/^-?\d{1,20}(\.\d{1,9})?$/, DECIMAL_HELP));

/**
 * What is wrong with a number of a file whose cells stand between semicolons, as spreadsheets write it where the comma
 * is the decimal point: there `1.234` is a thousand and more. Null where only one reading is possible.
 */
export function twoReadings(type: ColumnType, value: string): string | null {
  const inner = type instanceof z.ZodNullable ? type.unwrap() : type;
  const groups = /^(-?\$?[1-9]\d{0,2})\.(\d{3})$/.exec(value);
  if (!NUMBERS.has(inner) || groups === null) return null;
  const [, whole = "", rest = ""] = groups;
  return `can be read as ${whole}${rest} or as ${whole} and ${rest} thousandths, for the file has semicolons: write ${whole}${rest}.00 or ${whole}.${rest}0`;
}

/** One of a few words, in any letter case; stored as written here. */
export function oneOf(...words: readonly [string, ...string[]]): ColumnType {
  const known = new Map(words.map((word) => [word.toLowerCase(), word]));
  return text
    .overwrite((value) => known.get(value.toLowerCase()) ?? value)
    .refine((value) => words.includes(value), `must be one of ${words.join(", ")}`);
}

/** E-mail addresses between semicolons, commas or spaces; stored in lower case between semicolons. */
export const emailList = text
  .overwrite((value) => listed(value).join(";"))
  .refine(
    (value) => listed(value).every((entry) => z.regexes.email.test(entry)),
    "holds something that is not an e-mail address: write addresses with semicolons between them",
  );

/** The addresses of an `emailList` cell; none for an empty one. */
export function listed(value: string | null): readonly string[] {
  return (value ?? "")
    .toLowerCase()
    .split(/[;,\s]+/)
    .filter((entry) => entry !== "");
}
