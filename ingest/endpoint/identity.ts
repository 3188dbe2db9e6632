/** What tells one organization of a vendor from another. Pure. */

export type Identity =
  /** The vendor names it. */
  | { readonly by: "id"; readonly id: string }
  /** Nobody names it, so the people in it tell; null where nobody can be read at present. */
  | { readonly by: "people"; readonly people: readonly Person[] | null };

/** What a person is known by: an id, an address or both. */
export type Person = readonly string[];

export function isSameOrganization(left: Identity, right: Identity): boolean {
  if (left.by === "id") return right.by === "id" && left.id === right.id;
  return right.by === "people" && areSamePeople(left.people ?? [], right.people ?? []);
}

/**
 * True if the two lists share more than half of the shorter one: people come and go, and those who stay are known by
 * their id or their address. Two teams that share their administrator share one person, which is half of a team of
 * two and less of a larger one. It is more than half only of a team of that one person, which nothing tells from the
 * other team before anybody else joined it.
 */
export function areSamePeople(left: readonly Person[], right: readonly Person[]): boolean {
  const [few, many] = left.length < right.length ? [left, right] : [right, left];
  const known = new Set(many.flat());
  const shared = few.filter((person) => person.some((mark) => known.has(mark)));
  return shared.length * 2 > few.length;
}
