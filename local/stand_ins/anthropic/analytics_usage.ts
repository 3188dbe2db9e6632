/**
 * `/v1/organizations/analytics/usage`: tokens and searches of the same single requests, blocked and
 * priority ones included; code execution is a row of spans without tokens.
 */

import type { Day, Organization, UsageRequest } from "../organization/model.ts";
import { visibleExtraCharges, visibleRequests } from "../organization/visible.ts";
import { countsOf } from "./usage_report.ts";
import type { Call } from "./wire.ts";
import { type Piece, type Report, reportPage } from "./analytics_report.ts";
import { extraTraits, requestTraits } from "./analytics_traits.ts";

interface UsagePiece extends Piece {
  /** null for a span of code execution. */
  readonly request: UsageRequest | null;
}

type Order = "output_tokens" | "requests" | "time" | "total_tokens" | "uncached_input_tokens";

interface Part {
  readonly components: object;
  readonly metrics: { readonly usage: ReturnType<typeof usageOf> };
}

const REPORT: Report<UsagePiece, Order, Part> = {
  orders: ["total_tokens", "output_tokens", "requests", "time", "uncached_input_tokens"],
  components: [],
  piecesOf,
  measure: (pieces, orderBy) => {
    const metrics: Readonly<Partial<Record<Order, number>>> = usageOf(pieces);
    return BigInt(metrics[orderBy] ?? 0);
  },
  rowsOf: (pieces) => [{ components: {}, metrics: { usage: usageOf(pieces) } }],
};

export function analyticsUsage(call: Call) {
  return reportPage(call, REPORT);
}

function piecesOf(organization: Organization, day: Day, now: number): readonly UsagePiece[] {
  const traitsOf = requestTraits(organization);
  const requests = visibleRequests(organization, day, now).map((request) => ({
    at: request.at,
    traits: traitsOf(request),
    request,
  }));
  const spans = visibleExtraCharges(organization, day, now)
    .filter(({ kind }) => kind === "code_execution")
    .map((extra) => ({ at: extra.at, traits: extraTraits(organization, extra), request: null }));
  return [...requests, ...spans];
}

function usageOf(pieces: readonly UsagePiece[]) {
  const counts = countsOf(pieces.flatMap(({ request }) => (request === null ? [] : [request])));
  const { cache_creation: written } = counts;
  return {
    ...counts,
    requests: pieces.length,
    total_tokens:
      counts.uncached_input_tokens +
      counts.cache_read_input_tokens +
      counts.output_tokens +
      written.ephemeral_1h_input_tokens +
      written.ephemeral_5m_input_tokens,
  };
}
