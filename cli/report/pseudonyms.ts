/** Names that tell people apart and do not tell who they are, the same in the whole report. Pure. */

export interface Renamer {
  /** What the report writes for a person; teams, automations and 'unattributed' as they are. */
  readonly person: (name: string) => string;
  /** What it writes for a key: without the name that a person gave it. */
  readonly key: (id: string, name: string | null) => string;
}

export const AS_WRITTEN: Renamer = {
  person: (name) => name,
  key: (id, name) => (name === null ? id : `${name} (${id})`),
};

/** `people` in any order; numbers follow `sortKey`, which must not be computable from the name alone. */
export function pseudonyms(people: Iterable<string>, sortKey: (name: string) => string): Renamer {
  const sorted = [...new Set(people)]
    .map((name) => ({ name, by: sortKey(name) }))
    .sort((left, right) => (left.by < right.by ? -1 : 1));
  const width = Math.max(2, String(sorted.length).length);
  const numbers = new Map(
    sorted.map(({ name }, index) => [name, `person-${String(index + 1).padStart(width, "0")}`]),
  );
  return { person: (name) => numbers.get(name) ?? name, key: (id) => id };
}
