/**
 * What a cell may hold. A type turns the cell's text into the text that is stored; its messages go on from
 * "line 3, valid_from:". An empty cell arrives as null.
 */

import { z } from "zod";

import { holdsKey } from "../key_shapes.ts";
import { separated } from "../money/decimal.ts";
import { instantOf, isDay } from "./instants.ts";
import { invisibleIn, invisibleReason, lookalikeReason } from "./invisible.ts";

export type ColumnType = z.ZodType<string | null, string | null>;

const NUMBERS = new WeakSet<object>();

/** A type whose cells are amounts. */
export function number<Type extends ColumnType>(type: Type): Type {
  NUMBERS.add(type);
  return type;
}

/** Any text but none. */
export const text = z.string("must be filled in");

const KEY_HELP = "holds a key, which is secret and would be landed: write its id or its name";

/** What people read and no model compares, such as a note or a person's name. */
export const note = text.refine((value) => !holdsKey(value), KEY_HELP);

/** Text of which every character can be seen. What a vendor wrote may have any space in it. */
export const visible = text.refine((value) => invisibleIn(value) === null, {
  error: ({ input }) => invisibleReason(String(input)) ?? undefined,
  abort: true,
});

/** A name that people give, in one way of being written, because it tells things apart or is summed by. */
export const key = visible
  .refine((value) => !holdsKey(value), { error: KEY_HELP, abort: true })
  .refine((value) => lookalikeReason(value) === null, {
    error: ({ input }) => lookalikeReason(String(input)) ?? undefined,
    abort: true,
  });

/** Long enough that it cannot be found by trying. */
export const secret = text.min(32, "is too short to be secret: at least 32 random characters");

/** An e-mail address, stored in lower case. */
export const email = text
  .toLowerCase()
  .regex(z.regexes.email, { error: ({ input }) => notAnAddress(String(input)) });

function notAnAddress(value: string): string {
  const found = invisibleIn(value);
  return `is not an e-mail address${found === null ? "" : `: it has the invisible character ${found}`}`;
}

/** What has an @ is stored in lower case, as `principal` in `includes/reference.js` reads it; another name as written. */
export const principal = key.overwrite((value) =>
  value.includes("@") ? value.toLowerCase() : value,
);

/** Google writes a project's id in lower case. */
export const projectId = key.toLowerCase();

/** A person's address, stored in lower case, or the name of a team or an automation as written. */
export const owner = principal.refine(
  (value) => !value.includes("@") || z.regexes.email.test(value),
  "is not an e-mail address",
);

/** A day of the calendar. */
export const day = visible
  .regex(/^[1-9]\d{3}-\d{2}-\d{2}$/, {
    error: "is not a date: write it as YYYY-MM-DD",
    abort: true,
  })
  .refine(isDay, "is a day that does not exist: check the calendar");

/**
 * A day, or an instant of it in UTC, such as `2026-10-15T17:23:04Z`. Midnight stays an instant, for a day alone leaves
 * the hour to the billing cycle.
 */
export const dayOrInstant = visible
  .regex(/^[1-9]\d{3}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/, {
    error: "is neither a day nor an instant: write it as YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ",
    abort: true,
  })
  // BigQuery reads no time without its seconds.
  .overwrite((value) => value.replace(/(T\d{2}:\d{2})Z$/, "$1:00Z"))
  .refine(
    (value) => (value.length > "YYYY-MM-DD".length ? instantOf(value) !== null : isDay(value)),
    "is a time that does not exist: check the calendar",
  );

/** A whole number from 1 on, of seats: under a million. */
export const count = visible
  .regex(/^[1-9]\d*$/, {
    error: "is not a whole number from 1 on: write it like 12, without separators",
    abort: true,
  })
  .refine((value) => hasAtMost(6, value), tooLarge(6));

/** The first day of a month; `YYYY-MM` is completed. */
export const month = visible
  .overwrite((value) => (/^\d{4}-\d{2}$/.test(value) ? `${value}-01` : value))
  .regex(/^[1-9]\d{3}-(0[1-9]|1[0-2])-01$/, "is not a month: write its first day, YYYY-MM-01");

/** Nine decimals are what NUMERIC keeps; more would be rounded. */
const DECIMAL_HELP =
  "is not a decimal number: write it like 1234.56, with a point, without separators, with at most nine decimals";

/**
 * Digits before the point that no true value reaches, and below which every sum and product of the models stays
 * in NUMERIC and in the laptop's DECIMAL: the files are kept as history, so that one number beyond it would end every
 * build to come.
 */
const AMOUNT_DIGITS = 12;
/** A charge is divided in whole nano-dollars, which an INT64 holds up to nine billion dollars. */
export const ROW_DIGITS = 8;
const FEE_DIGITS = 6;
const PRICE_DIGITS = 5;
const SHARE_DIGITS = 3;
/** So that the sum of very many stays in INT64, as of the counts that sync lands. */
const TOKEN_DIGITS = 13;

/** US dollars of one month or one invoice. */
export const amount = number(decimalOf(/^\d+(\.\d{1,9})?$/, AMOUNT_DIGITS));

/** May be negative, as a credit note is. */
export const signedAmount = number(decimalOf(/^-?\d+(\.\d{1,9})?$/, AMOUNT_DIGITS));

/** US dollars of one row of a vendor's report. */
export const rowAmount = number(decimalOf(/^-?\d+(\.\d{1,9})?$/, ROW_DIGITS));

/** US dollars of one seat. */
export const fee = number(decimalOf(/^\d+(\.\d{1,9})?$/, FEE_DIGITS));

/** US dollars of a million tokens. */
export const price = number(decimalOf(/^\d+(\.\d{1,9})?$/, PRICE_DIGITS));

/** Percent of a whole. */
export const share = number(decimalOf(/^\d+(\.\d{1,9})?$/, SHARE_DIGITS));

/** A whole number of tokens or requests, from 0 on. */
export const tokens = text
  .regex(/^\d+$/, {
    error: "is not a whole number: write it like 1234, without separators",
    abort: true,
  })
  .refine((value) => hasAtMost(TOKEN_DIGITS, value), tooLarge(TOKEN_DIGITS));

function decimalOf(form: RegExp, digits: number) {
  return visible
    .regex(form, { error: DECIMAL_HELP, abort: true })
    .refine((value) => hasAtMost(digits, value), tooLarge(digits));
}

/** True of text with so many digits before the point, zeros at the start left out. */
export function hasAtMost(digits: number, value: string): boolean {
  const [, whole = ""] = /^-?\$?0*(\d*)/.exec(value) ?? [];
  return whole.length <= digits;
}

/** Goes on from the place of a number with more digits before the point. */
export function tooLarge(digits: number): string {
  const limit = separated(`1${"0".repeat(digits)}`);
  return `is not below ${limit}, which no true value reaches: check the digits`;
}

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
  return visible
    .overwrite((value) => known.get(value.toLowerCase()) ?? value)
    .refine((value) => words.includes(value), `must be one of ${words.join(", ")}`);
}

/** E-mail addresses between semicolons, commas or spaces; stored in lower case between semicolons. */
export const emailList = text
  .overwrite((value) => listed(value).join(";"))
  .refine((value) => invisibleIn(value) === null, {
    error: ({ input }) => invisibleReason(String(input)) ?? undefined,
    abort: true,
  })
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
