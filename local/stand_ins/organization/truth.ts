/**
 * What was truly spent, by whom, in exact nano-dollars: the sums over single requests that no
 * vendor's report shows. Amounts are those in force at the instant asked for.
 */

import { chargesOf, requestNanoUsd } from "./charges.ts";
import type { Day, Organization, UsageRequest } from "./model.ts";
import { visibleExtraCharges, visibleRequests } from "./visible.ts";

export interface DayCost {
  readonly day: Day;
  readonly workspaceId: string | null;
  /** null for costs that have no model: web searches, code execution, sessions. */
  readonly model: string | null;
  readonly nanoUsd: bigint;
}

export interface Truth {
  /** Everything billed. */
  totalNanoUsd(): bigint;
  perDayNanoUsd(): ReadonlyMap<Day, bigint>;
  /** Token and search costs of each key that cost anything; keyless use is not in it. */
  perKeyNanoUsd(): ReadonlyMap<string, bigint>;
  /** Token and search costs by the e-mail of who sent the request, with or without a key; machines are not in it. */
  perPersonNanoUsd(): ReadonlyMap<string, bigint>;
  /** Token and search costs without a key, by account id, service account id or `''` for nobody named. */
  keylessNanoUsd(): ReadonlyMap<string, bigint>;
  /** Code execution and sessions, which these endpoints let nobody place on a key. */
  unplaceableNanoUsd(): bigint;
  /** What each workspace spent on each model a day, sorted by day, workspace and model. */
  perWorkspaceModelDay(): readonly DayCost[];
  /** Every request in force with what it cost; nothing for blocked and priority requests. */
  requests(): Iterable<{ readonly request: UsageRequest; readonly nanoUsd: bigint }>;
}

/** The truth of one organization as of `now` (epoch milliseconds; default: when all is known). */
export function truthOf(organization: Organization, now = Number.MAX_SAFE_INTEGER): Truth {
  const days = daysOf(organization);
  const { adjustment } = organization;

  function* requests(): Generator<{ readonly request: UsageRequest; readonly nanoUsd: bigint }> {
    for (const day of days) {
      for (const request of visibleRequests(organization, day, now)) {
        yield { request, nanoUsd: requestNanoUsd(request, adjustment) };
      }
    }
  }
  const sumBy = (labelOf: (request: UsageRequest) => string | null): Map<string, bigint> => {
    const sums = new Map<string, bigint>();
    for (const { request, nanoUsd } of requests()) {
      const label = labelOf(request);
      if (label !== null && nanoUsd !== 0n) add(sums, label, nanoUsd);
    }
    return sums;
  };
  const perWorkspaceModelDay = (): readonly DayCost[] =>
    days.flatMap((day) => dayCosts(organization, day, now));
  const perDayNanoUsd = (): Map<Day, bigint> => {
    const sums = new Map<Day, bigint>();
    for (const { day, nanoUsd } of perWorkspaceModelDay()) add(sums, day, nanoUsd);
    return sums;
  };

  return {
    totalNanoUsd: () => total(perDayNanoUsd().values()),
    perDayNanoUsd,
    perKeyNanoUsd: () => sumBy(({ keyId }) => keyId),
    perPersonNanoUsd: () => sumBy(({ person }) => person),
    keylessNanoUsd: () =>
      sumBy(({ keyId, accountId, serviceAccountId }) =>
        keyId === null ? (accountId ?? serviceAccountId ?? "") : null,
      ),
    unplaceableNanoUsd: () =>
      total(
        days.flatMap((day) =>
          visibleExtraCharges(organization, day, now).map(({ nanoUsd }) => nanoUsd),
        ),
      ),
    perWorkspaceModelDay,
    requests,
  };
}

function dayCosts(organization: Organization, day: Day, now: number): readonly DayCost[] {
  const sums = new Map<string, DayCost>();
  const addCost = (workspaceId: string | null, model: string | null, nanoUsd: bigint): void => {
    const label = `${workspaceId ?? ""}|${model ?? ""}`;
    const before = sums.get(label)?.nanoUsd ?? 0n;
    sums.set(label, { day, workspaceId, model, nanoUsd: before + nanoUsd });
  };
  for (const request of visibleRequests(organization, day, now)) {
    for (const { costType, nanoUsd } of chargesOf(request, organization.adjustment)) {
      addCost(request.workspaceId, costType === "tokens" ? request.model : null, nanoUsd);
    }
  }
  for (const { workspaceId, nanoUsd } of visibleExtraCharges(organization, day, now)) {
    addCost(workspaceId, null, nanoUsd);
  }
  return [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cost]) => cost);
}

function daysOf(organization: Organization): readonly Day[] {
  return [
    ...new Set([...organization.requests.keys(), ...organization.extraCharges.keys()]),
  ].sort();
}

function add(sums: Map<string, bigint>, label: string, amount: bigint): void {
  sums.set(label, (sums.get(label) ?? 0n) + amount);
}

function total(amounts: Iterable<bigint>): bigint {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
}
