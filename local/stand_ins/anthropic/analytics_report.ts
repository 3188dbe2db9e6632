/**
 * The frame of both analytics endpoints: pieces of usage fall into one group for each combination of
 * dimensions and time bucket; groups are ranked, paged and shown as rows.
 */

import { dayOf, DAY_MS, instantText } from "../organization/days.ts";
import type { Day, Organization } from "../organization/model.ts";
import { REPORTING_DELAY_MS } from "../organization/traffic.ts";
import { pageToken, positionOf } from "./page_token.ts";
import type { Call } from "./wire.ts";
import { Refusal } from "../base/refusal.ts";
import { type Component, type Question, questionOf } from "./analytics_question.ts";
import { rbacGroups } from "../organization/rbac_groups.ts";
import {
  spreadOverGroups,
  actorEntry,
  type Dimension,
  DIMENSIONS,
  isDeletedUser,
  type Traits,
} from "./analytics_traits.ts";

/** The smallest thing that a report adds up. */
export interface Piece {
  readonly at: number;
  readonly traits: Traits;
}

/** One combination of dimensions in one time bucket. */
export interface Group<P extends Piece> {
  readonly start: number;
  readonly end: number;
  /** All dimensions, null where they are not grouped by. */
  readonly dimensions: Traits;
  readonly pieces: readonly P[];
}

/** What a row has beside its bounds and dimensions. */
export interface RowPart {
  readonly components: object;
  readonly metrics: object;
}

export interface Report<P extends Piece, Order extends string, Part extends RowPart> {
  /** The first is the default; `time` is one of them. */
  readonly orders: readonly [Order, ...Order[]];
  readonly components: readonly Component[];
  piecesOf(organization: Organization, day: Day, now: number): readonly P[];
  /** What groups are ranked by; never asked with `time`. */
  measure(pieces: readonly P[], orderBy: Order): bigint;
  /** What a row has beside its bounds: the metrics and more of the group, once for each component. */
  rowsOf(pieces: readonly P[], components: readonly Component[]): readonly Part[];
}

/** One page of a report. Throws Refusal (400). */
export function reportPage<P extends Piece, Order extends string, Part extends RowPart>(
  call: Call,
  report: Report<P, Order, Part>,
) {
  const question = questionOf(call, report.orders, report.components);
  const groups = ranked(groupsOf(call, question, report), question, report);
  const first = firstOf(call);
  const shown = groups.slice(first, first + question.limit);
  const next = first + shown.length;
  const hasMore = next < groups.length;
  const { organization } = call;
  return {
    data: shown
      .filter(({ dimensions }) => {
        return !question.excludesDeletedUsers || !isDeletedUser(organization, dimensions.actor);
      })
      .flatMap((group) => entriesOf(organization, group, question, report)),
    data_refreshed_at: instantText(call.now - REPORTING_DELAY_MS),
    has_more: hasMore,
    next_page: hasMore ? pageToken(call, String(next)) : null,
  };
}

function firstOf(call: Call): number {
  const first = Number(positionOf(call) ?? "0");
  if (!Number.isSafeInteger(first)) throw new Refusal(400, "page: Invalid page token");
  return first;
}

function groupsOf<P extends Piece, Order extends string>(
  { now, organization }: Call,
  question: Question<Order>,
  report: Report<P, Order, RowPart>,
): readonly Group<P>[] {
  const { end, start } = question;
  const findGroups = rbacGroups(organization);
  const byLabel = new Map<string, Group<P> & { readonly pieces: P[] }>();
  const isSpread = question.groups.includes("rbac_group_id");
  const labelOf = labels(question);
  for (let midnight = start - (start % DAY_MS); midnight < end; midnight += DAY_MS) {
    for (const piece of report.piecesOf(organization, dayOf(midnight), now)) {
      if (piece.at < start || piece.at >= end || !question.isWanted(piece.traits)) continue;
      const memberships = findGroups(piece.traits.actor);
      if (!isInGroup(memberships, question.rbacGroupIds)) continue;
      for (const traits of spreadOverGroups(piece.traits, isSpread ? memberships : [])) {
        const bounds = boundsOf(piece.at, question);
        const label = labelOf(bounds.start, traits);
        const group = byLabel.get(label);
        if (group !== undefined) group.pieces.push(piece);
        else byLabel.set(label, { ...bounds, dimensions: only(traits, question), pieces: [piece] });
      }
    }
  }
  return [...byLabel.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

/** Names a group; the pieces of one request follow one another and have one label. */
function labels({ groups }: Question<string>): (start: number, traits: Traits) => string {
  let last: { readonly start: number; readonly traits: Traits; readonly label: string } | null =
    null;
  return (start, traits) => {
    if (last?.start === start && last.traits === traits) return last.label;
    let label = String(start);
    for (const name of groups) label += `\u0000${traits[name] ?? "\uffff"}`;
    last = { start, traits, label };
    return label;
  };
}

function isInGroup(memberships: readonly string[], asked: readonly string[]): boolean {
  return asked.length === 0 || asked.some((group) => memberships.includes(group));
}

function boundsOf(at: number, { end, start, width }: Question<string>) {
  if (width === null) return { start, end };
  const bucket = at - (at % width);
  return { start: bucket, end: bucket + width };
}

/** Copied and filled: a group of a year's reports is made half a million times. */
const UNGROUPED = Object.fromEntries(DIMENSIONS.map((name) => [name, null])) as {
  readonly [name in Dimension]: null;
};

function only(traits: Traits, { groups }: Question<string>): Traits {
  const grouped: { [name in Dimension]: string | null } = { ...UNGROUPED };
  for (const name of groups) grouped[name] = traits[name];
  return grouped as Traits;
}

/** By a metric, or by time and within a bucket by the default metric, highest first. Ties keep their order. */
function ranked<P extends Piece, Order extends string>(
  groups: readonly Group<P>[],
  { isAscending, orderBy, width }: Question<Order>,
  report: Report<P, Order, RowPart>,
): readonly Group<P>[] {
  const isByTime = orderBy === "time" && width !== null;
  const metric = orderBy === "time" ? report.orders[0] : orderBy;
  const sign = isAscending ? 1 : -1;
  return groups
    .map((group) => ({ group, size: report.measure(group.pieces, metric) }))
    .sort((a, b) => {
      if (!isByTime) return sign * compare(a.size, b.size);
      return sign * compare(a.group.start, b.group.start) || -compare(a.size, b.size);
    })
    .map(({ group }) => group);
}

function compare<T extends bigint | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function entriesOf<P extends Piece, Order extends string, Part extends RowPart>(
  organization: Organization,
  { dimensions, end, pieces, start }: Group<P>,
  { components }: Question<Order>,
  report: Report<P, Order, Part>,
) {
  const { actor } = dimensions;
  const group = {
    ...dimensions,
    actor: actor === null ? null : actorEntry(organization, actor),
  };
  const [ending_at, starting_at] = [instantText(end), instantText(start)];
  return report.rowsOf(pieces, components).map((row) => ({
    ...(row.metrics as Part["metrics"]),
    ending_at,
    group: { ...group, ...(row.components as Part["components"]) },
    starting_at,
  }));
}
