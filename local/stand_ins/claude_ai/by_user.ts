/** `user_cost_report` and `user_usage_report`: a row per person and group, ranked; only what has a seat user. */

import { choiceOf, limitOf } from "../base/anthropic_query.ts";
import { Refusal } from "../base/refusal.ts";
import type { ClaudeAiUser } from "../organization/claude_ai.ts";
import { DAY_MS, instantText } from "../organization/days.ts";
import type { Call } from "./call.ts";
import { cursorTo, positionOf } from "./cursors.ts";
import { COMPONENTS, type Dimension, type Piece, piecesOf } from "./pieces.ts";
import { rangeOf, WIDTH_MS } from "./range.ts";
import {
  amountOf,
  envelope,
  grouped,
  groupsAsked,
  type Kind,
  listAmountOf,
  rowOf,
  shownPieces,
  usageOf,
} from "./rows.ts";

/** Whom the row is of, and with a bucket width when. */
interface UserPiece extends Piece {
  readonly userId: string;
  readonly bucket: number | null;
}

type Measure = (pieces: readonly Piece[]) => bigint;

const MEASURES: Readonly<Record<Kind, Readonly<Record<string, Measure>>>> = {
  cost: { amount: amountOf, list_amount: listAmountOf },
  usage: {
    total_tokens: (pieces) => BigInt(usageOf(pieces).total_tokens),
    output_tokens: (pieces) => BigInt(usageOf(pieces).output_tokens),
    requests: (pieces) => BigInt(usageOf(pieces).requests),
    uncached_input_tokens: (pieces) => BigInt(usageOf(pieces).uncached_input_tokens),
  },
};

export function userReport<K extends Kind>(kind: K) {
  return (call: Call) => {
    const { query, claudeAi } = call;
    const groupBy = groupsAsked(call, kind);
    const width = widthOf(query);
    const range = rangeOf(query, call.now, width ?? 1);
    if (width === WIDTH_MS["1m"] && range.end - range.start > DAY_MS) {
      throw new Refusal(400, "bucket_width: with 1m the range may span at most 24 hours");
    }
    const limit = limitOf(query, { standard: 20, max: 1000 });
    const users = new Map(claudeAi.users.map((user) => [user.userId, user]));
    const pieces = shownPieces(piecesOf(call, range, groupBy), groupBy).flatMap(
      (piece): UserPiece[] => {
        const { userId, at } = piece.use;
        const bucket = width === null ? null : at - (at % width);
        return userId === null ? [] : [{ ...piece, userId, bucket }];
      },
    );
    // These two split a row without counting toward the limit.
    const counted = groupBy.filter((name) => !COMPONENTS.some((component) => component === name));
    const units = ranked(
      grouped(pieces, ({ dimensions, userId, bucket }) => [
        userId,
        bucket,
        ...counted.map((name) => dimensions[name]),
      ]),
      call,
      kind,
    );
    const position = positionOf(call);
    const page = units.slice(position, position + limit);
    const hasMore = position + page.length < units.length;
    const excludes = query.get("exclude_deleted_users") === "true";
    return {
      data: page
        .filter(([piece]) => !excludes || !isDeleted(users.get(piece?.userId ?? ""), call.now))
        .flatMap((unit) => unitRows(unit, { call, kind, groupBy, users, width })),
      ...envelope(call, range.start),
      has_more: hasMore,
      next_page: hasMore ? cursorTo(call, position + page.length) : null,
    };
  };
}

function widthOf(query: URLSearchParams): number | null {
  if (!query.has("bucket_width")) return null;
  if (!query.has("ending_at")) {
    throw new Refusal(400, "ending_at: is required when bucket_width is set");
  }
  return WIDTH_MS[choiceOf(query, "bucket_width", ["1d", "1h", "1m"])];
}

function ranked(units: readonly (readonly UserPiece[])[], { query }: Call, kind: Kind) {
  const [first = "", ...others] = Object.keys(MEASURES[kind]);
  const measure = MEASURES[kind][choiceOf(query, "order_by", [first, ...others])] ?? amountOf;
  const sign = choiceOf(query, "order", ["desc", "asc"]) === "desc" ? 1n : -1n;
  return units
    .map((unit) => ({ unit, size: measure(unit) * sign }))
    .sort((left, right) => (right.size > left.size ? 1 : right.size < left.size ? -1 : 0))
    .map(({ unit }) => unit);
}

interface RowContext<K extends Kind> {
  readonly call: Call;
  readonly kind: K;
  readonly groupBy: readonly Dimension[];
  readonly users: ReadonlyMap<string, ClaudeAiUser>;
  readonly width: number | null;
}

function unitRows<K extends Kind>(unit: readonly UserPiece[], context: RowContext<K>) {
  const { call, kind, groupBy, users, width } = context;
  const bucket = unit[0]?.bucket ?? null;
  const split = COMPONENTS.filter((name) => groupBy.includes(name));
  return grouped(unit, ({ dimensions }) => split.map((name) => dimensions[name])).map((pieces) => ({
    actor: actorOf(users.get(unit[0]?.userId ?? ""), call.now),
    ...rowOf(pieces, kind, groupBy),
    starting_at: bucket === null ? null : instantText(bucket),
    ending_at: bucket === null || width === null ? null : instantText(bucket + width),
  }));
}

function isDeleted(user: ClaudeAiUser | undefined, now: number): boolean {
  return user === undefined || user.removedAt <= now || user.deletedAt <= now;
}

/** Until this day the address is called as the reference's example has it, since then as the official SDK's types. */
const EMAIL_ADDRESS_FROM = Date.parse("2026-10-21T00:00:00Z");

/** A removed member keeps name and e-mail; a deleted account keeps its id alone. */
function actorOf(user: ClaudeAiUser | undefined, now: number) {
  const isGone = user === undefined || user.deletedAt <= now;
  const actor = {
    type: "user_actor" as const,
    user_id: user?.userId ?? "",
    email_address: isGone ? null : user.email,
    name: isGone ? "Deleted User" : user.name,
    deleted: isDeleted(user, now),
  };
  if (now >= EMAIL_ADDRESS_FROM) return actor;
  const { email_address: email, ...before } = actor;
  // The types do not know the older name.
  return { ...before, email } as unknown as typeof actor;
}
