/**
 * `/v1/organizations/cost_report`: amounts as decimal text in cents, split by workspace and
 * description at most, priority tier left out (the vendor's reference).
 */

import { type Charge, chargesOf } from "../organization/charges.ts";
import { dayOf } from "../organization/days.ts";
import type { Day, Organization } from "../organization/model.ts";
import { modelOf } from "../organization/prices.ts";
import { visibleExtraCharges, visibleRequests } from "../organization/visible.ts";
import { TOKEN_TYPES } from "../base/anthropic_tokens.ts";
import { bucketPage } from "./buckets.ts";
import { listOf } from "../base/anthropic_query.ts";
import type { Call } from "./wire.ts";

const GROUPS = ["description", "workspace_id"] as const;
const NANO_PER_CENT = 10_000_000n;

/** The dimensions that only a report grouped by description fills. */
interface Described {
  readonly context_window: string | null;
  readonly cost_type: string;
  readonly description: string;
  readonly inference_geo: string | null;
  readonly model: string | null;
  readonly service_tier: string | null;
  readonly token_type: string | null;
}

interface Line extends Described {
  readonly workspace_id: string | null;
  /** Part of the vendor's ledger that no report shows; lines that differ by it alone stay two lines. */
  readonly ledger: number;
  readonly nanoUsd: bigint;
}

const WITHOUT_TOKENS = {
  context_window: null,
  inference_geo: null,
  model: null,
  service_tier: null,
  token_type: null,
};

/** "Session Usage" is a guess: no public example of such a row was found. */
const EXTRA_TEXTS = {
  code_execution: "Code Execution Usage",
  session_usage: "Session Usage",
} as const;

export function costReport(call: Call): unknown {
  const groups = listOf(call.query, "group_by", GROUPS);
  const byWorkspace = groups.includes("workspace_id");
  const byDescription = groups.includes("description");
  return bucketPage(call, ["1d"], ({ start }) => {
    const lines = linesOf(call.organization, dayOf(start), call.now);
    return results(lines, byWorkspace, byDescription);
  });
}

/** Cents with as many decimals as there are, at most seven; searches always with six, as seen live. */
export function centsText(nanoUsd: bigint, costType: string | null = null): string {
  const sign = nanoUsd < 0n ? "-" : "";
  const size = nanoUsd < 0n ? -nanoUsd : nanoUsd;
  const decimals = String(size % NANO_PER_CENT).padStart(7, "0");
  const whole = String(size / NANO_PER_CENT);
  const shown = costType === "web_search" ? decimals.slice(0, 6) : decimals.replace(/0+$/, "");
  return shown === "" ? `${sign}${whole}` : `${sign}${whole}.${shown}`;
}

function linesOf(organization: Organization, day: Day, now: number): readonly Line[] {
  const lines: Line[] = [];
  for (const request of visibleRequests(organization, day, now)) {
    const { ledger, workspaceId } = request;
    for (const charge of chargesOf(request, organization.adjustment)) {
      const described = describe(charge, request);
      lines.push({ ...described, workspace_id: workspaceId, ledger, nanoUsd: charge.nanoUsd });
    }
  }
  for (const { kind, workspaceId, nanoUsd } of visibleExtraCharges(organization, day, now)) {
    lines.push({
      ...WITHOUT_TOKENS,
      cost_type: kind,
      description: EXTRA_TEXTS[kind],
      workspace_id: workspaceId,
      ledger: 0,
      nanoUsd,
    });
  }
  return lines;
}

function describe(
  { costType, isAdjustment, tokenKind }: Charge,
  request: {
    readonly contextWindow: string;
    readonly inferenceGeo: string;
    readonly model: string;
    readonly serviceTier: string;
    readonly speed: string;
  },
): Described {
  if (costType === "web_search" || tokenKind === null) {
    return { ...WITHOUT_TOKENS, cost_type: costType, description: "Web Search Usage" };
  }
  const { text, type } = TOKEN_TYPES[tokenKind];
  const name = modelOf(request.model).displayName;
  return {
    context_window: request.contextWindow,
    cost_type: costType,
    description: `${name} Usage${request.speed === "fast" ? " (Fast)" : ""} - ${text}${isAdjustment ? ", Adjustment" : ""}`,
    inference_geo: request.inferenceGeo,
    model: request.model,
    service_tier: request.serviceTier,
    token_type: type,
  };
}

function results(
  lines: readonly Line[],
  byWorkspace: boolean,
  byDescription: boolean,
): readonly unknown[] {
  const groups = new Map<string, { readonly line: Line; nanoUsd: bigint }>();
  for (const line of lines) {
    const label = [
      byWorkspace ? line.workspace_id : "",
      ...(byDescription ? describedLabels(line) : []),
    ].join("|");
    const group = groups.get(label);
    if (group === undefined) groups.set(label, { line, nanoUsd: line.nanoUsd });
    else group.nanoUsd += line.nanoUsd;
  }
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { line, nanoUsd }]) => ({
      amount: centsText(nanoUsd, byDescription ? line.cost_type : null),
      context_window: byDescription ? line.context_window : null,
      cost_type: byDescription ? line.cost_type : null,
      currency: "USD",
      description: byDescription ? line.description : null,
      inference_geo: byDescription ? line.inference_geo : null,
      model: byDescription ? line.model : null,
      service_tier: byDescription ? line.service_tier : null,
      token_type: byDescription ? line.token_type : null,
      workspace_id: byWorkspace ? line.workspace_id : null,
    }));
}

function describedLabels(line: Line): readonly (number | string | null)[] {
  return [
    line.description,
    line.cost_type,
    line.model,
    line.token_type,
    line.service_tier,
    line.context_window,
    line.inference_geo,
    line.ledger,
  ];
}
