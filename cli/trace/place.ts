/** What stands at a place of a JSON text, character by character as the vendor wrote it. Pure. */

/** By a path such as `$.data[0].results[12]`. Null if nothing stands there, or the text is no JSON. */
export type PlaceReader = (path: string) => string | null;

/** Remembers where the elements of lists begin, since many lines are asked of one page. */
export function placesIn(json: string): PlaceReader {
  const lists = new Map<number, number[]>();
  return (path) => {
    let at = skipBlanks(json, 0);
    for (const [, name, index] of path.matchAll(/\.(\w+)|\[(\d+)\]/g)) {
      const next =
        name === undefined ? element(json, at, Number(index), lists) : field(json, at, name);
      if (next === null) return null;
      at = next;
    }
    const end = endOf(json, at);
    return end === null ? null : json.slice(at, end);
  };
}

function field(json: string, at: number, name: string): number | null {
  if (json[at] !== "{") return null;
  let index = skipBlanks(json, at + 1);
  while (json[index] === '"') {
    const keyEnd = endOf(json, index);
    if (keyEnd === null) return null;
    const isIt = json.slice(index, keyEnd) === JSON.stringify(name);
    const value = skipBlanks(json, skipBlanks(json, keyEnd) + 1);
    if (isIt) return value;
    const after = endOf(json, value);
    if (after === null) return null;
    index = skipBlanks(json, after);
    if (json[index] !== ",") return null;
    index = skipBlanks(json, index + 1);
  }
  return null;
}

/** `lists` has the beginnings that were met before, by the list's own. */
function element(
  json: string,
  at: number,
  wanted: number,
  lists: Map<number, number[]>,
): number | null {
  if (json[at] !== "[") return null;
  const starts = lists.get(at) ?? [];
  lists.set(at, starts);
  while (starts.length <= wanted) {
    const start = starts.length === 0 ? at : commaAfter(json, starts.at(-1) ?? at);
    const next = start === null ? json.length : skipBlanks(json, start + 1);
    if (next >= json.length || json[next] === "]") return null;
    starts.push(next);
  }
  return starts[wanted] ?? null;
}

/** The comma after the value that begins at `at`; null if it is the last. */
function commaAfter(json: string, at: number): number | null {
  const end = endOf(json, at);
  if (end === null) return null;
  const comma = skipBlanks(json, end);
  return json[comma] === "," ? comma : null;
}

const STRING = /"(?:[^"\\]|\\.)*"/y;
const PLAIN = /[^\s,\]}]+/y;

/** The index after the value that begins at `at`. */
function endOf(json: string, at: number): number | null {
  const first = json[at];
  if (first === '"') return match(STRING, json, at);
  if (first !== "{" && first !== "[") return match(PLAIN, json, at);
  let depth = 0;
  for (let index = at; index < json.length; index += 1) {
    const sign = json[index];
    if (sign === '"') {
      const end = match(STRING, json, index);
      if (end === null) return null;
      index = end - 1;
    } else if (sign === "{" || sign === "[") depth += 1;
    else if (sign === "}" || sign === "]") depth -= 1;
    if (depth === 0) return index + 1;
  }
  return null;
}

function match(pattern: RegExp, json: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(json) ? pattern.lastIndex : null;
}

function skipBlanks(json: string, at: number): number {
  let index = at;
  while (/\s/.test(json[index] ?? "x")) index += 1;
  return index;
}
