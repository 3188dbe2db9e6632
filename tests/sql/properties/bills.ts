/** Arbitrary bills for properties: pages of a cost report as a vendor may write them. */

import fc from "fast-check";

/** One line of a bucket, in the vendor's words; `amount` is decimal text in cents. */
export interface Line {
  readonly currency: "USD";
  readonly amount: string;
  readonly workspace_id: string | null;
  readonly description: string;
  readonly cost_type: string;
  readonly model: string | null;
  readonly token_type: string | null;
  readonly service_tier: string | null;
  readonly context_window: string | null;
  readonly inference_geo: string | null;
}

/** The lines of each day. */
export type Bill = readonly (readonly Line[])[];

export const DAYS = ["2026-01-05", "2026-01-06"] as const;

/** Nano-dollars in a cent: amounts have seven decimals of a cent at most. */
const NANOS_PER_CENT = 10_000_000n;

const nanos = fc.bigInt({ min: -5_000_000_000n, max: 900_000_000_000n });

const tokens = fc.record({
  currency: fc.constant("USD" as const),
  amount: nanos.map(centsText),
  workspace_id: fc.constantFrom(null, "wrkspc_1", "wrkspc_2"),
  description: fc.constantFrom("Claude Opus 4.8 Usage", "Claude Sonnet 4.5 Usage"),
  cost_type: fc.constant("tokens"),
  model: fc.constantFrom("claude-opus-4-8", "claude-sonnet-4-5-20250929"),
  token_type: fc.constantFrom("uncached_input_tokens", "output_tokens", "cache_read_input_tokens"),
  service_tier: fc.constantFrom("standard", "batch"),
  context_window: fc.constantFrom("0-200k", "200k-1M"),
  inference_geo: fc.constantFrom("global", "us"),
});

const search = fc.record({
  currency: fc.constant("USD" as const),
  amount: nanos.map(centsText),
  workspace_id: fc.constantFrom(null, "wrkspc_1"),
  description: fc.constant("Web Search Usage"),
  cost_type: fc.constant("web_search"),
  model: fc.constant(null),
  token_type: fc.constant(null),
  service_tier: fc.constant(null),
  context_window: fc.constant(null),
  inference_geo: fc.constant(null),
});

export const line: fc.Arbitrary<Line> = fc.oneof({ weight: 4, arbitrary: tokens }, search);

/** Two days of one to eight lines. */
export const bill: fc.Arbitrary<Bill> = fc.array(fc.array(line, { minLength: 1, maxLength: 8 }), {
  minLength: DAYS.length,
  maxLength: DAYS.length,
});

/** A bill and the same lines in another order within each day. */
export const shuffledBill: fc.Arbitrary<{ readonly given: Bill; readonly shuffled: Bill }> =
  bill.chain((given) =>
    fc
      .tuple(...given.map((lines) => fc.shuffledSubarray([...lines], { minLength: lines.length })))
      .map((shuffled) => ({ given, shuffled })),
  );

/** A bill and the same bill with one line replaced by two that add up to it. */
export const splitBill: fc.Arbitrary<{ readonly given: Bill; readonly split: Bill }> = fc
  .tuple(bill, fc.nat(), fc.nat(), nanos)
  .map(([given, dayChoice, lineChoice, part]) => {
    const day = dayChoice % given.length;
    const index = lineChoice % (given[day]?.length ?? 1);
    const split = given.map((lines, atDay) =>
      lines.flatMap((each, at) => (atDay === day && at === index ? parts(each, part) : [each])),
    );
    return { given, split };
  });

function parts(whole: Line, part: bigint): readonly Line[] {
  const rest = nanosOf(whole.amount) - part;
  return [part, rest].map((amount) => ({ ...whole, amount: centsText(amount) }));
}

/** Nano-dollars as decimal text in cents, as short as it can be. */
function centsText(amount: bigint): string {
  const size = amount < 0n ? -amount : amount;
  const fraction = String(size % NANOS_PER_CENT)
    .padStart(7, "0")
    .replace(/0+$/, "");
  const text = `${size / NANOS_PER_CENT}${fraction === "" ? "" : `.${fraction}`}`;
  return amount < 0n ? `-${text}` : text;
}

function nanosOf(text: string): bigint {
  const [whole = "0", fraction = ""] = text.replace("-", "").split(".");
  const size = BigInt(whole + fraction.padEnd(7, "0"));
  return text.startsWith("-") ? -size : size;
}
