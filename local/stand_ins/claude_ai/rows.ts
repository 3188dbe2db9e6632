/** Rows of reports: pieces grouped, added up and written as the vendor writes them. */

import { listOf } from "../base/anthropic_query.ts";
import type { Call } from "./call.ts";
import {
  COMPONENTS,
  type Dimension,
  type Dimensions,
  type Piece,
  USAGE_DIMENSIONS,
  type UsageDimension,
} from "./pieces.ts";

export type Kind = keyof Rows;

const DIMENSIONS: Readonly<Record<Kind, readonly Dimension[]>> = {
  cost: [...USAGE_DIMENSIONS, ...COMPONENTS],
  usage: USAGE_DIMENSIONS,
};

/** The dimensions of the question. Throws Refusal (400). */
export function groupsAsked({ query }: Call, kind: Kind): readonly Dimension[] {
  return listOf(query, "group_by", DIMENSIONS[kind]) as readonly Dimension[];
}

/** The pieces by what they agree in, in the order of their first one. */
export function grouped<P extends Piece>(
  pieces: readonly P[],
  labelOf: (piece: P) => readonly (number | string | null)[],
): readonly (readonly P[])[] {
  const groups = new Map<string, P[]>();
  for (const piece of pieces) {
    const label = JSON.stringify(labelOf(piece));
    const group = groups.get(label);
    if (group === undefined) groups.set(label, [piece]);
    else group.push(piece);
  }
  return [...groups.values()];
}

/** Dimensions of a row; what was not asked for is null. */
type Cut<Name extends Dimension> = { readonly [Each in Name]: Dimensions[Each] | null };

/** What a row has beside whose and when. */
export interface Rows {
  readonly cost: Cut<Dimension> & ReturnType<typeof costOf>;
  readonly usage: Cut<UsageDimension> & ReturnType<typeof usageOf>;
}

/** One row of the pieces: dimensions that were not asked for are null. */
export function rowOf<K extends Kind>(
  pieces: readonly Piece[],
  kind: K,
  groupBy: readonly Dimension[],
): Rows[K] {
  const first = pieces[0]?.dimensions;
  const dimensions = Object.fromEntries(
    DIMENSIONS[kind].map((name) => [name, groupBy.includes(name) ? (first?.[name] ?? null) : null]),
  );
  // A token type is a kind of token, so rows by token type say so, asked or not.
  const costType = groupBy.includes("token_type") ? { cost_type: first?.cost_type ?? null } : {};
  const metrics = kind === "cost" ? costOf(pieces, groupBy) : usageOf(pieces);
  const row = { ...dimensions, ...(kind === "cost" ? costType : {}), ...metrics };
  return row as Rows[K];
}

/** By token type alone a report has rows of tokens only; with cost type the other costs come too. */
export function shownPieces(pieces: readonly Piece[], groupBy: readonly Dimension[]) {
  const tokensOnly = groupBy.includes("token_type") && !groupBy.includes("cost_type");
  return tokensOnly ? pieces.filter(({ dimensions }) => dimensions.cost_type === "tokens") : pieces;
}

export function amountOf(pieces: readonly Piece[]): bigint {
  return pieces.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0n);
}

export function listAmountOf(pieces: readonly Piece[]): bigint {
  return pieces.reduce((sum, { listNanoUsd }) => sum + listNanoUsd, 0n);
}

export function usesOf(pieces: readonly Piece[]) {
  return [...new Set(pieces.map(({ use }) => use))];
}

/** Cents with six decimals, as the vendor's examples have them; ten nano-dollars are the last one. */
export function centsText(nanoUsd: bigint): string {
  const sign = nanoUsd < 0n ? "-" : "";
  const units = (nanoUsd < 0n ? -nanoUsd : nanoUsd) / 10n;
  return `${sign}${units / 1_000_000n}.${String(units % 1_000_000n).padStart(6, "0")}`;
}

function costOf(pieces: readonly Piece[], groupBy: readonly Dimension[]) {
  const isSplit = COMPONENTS.some((name) => groupBy.includes(name));
  return {
    amount: centsText(amountOf(pieces)),
    currency: "USD",
    list_amount: centsText(listAmountOf(pieces)),
    requests: isSplit ? null : usesOf(pieces).length,
  };
}

export function usageOf(pieces: readonly Piece[]) {
  const uses = usesOf(pieces);
  const sum = (countOf: (use: (typeof uses)[number]) => number): number =>
    uses.reduce((total, use) => total + countOf(use), 0);
  return {
    uncached_input_tokens: sum(({ tokens }) => tokens.uncachedInput),
    cache_creation: {
      ephemeral_1h_input_tokens: sum(({ tokens }) => tokens.cacheWrite1h),
      ephemeral_5m_input_tokens: sum(({ tokens }) => tokens.cacheWrite5m),
    },
    cache_read_input_tokens: sum(({ tokens }) => tokens.cacheRead),
    output_tokens: sum(({ tokens }) => tokens.output),
    server_tool_use: { web_search_requests: sum(({ webSearches }) => webSearches) },
    requests: uses.length,
    total_tokens: sum(
      ({ tokens }) =>
        tokens.uncachedInput +
        tokens.cacheWrite1h +
        tokens.cacheWrite5m +
        tokens.cacheRead +
        tokens.output,
    ),
  };
}

/** The envelope of all four reports; null while no export covers any part of the range. */
export function envelope(call: Call, start: number) {
  const { claudeAi, refreshedAt } = call;
  return {
    data_refreshed_at: refreshedAt > start ? new Date(refreshedAt).toISOString() : null,
    organization_id: claudeAi.organizationId,
  };
}
