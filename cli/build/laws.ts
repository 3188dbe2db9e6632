/** Laws as people read them. Pure. */

/** Names of the laws among assertions, as sentences, sorted; keys and columns are none. */
export function lawNames(assertions: readonly string[]): readonly string[] {
  return assertions
    .flatMap((assertion) => /(?:^|\.)law_(\w+)$/.exec(assertion)?.[1] ?? [])
    .map((name) => name.replaceAll("_", " "))
    .sort();
}

/** One line for each law that holds. */
export function lawLines(assertions: readonly string[]): readonly string[] {
  return lawNames(assertions).map((name) => `  ✓ ${name}`);
}
