/** What an organization shows at an instant: nothing of the future, nothing withdrawn, nothing emptied. */

import type { Day, ExtraCharge, Organization, UsageRequest } from "./model.ts";

/** The requests of a day that reports show at `now`. */
export function visibleRequests(
  organization: Organization,
  day: Day,
  now: number,
): readonly UsageRequest[] {
  if (isEmptied(organization, day, now)) return [];
  return shownAt(organization.requests.get(day) ?? [], now);
}

/** Claude Code use on a subscription that the Claude Code report shows at `now`. */
export function visibleSubscriptionRequests(
  organization: Organization,
  day: Day,
  now: number,
): readonly UsageRequest[] {
  return shownAt(organization.subscriptionRequests.get(day) ?? [], now);
}

/** The charges without tokens of a day that the cost report shows at `now`. */
export function visibleExtraCharges(
  organization: Organization,
  day: Day,
  now: number,
): readonly ExtraCharge[] {
  if (isEmptied(organization, day, now)) return [];
  const charges = organization.extraCharges.get(day) ?? [];
  return charges.filter(({ appearsAt }) => appearsAt <= now);
}

function shownAt(requests: readonly UsageRequest[], now: number): readonly UsageRequest[] {
  return requests.filter(({ appearsAt, vanishesAt }) => appearsAt <= now && now < vanishesAt);
}

function isEmptied(organization: Organization, day: Day, now: number): boolean {
  return organization.emptiedDays.some((emptied) => emptied.day === day && emptied.from <= now);
}
