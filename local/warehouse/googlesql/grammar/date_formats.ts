/** Formats of FORMAT_DATE, PARSE_TIMESTAMP and their like. */
import { UnsupportedError } from "../syntax/errors.ts";
import type { Nodes } from "../syntax/tree.ts";

/** Elements that mean the same in DuckDB. */
const SAME = "YmdyHIMSpBbAajuGVwUW%";

/** Elements that DuckDB spells otherwise. */
const SPELLED: Readonly<Record<string, string>> = {
  F: "%Y-%m-%d",
  T: "%H:%M:%S",
  R: "%H:%M",
  D: "%m/%d/%y",
  E4Y: "%Y",
  E3S: "%S.%g",
  E6S: "%S.%f",
};

/**
 * The format in DuckDB's spelling.
 * @throws UnsupportedError for one that is not written out, and for elements that DuckDB lacks or reads
 * otherwise.
 */
export function dateFormat(nodes: Nodes): string {
  const [format, ...others] = nodes;
  if (format?.kind !== "string" || others.length > 0) {
    throw new UnsupportedError("a computed date format", format ?? { line: 1, column: 1 });
  }
  return format.value.replace(/%(E4Y|E\dS|E\*S|E?.|$)/gs, (element, letter: string) => {
    if (letter !== "" && SAME.includes(letter)) return element;
    const spelled = SPELLED[letter];
    if (spelled === undefined) throw new UnsupportedError(`format element ${element}`, format);
    return spelled;
  });
}
