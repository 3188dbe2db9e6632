/** The people of a team, as a list of its members says. */

import type { Person } from "../../endpoint/identity.ts";
import { team } from "./schemas.ts";

/**
 * Those who are in the team: who has left may be in another one. Null where nobody can be read, since a team has
 * somebody.
 */
export function peopleOf(json: unknown): readonly Person[] | null {
  const read = team.safeParse(json);
  if (!read.success) return null;
  const people = read.data.teamMembers
    .filter(({ isRemoved }) => isRemoved !== true)
    .map(({ id, email }) => marksOf(id, email))
    .filter((marks) => marks.length > 0);
  return people.length > 0 ? people : null;
}

function marksOf(
  id: string | number | null | undefined,
  email: string | null | undefined,
): readonly string[] {
  const marks = [id ?? "", (email ?? "").trim().toLowerCase()].map(String);
  return marks.filter((mark) => mark !== "");
}
