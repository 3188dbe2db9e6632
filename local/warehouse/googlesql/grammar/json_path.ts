/** JSON paths: GoogleSQL's spelling to DuckDB's. */
import { UnsupportedError } from "../syntax/errors.ts";
import type { Nodes } from "../syntax/tree.ts";

const STEP = /\.([^.[\]"'*\s]+)|\."([^"\\]+)"|\[(\d+)\]|\['([^'"\\]+)'\]|\["([^"\\]+)"\]/y;

/**
 * `$.a."b c"['d'][0]` as `$."a"."b c"."d"[0]`.
 * @throws UnsupportedError for a path that is not written out, and for wildcards.
 */
export function jsonPath(nodes: Nodes): string {
  const path = nodes[0];
  if (path?.kind !== "string" || nodes.length > 1) {
    throw new UnsupportedError("a computed JSON path", path ?? { line: 1, column: 1 });
  }
  const unknown = new UnsupportedError(`JSON path ${path.text}`, path);
  if (!path.value.startsWith("$")) throw unknown;
  let result = "$";
  for (STEP.lastIndex = 1; STEP.lastIndex < path.value.length;) {
    const step = STEP.exec(path.value);
    if (step === null) throw unknown;
    const name = step[1] ?? step[2] ?? step[4] ?? step[5];
    result += name === undefined ? `[${step[3]}]` : `."${name}"`;
  }
  return result;
}
