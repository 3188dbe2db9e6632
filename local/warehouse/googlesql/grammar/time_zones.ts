/**
 * The zone that a call names. The session's is UTC, so a call that says 'UTC' is the call without it, and costs no more:
 * the project's own SQL says it everywhere, since BigQuery lets a project have another default.
 */
import type { Nodes } from "../syntax/tree.ts";

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

/** The arguments of the function, without a last one that is the zone of the session. */
export function withoutUtc(name: string, values: readonly Nodes[]): readonly Nodes[] {
  const last = values.length - 1;
  const isZone =
    Object.hasOwn(ZONE_AT, name) && ZONE_AT[name] === last && isUtc(values[last] ?? []);
  return isZone ? values.slice(0, last) : values;
}
