/** The invented people behind every simulated vendor. All addresses are @example.com. */

import { startOf } from "./days.ts";
import type { Person } from "./model.ts";
import { vendorId } from "./random.ts";

const FIRST =
  "Ada Ben Carla Dan Eva Finn Grace Hugo Ines Jonas Kira Leo Mina Nils Olga Paul Rosa Sven Tara Uma".split(
    " ",
  );
const LAST =
  "Lindqvist Okafor Mendes Whitlock Novak Haraldsen Adeyemi Marchetti Duarte Weber Castellan Ibarra".split(
    " ",
  );
const TEAMS = [
  { team: "Platform", costCenter: "CC-100" },
  { team: "Research", costCenter: "CC-200" },
  { team: "Support", costCenter: "CC-300" },
  { team: "Data", costCenter: "CC-400" },
] as const;
const ROLES = ["admin", "developer", "developer", "developer", "claude_code_user", "user"] as const;

/** The place in the list of the person who has left; their keys live on. */
export const LEAVER = 3;

/** `count` people (at most 240), the same in every organization but for the ids. */
export function demoPeople(slug: string, count: number): readonly Person[] {
  if (count > FIRST.length * LAST.length) throw new RangeError("there are only 240 names");
  return Array.from({ length: count }, (_, index) => {
    const first = FIRST[index % FIRST.length] ?? "";
    // Moved on by one for each time the first names come round again, no name comes twice.
    const round = Math.floor(index / FIRST.length);
    const last = LAST[((index % FIRST.length) + round) % LAST.length] ?? "";
    const email = `${first}.${last}@example.com`.toLowerCase();
    const { team, costCenter } = TEAMS[index % TEAMS.length] ?? TEAMS[0];
    return {
      name: `${first} ${last}`,
      email,
      team,
      costCenter,
      userId: vendorId("user", slug, email),
      role: ROLES[index % ROLES.length] ?? "user",
      addedAt: startOf("2025-03-03") + index * 86_400_000,
      hasLeft: index === LEAVER,
    };
  });
}
