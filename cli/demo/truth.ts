/** What the invented organizations truly spent, per place and key: the sums that no report shows. */

import { chargesOf } from "../../local/stand_ins/organization/charges.ts";
import { type Organization, truthOf } from "../../local/stand_ins/organization/index.ts";

/** One organization, workspace and model; null where the cost has no model. */
export interface Place {
  readonly organizationId: string;
  readonly workspaceId: string;
  readonly model: string | null;
}

export interface TrueCost {
  readonly place: Place;
  nanoUsd: bigint;
  /** By API key; what no key made is not in it. */
  readonly keys: Map<string, bigint>;
}

export function placeKey({ organizationId, workspaceId, model }: Place): string {
  return JSON.stringify([organizationId, workspaceId, model]);
}

/** The truth as of `now` (epoch milliseconds), by `placeKey`. */
export function trueCosts(
  organizations: readonly Organization[],
  now: number,
): ReadonlyMap<string, TrueCost> {
  const costs = new Map<string, TrueCost>();
  const at = (place: Place): TrueCost => {
    const known = costs.get(placeKey(place));
    if (known !== undefined) return known;
    const fresh = { place, nanoUsd: 0n, keys: new Map<string, bigint>() };
    costs.set(placeKey(place), fresh);
    return fresh;
  };
  for (const organization of organizations) {
    const truth = truthOf(organization, now);
    for (const { workspaceId, model, nanoUsd } of truth.perWorkspaceModelDay()) {
      at(placeOf(organization, workspaceId, model)).nanoUsd += nanoUsd;
    }
    for (const { request } of truth.requests()) {
      if (request.keyId === null) continue;
      for (const charge of chargesOf(request, organization.adjustment)) {
        const model = charge.costType === "web_search" ? null : request.model;
        const { keys } = at(placeOf(organization, request.workspaceId, model));
        keys.set(request.keyId, (keys.get(request.keyId) ?? 0n) + charge.nanoUsd);
      }
    }
  }
  return costs;
}

function placeOf(
  organization: Organization,
  workspaceId: string | null,
  model: string | null,
): Place {
  return { organizationId: organization.id, workspaceId: workspaceId ?? "default", model };
}
