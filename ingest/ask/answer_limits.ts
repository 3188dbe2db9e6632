/** What no vendor's answer may be, since the warehouse could not read it later: looked for before it is landed. Pure. */

/** One row of the warehouse holds a page, and BigQuery's largest JSON row is 100 MB. */
export const MAX_BYTES = 64 * 1024 * 1024;

/** Documented answers have fewer than ten; BigQuery reads 1,000 at most. */
const MAX_DEPTH = 100;

/** NUMERIC has 38, and the largest double 309. */
const MAX_DIGITS = 400;

/** What the text of an answer has that it may not have, as the object of "an answer with"; null for a good one. */
export function excessOf(
  text: string,
  { isLanded }: { readonly isLanded: boolean },
): string | null {
  if (text.startsWith("\uFEFF")) return "a byte order mark, which no JSON has";
  if (new RegExp(`\\d{${MAX_DIGITS + 1}}`).test(text)) {
    return `a number of more than ${MAX_DIGITS} digits`;
  }
  if (isDeeperThan(MAX_DEPTH, text)) return `lists nested more than ${MAX_DEPTH} times`;
  if (isLanded && hasHalfCharacter(text)) {
    return "half of a character (a UTF-16 surrogate without its other)";
  }
  return null;
}

/** Brackets inside of strings do not count. */
function isDeeperThan(most: number, text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    switch (text.charCodeAt(index)) {
      case 0x22: // "
        index = endOfString(text, index);
        break;
      case 0x5b: // [
      case 0x7b: // {
        depth += 1;
        if (depth > most) return true;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth -= 1;
    }
  }
  return false;
}

/** True where an object has a name twice, of which `json`, the text's value, keeps one: the warehouse refuses the text. */
export function namesTwice(text: string, json: unknown): boolean {
  let names = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x22) index = endOfString(text, index);
    else if (code === 0x3a) names += 1;
  }
  return names !== namesIn(json);
}

function namesIn(json: unknown): number {
  if (typeof json !== "object" || json === null) return 0;
  const values: readonly unknown[] = Object.values(json);
  let names = Array.isArray(json) ? 0 : values.length;
  for (const value of values) names += namesIn(value);
  return names;
}

/** Where the string that begins at `start` ends; the text's end if it does not. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
}

function isEscaped(text: string, index: number): boolean {
  let before = index - 1;
  while (text.charCodeAt(before) === 0x5c) before -= 1;
  return (index - before) % 2 === 0;
}

/** Any escape, or a whole pair of surrogates, or half of one. */
const ESCAPES =
  /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|(\\u[dD][89a-fA-F][\da-fA-F]{2})|\\./g;

function hasHalfCharacter(text: string): boolean {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return false;
  for (const [, half] of text.matchAll(ESCAPES)) if (half !== undefined) return true;
  return false;
}
