/**
 * What Google bills for a day of calls: one line for each project, SKU and hour, rounded to six decimals of the
 * account's currency, with the calls behind it, which only the truth knows. Amounts are exact: bigint, no double.
 */

import { addDays, DAY_MS, dayOf, HOUR_MS, startOf } from "../organization/days.ts";
import type { Day } from "../organization/model.ts";
import { randomFrom } from "../organization/random.ts";
import type { VertexCall, VertexProject } from "../organization/vertex.ts";
import { ALL_KINDS, amountOf, type Kind, picoUsdOf, type Sku, skuOf, vertexModel } from "./skus.ts";

export interface Credit {
  readonly name: string;
  readonly type: string;
  /** Millionths of the account's currency, negative. */
  readonly micros: bigint;
}

export interface BillLine {
  readonly project: VertexProject;
  readonly service: string;
  readonly sku: Sku;
  /** Id of the model in prices.ts. */
  readonly model: string;
  readonly hour: number;
  readonly exportedAt: number;
  /** Tokens or searches. */
  readonly amount: number;
  /** Millionths of the account's currency. */
  readonly micros: bigint;
  readonly credits: readonly Credit[];
  /** Null for usage as it came; a line that corrects or makes good says how. */
  readonly adjustment: { readonly mode: string; readonly type: string } | null;
  /** The calls that the line is for, and how many of its tokens or searches each has. */
  readonly parts: readonly { readonly call: VertexCall; readonly amount: number }[];
}

/** Currency a dollar; exact in nine decimals the other way round, so that the truth needs no rounding. */
interface Rate {
  readonly text: string;
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const ONE: Rate = { text: "1", numerator: 1n, denominator: 1n };
const EUROS: readonly { readonly from: Day; readonly rate: Rate }[] = [
  { from: "0000-01-01", rate: { text: "0.8", numerator: 4n, denominator: 5n } },
  { from: "2026-10-01", rate: { text: "0.78125", numerator: 25n, denominator: 32n } },
];

/** The export's conversion rate for the usage of a day. */
export function rateOf({ paysIn }: VertexProject, day: Day): Rate {
  return paysIn === "USD" ? ONE : (EUROS.findLast(({ from }) => from <= day)?.rate ?? ONE);
}

/** What a line comes to with its credits, in nano-dollars. */
export function netNanoUsd({ project, micros, credits, hour }: BillLine): bigint {
  const { numerator, denominator } = rateOf(project, dayOf(hour));
  const net = credits.reduce((sum, credit) => sum + credit.micros, micros);
  return (net * 1000n * denominator) / numerator;
}

/** The lines of a project's calls of one UTC day, in the order of hour and SKU. */
export function billOf(
  project: VertexProject,
  day: Day,
  calls: readonly VertexCall[],
): readonly BillLine[] {
  const groups = new Map<string, { kind: Kind; calls: VertexCall[] }>();
  for (const call of calls) {
    for (const kind of ALL_KINDS) {
      if (amountOf(call, kind) === 0) continue;
      const key = `${hourOf(call.at)} ${skuOf(call, kind).description}`;
      const group = groups.get(key) ?? { kind, calls: [] };
      group.calls.push(call);
      groups.set(key, group);
    }
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]) => lineOf(project, day, key, group));
}

function lineOf(
  project: VertexProject,
  day: Day,
  key: string,
  { kind, calls }: { readonly kind: Kind; readonly calls: readonly VertexCall[] },
): BillLine {
  const [first] = calls;
  if (first === undefined) throw new RangeError("a line needs a call");
  const parts = calls.map((call) => ({ call, amount: amountOf(call, kind) }));
  const amount = parts.reduce((sum, part) => sum + part.amount, 0);
  const { numerator, denominator } = rateOf(project, day);
  const pico = BigInt(amount) * picoUsdOf(first, kind) * numerator;
  const micros = roundedUp(pico, denominator * 1_000_000n);
  const hour = hourOf(first.at);
  // One line in fifty is late, by days.
  const isLate = randomFrom("late", project.id, key).chance(2);
  return {
    project,
    service: vertexModel(first.model).service,
    sku: skuOf(first, kind),
    model: first.model,
    hour,
    exportedAt: hour + 5 * HOUR_MS + (isLate ? 3 * DAY_MS : 0),
    amount,
    micros,
    credits: creditsOf(project, day, first, micros),
    adjustment: null,
    parts,
  };
}

/** A promotion on everything of the team's Opus in odd weeks, and a discount besides for a grant. */
function creditsOf(
  project: VertexProject,
  day: Day,
  { model }: VertexCall,
  micros: bigint,
): readonly Credit[] {
  const week = Math.floor(startOf(day) / (7 * DAY_MS));
  if (model !== "claude-opus-4-8" || week % 2 === 0 || project.paysIn === "EUR") return [];
  const promotion = { name: "Example promotion", type: "PROMOTION", micros: -(micros / 10n) };
  if (project.fundingSource !== "grant") return [promotion];
  return [promotion, { name: "Example discount", type: "DISCOUNT", micros: -(micros / 20n) }];
}

/** A line is taken back and billed anew, a fifth lower, some days later; usage and hour stay the line's own. */
export function corrected(line: BillLine): readonly BillLine[] {
  const adjustment = {
    mode: "COMPLETE_NEGATION_WITH_REMONETIZATION",
    type: "PRICE_CORRECTION",
  };
  const exportedAt = line.hour + 6 * DAY_MS;
  const negated = line.credits.map((credit) => ({ ...credit, micros: -credit.micros }));
  return [
    {
      ...line,
      ...{ exportedAt, adjustment, amount: -line.amount, micros: -line.micros, credits: negated },
    },
    { ...line, exportedAt, adjustment, micros: (line.micros * 4n) / 5n, credits: [] },
  ];
}

/** A quarter of a dollar given back on a project beside one of its lines, to whom the line is for. */
export function madeGood(line: BillLine): BillLine {
  const adjustment = { mode: "MANUAL_ADJUSTMENT", type: "GOODWILL" };
  const exportedAt = startOf(addDays(dayOf(line.hour), 7));
  const given = { amount: 0, micros: -250_000n, credits: [] };
  return { ...line, ...given, exportedAt, adjustment };
}

function hourOf(instant: number): number {
  return Math.floor(instant / HOUR_MS) * HOUR_MS;
}

/** Half and more go up, as amounts are not negative here. */
function roundedUp(amount: bigint, divisor: bigint): bigint {
  return (2n * amount + divisor) / (2n * divisor);
}
