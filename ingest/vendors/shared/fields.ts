/** What fields of several vendors' answers may hold, and how Anthropic's reports go on. */

import { z } from "zod";

import { unread } from "../../endpoint/unread.ts";
import { DECIMAL, fitsABill, separated, TOO_LARGE } from "../../money/decimal.ts";

export const text = z.string();
export const nullableText = z.string().nullish();
/** No true count reaches it, and a build adds up nine hundred thousand of them within INT64. */
const MOST_COUNTED = 10 ** 13;
const COUNT_TOO_LARGE = `expected a count of at most ${separated(String(MOST_COUNTED))}`;

/** May be negative: whether a vendor may correct a count downwards is for a law to say. */
export const count = z
  .number()
  .int()
  .min(-MOST_COUNTED, COUNT_TOO_LARGE)
  .max(MOST_COUNTED, COUNT_TOO_LARGE);

/** Money on the wire is decimal text; a number would already have lost digits. */
export const money = z
  .string()
  .regex(DECIMAL, { message: "expected a decimal string", abort: true })
  .refine(fitsABill, TOO_LARGE);

/** What BigQuery reads as a TIMESTAMP: six decimals, fourteen hours of offset. One that it cannot read ends every build. */
const TIMESTAMP = /T\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-](0\d|1[0-3]):\d\d|[+-]14:00)$/;
const FIRST_MS = Date.parse("0001-01-01T00:00:00Z");
const LAST_MS = Date.parse("9999-12-31T23:59:59.999Z");

function isOfItsYears(ms: number): boolean {
  return ms >= FIRST_MS && ms <= LAST_MS;
}

export const instant = z.iso
  .datetime({ offset: true, abort: true })
  .refine(
    (said) => TIMESTAMP.test(said) && isOfItsYears(Date.parse(said)),
    "expected an instant of the years 1 to 9999 in UTC with six decimals at most",
  );

/** What nothing reads. */
export const unreadText = unread(text);
export const unreadNullableText = unread(nullableText);
export const unreadCount = unread(count);
export const unreadNullableCount = unread(count.nullish());

/** What a row of any usage report of Anthropic's counts. */
export const tokenCounts = {
  uncached_input_tokens: count,
  // Nested: a client that reads a flat field counts no cache writes at all.
  cache_creation: z.looseObject({
    ephemeral_5m_input_tokens: count,
    ephemeral_1h_input_tokens: count,
  }),
  cache_read_input_tokens: count,
  output_tokens: count,
  server_tool_use: z.looseObject({ web_search_requests: count }),
};

/** A report: `data`, and whether and where it goes on. */
export function paged<T extends z.ZodType>(row: T) {
  return z.looseObject({
    data: z.array(row),
    has_more: z.boolean(),
    next_page: z.string().nullable(),
  });
}
