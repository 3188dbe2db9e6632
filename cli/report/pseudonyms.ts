/** Names that tell people apart and do not tell who they are, the same in the whole report. Pure. */

export interface Renamer {
  /** What the report writes for a person; teams, automations and 'unattributed' as they are. */
  readonly person: (name: string) => string;
  /** What it writes for a project; shared ones as they are. */
  readonly project: (name: string) => string;
  /** What it writes for the numbers of invoices; what is no number may name somebody. */
  readonly invoices: (ids: string) => string;
  /** What it writes for a key: without the name that a person gave it. */
  readonly key: (id: string, name: string | null) => string;
}

export const AS_WRITTEN: Renamer = {
  person: (name) => name,
  project: (name) => name,
  invoices: (ids) => ids,
  key: (id, name) => (name === null ? id : `${name} (${id})`),
};

export interface Names {
  readonly person: ReadonlySet<string>;
  readonly project: ReadonlySet<string>;
}

/**
 * Replaces all of `found` that is not known to be nobody's. Numbers follow `sortKey`, which must not be computable
 * from the name alone.
 */
export function pseudonyms(
  found: Names,
  nobodys: Names,
  sortKey: (name: string) => string,
): Renamer {
  const renamed = (kind: keyof Names) => {
    const names = [...found[kind]].filter((name) => !nobodys[kind].has(name));
    const sorted = names
      .map((name) => ({ name, by: sortKey(name) }))
      .sort((left, right) => (left.by < right.by ? -1 : 1));
    const width = Math.max(2, String(sorted.length).length);
    const numbers = new Map(
      sorted.map(({ name }, index) => [name, `${kind}-${String(index + 1).padStart(width, "0")}`]),
    );
    return (name: string) => numbers.get(name) ?? name;
  };
  return {
    person: renamed("person"),
    project: renamed("project"),
    invoices: invoiceNumbers,
    key: (id) => id,
  };
}

/** As `includes/report_names.js` has it: a number has a digit and no blank. */
export function invoiceNumbers(ids: string): string {
  const isNumber = (id: string) => /^[A-Za-z0-9._#/-]*[0-9][A-Za-z0-9._#/-]*$/.test(id);
  return ids.split(", ").every(isNumber) ? ids : "hidden";
}
