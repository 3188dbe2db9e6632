/** Characters by which two names differ that look alike, and that are two to every model. Pure. */

/** Controls, formats, separators of lines, and what Unicode calls ignorable: zero width, directions, fillers. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** The first of them as `U+200B`; null where there is none. */
export function invisibleIn(text: string): string | null {
  const [found] = INVISIBLE.exec(text) ?? [];
  return found === undefined ? null : codeOf(found);
}

/** Goes on from the place; null where every character can be seen. */
export function invisibleReason(text: string): string | null {
  const found = invisibleIn(text);
  return found === null
    ? null
    : `has the invisible character ${found}: delete it, for two names that look alike would be two`;
}

/** Spaces of other widths or that end no line; the plain one is written by every keyboard. */
const OTHER_SPACE = /(?! )\p{Zs}/u;

/** Goes on from the place; null where the name has one way of being written. */
export function lookalikeReason(text: string): string | null {
  const [space] = OTHER_SPACE.exec(text) ?? [];
  if (space !== undefined) {
    return `has the space ${codesOf(space)}: write a plain one, for two names that look alike would be two`;
  }
  if (text.normalize("NFC") === text) return null;
  const signs = Array.from(new Intl.Segmenter("en").segment(text), ({ segment }) => segment);
  const sign = signs.find((each) => each.normalize("NFC") !== each);
  const found = sign === undefined ? "a sign" : `the sign ${codesOf(sign)}`;
  return `has ${found} in a form that Unicode composes otherwise (NFC): type it anew, for two names that look alike would be two`;
}

function codesOf(text: string): string {
  return Array.from(text, codeOf).join(" ");
}

function codeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
