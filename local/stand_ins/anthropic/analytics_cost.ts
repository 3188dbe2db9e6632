/**
 * `/v1/organizations/analytics/cost`: what the same single requests cost that the other reports are
 * made of, by key, actor, workspace and more. Priority tier is left out, as in the cost report.
 */

import { type Charge, chargesOf } from "../organization/charges.ts";
import type { Day, ExtraCharge, Organization, UsageRequest } from "../organization/model.ts";
import { oncePer } from "../organization/once_per.ts";
import { visibleExtraCharges, visibleRequests } from "../organization/visible.ts";
import { centsText } from "./cost_report.ts";
import { TOKEN_TYPES, type TokenType } from "../base/anthropic_tokens.ts";
import type { Call } from "./wire.ts";
import { type Component, COMPONENTS } from "./analytics_question.ts";
import { type Piece, type Report, reportPage } from "./analytics_report.ts";
import { extraTraits, requestTraits } from "./analytics_traits.ts";

interface CostPiece extends Piece {
  /** The request or the span that was charged; charges of one request share it. */
  readonly source: object;
  readonly costType: Charge["costType"] | ExtraCharge["kind"];
  readonly tokenType: TokenType | null;
  /** After discount. */
  readonly nanoUsd: bigint;
  /** Before discount. */
  readonly listNanoUsd: bigint;
}

type Part = ReturnType<typeof rowsOf>[number];

const REPORT: Report<CostPiece, "amount" | "list_amount" | "time", Part> = {
  orders: ["amount", "list_amount", "time"],
  components: COMPONENTS,
  piecesOf,
  measure: (pieces, orderBy) =>
    pieces.reduce(
      (sum, piece) => sum + (orderBy === "list_amount" ? piece.listNanoUsd : piece.nanoUsd),
      0n,
    ),
  rowsOf,
};

export function analyticsCost(call: Call) {
  return reportPage(call, REPORT);
}

function piecesOf(organization: Organization, day: Day, now: number): readonly CostPiece[] {
  const pieces = visibleRequests(organization, day, now).flatMap(requestPieces(organization));
  const extras = visibleExtraCharges(organization, day, now).map((extra): CostPiece => ({
    at: extra.at,
    traits: extraTraits(organization, extra),
    source: extra,
    costType: extra.kind,
    tokenType: null,
    nanoUsd: extra.nanoUsd,
    listNanoUsd: extra.nanoUsd,
  }));
  return [...pieces, ...extras];
}

/** Each request is in many reports, and its pieces are the same in all of them. */
const requestPieces = oncePer((organization: Organization) => {
  const traitsOf = requestTraits(organization);
  return oncePer((request: UsageRequest): readonly CostPiece[] => {
    const traits = traitsOf(request);
    return chargesOf(request, organization.adjustment).map((charge) => ({
      at: request.at,
      traits,
      source: request,
      costType: charge.costType,
      tokenType: charge.tokenKind === null ? null : TOKEN_TYPES[charge.tokenKind].type,
      nanoUsd: charge.nanoUsd,
      // An adjustment gives back a part of the list price, so it stands for the discount here.
      listNanoUsd: charge.isAdjustment ? 0n : charge.nanoUsd,
    }));
  });
});

/** Grouped by token type alone there are token rows only; with cost type the other costs come too. */
function rowsOf(pieces: readonly CostPiece[], components: readonly Component[]) {
  const byToken = components.includes("token_type");
  const byCost = components.includes("cost_type");
  const shown = byToken && !byCost ? pieces.filter(({ tokenType }) => tokenType !== null) : pieces;
  const parts = new Map<string, CostPiece[]>();
  for (const piece of shown) {
    const label = [
      byToken || byCost ? piece.costType : "",
      byToken ? (piece.tokenType ?? "") : "",
    ].join("|");
    const part = parts.get(label);
    if (part === undefined) parts.set(label, [piece]);
    else part.push(piece);
  }
  return [...parts.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, part]) => ({
      components: {
        cost_type: byToken || byCost ? (part[0]?.costType ?? null) : null,
        token_type: byToken ? (part[0]?.tokenType ?? null) : null,
      },
      metrics: { cost: costOf(part, components.length === 0) },
    }));
}

function costOf(pieces: readonly CostPiece[], isWhole: boolean) {
  const sum = (amountOf: (piece: CostPiece) => bigint): string =>
    centsText(pieces.reduce((total, piece) => total + amountOf(piece), 0n));
  return {
    amount: sum(({ nanoUsd }) => nanoUsd),
    currency: "USD",
    list_amount: sum(({ listNanoUsd }) => listNanoUsd),
    requests: isWhole ? new Set(pieces.map(({ source }) => source)).size : null,
  };
}
