/**
 * The parts of a date that GoogleSQL names, and the zone that a call names. The session's is UTC, so a call that says 'UTC'
 * is the call without it, and costs no more: the project's own SQL says it everywhere, since BigQuery lets a project have
 * another default.
 */
import { UnsupportedError } from "../syntax/errors.ts";
import { stringLiteral } from "../syntax/text.ts";
import { isGroup, type Nodes } from "../syntax/tree.ts";
import { unexpected } from "../syntax/unexpected.ts";

export const DATE_PARTS: ReadonlySet<string> = new Set(
  "microsecond millisecond second minute hour day week month quarter year".split(" "),
);

const WEEKS: Readonly<Record<string, string>> = { monday: "week_monday", sunday: "week" };

/** A date part as text: 'day', 'isoweek', 'week_monday'. */
export function datePart(nodes: Nodes): string {
  const [word, day] = nodes;
  if (word?.kind !== "word") throw unexpected(word);
  if (word.value === "week" && isGroup(day)) {
    const start = day.children[0];
    const name = start?.kind === "word" ? WEEKS[start.value] : undefined;
    if (name === undefined) throw new UnsupportedError("this day in WEEK(…)", day);
    return stringLiteral(name);
  }
  if (!DATE_PARTS.has(word.value) && !["isoweek", "isoyear"].includes(word.value)) {
    throw new UnsupportedError(`date part ${word.text.toUpperCase()}`, word);
  }
  return stringLiteral(word.value);
}

/** At which of its arguments, from 0, a function takes a zone. */
const ZONE_AT: Readonly<Record<string, number>> = {
  current_date: 0,
  current_datetime: 0,
  date: 1,
  datetime: 1,
  string: 1,
  timestamp: 1,
  format_timestamp: 2,
  parse_timestamp: 2,
  timestamp_trunc: 2,
};

/** Whether this is the literal 'UTC' and nothing else. */
export function isUtc(nodes: Nodes): boolean {
  const [zone, ...others] = nodes;
  return others.length === 0 && zone?.kind === "string" && zone.value === "UTC";
}

/** Whether a call of so many arguments may name a zone behind them and does not. */
export function zoneLeftOut(name: string, count: number): boolean {
  return Object.hasOwn(ZONE_AT, name) && ZONE_AT[name] === count;
}

/** The arguments of the function, without a last one that is the zone of the session; a text beside one may name no other. */
export function withoutUtc(name: string, values: readonly Nodes[]): readonly Nodes[] {
  const last = values.length - 1;
  if (name === "timestamp") return values;
  const isZone =
    Object.hasOwn(ZONE_AT, name) && ZONE_AT[name] === last && isUtc(values[last] ?? []);
  return isZone ? values.slice(0, last) : values;
}
