/** The RBAC groups of an invented organization, which overlap: their rows are never a partition of the cost. */

import type { Organization } from "./model.ts";
import { oncePer } from "./once_per.ts";
import { vendorId } from "./random.ts";

/** A group for each of three teams and one that holds two of them; the team Data is in no group. */
const TEAMS_OF_GROUPS: Readonly<Record<string, readonly string[]>> = {
  Engineering: ["Platform", "Research"],
  Platform: ["Platform"],
  Research: ["Research"],
  Support: ["Support"],
};

/** Finds the groups of a user id; empty for people in no group and for everything that is no person. */
export const rbacGroups: (
  organization: Organization,
) => (userId: string | null) => readonly string[] = oncePer(({ people, slug }) => {
  const groups = new Map(
    people.map(({ team, userId }) => [
      userId,
      Object.entries(TEAMS_OF_GROUPS)
        .filter(([, members]) => members.includes(team))
        .map(([name]) => vendorId("rbac_group", slug, name)),
    ]),
  );
  return (userId) => (userId === null ? NO_GROUPS : (groups.get(userId) ?? NO_GROUPS));
});

const NO_GROUPS: readonly string[] = [];
