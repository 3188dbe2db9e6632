/**
 * What each call on Vertex AI truly cost: its part, by its own tokens, of the very lines that Google billed, so
 * that the truth adds up to the bill to the nano-dollar. Nobody but the truth knows a call's tokens.
 */

import { dayOf } from "../organization/days.ts";
import type { Day } from "../organization/model.ts";
import { type BillLine, netNanoUsd } from "./bill.ts";

/** Dollars of one UTC day, project, person and model. */
export interface TrueCost {
  readonly day: Day;
  readonly projectId: string;
  /** E-mail of who called; null: a service account on its own. */
  readonly person: string | null;
  /** Id of the model in prices.ts. */
  readonly model: string;
  readonly nanoUsd: bigint;
}

export interface VertexTruth {
  /** What Google billed for Claude, with credits and corrections. */
  totalNanoUsd(): bigint;
  perProjectNanoUsd(): ReadonlyMap<string, bigint>;
  /** By e-mail; what belongs to nobody is left out. */
  perPersonNanoUsd(): ReadonlyMap<string, bigint>;
  /** By id of the model in prices.ts. */
  perModelNanoUsd(): ReadonlyMap<string, bigint>;
  /** The finest there is, in no order. */
  costs(): readonly TrueCost[];
}

export function vertexTruth(lines: readonly BillLine[]): VertexTruth {
  const costs = summed(lines.flatMap(costsOf));
  const per = (labelOf: (cost: TrueCost) => string | null): ReadonlyMap<string, bigint> => {
    const sums = new Map<string, bigint>();
    for (const cost of costs) {
      const label = labelOf(cost);
      if (label !== null) sums.set(label, (sums.get(label) ?? 0n) + cost.nanoUsd);
    }
    return sums;
  };
  return {
    totalNanoUsd: () => costs.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0n),
    perProjectNanoUsd: () => per(({ projectId }) => projectId),
    perPersonNanoUsd: () => per(({ person }) => person),
    perModelNanoUsd: () => per(({ model }) => model),
    costs: () => costs,
  };
}

/** A line's calls, each with its part; what is left over from rounding goes to the first calls, a nano each. */
function costsOf(line: BillLine): readonly TrueCost[] {
  const { parts, project, model, hour } = line;
  const net = netNanoUsd(line);
  const day = dayOf(hour);
  const common = { day, projectId: project.id, model };
  const whole = parts.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  const shares = parts.map(({ amount }) => (net * BigInt(amount)) / whole);
  const rest = net - shares.reduce((sum, share) => sum + share, 0n);
  const step = rest < 0n ? -1n : 1n;
  return parts.map(({ call }, index) => ({
    ...common,
    person: call.person,
    nanoUsd: (shares[index] ?? 0n) + (BigInt(index) < rest * step ? step : 0n),
  }));
}

function summed(costs: readonly TrueCost[]): readonly TrueCost[] {
  const sums = new Map<string, TrueCost>();
  for (const cost of costs) {
    const key = [cost.day, cost.projectId, cost.person ?? "", cost.model].join("|");
    sums.set(key, { ...cost, nanoUsd: cost.nanoUsd + (sums.get(key)?.nanoUsd ?? 0n) });
  }
  return [...sums.values()];
}
