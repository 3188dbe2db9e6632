/** Characters that nobody sees: two keys that differ by one look alike and are two to every model. Pure. */

/** Controls, formats, separators of lines, and what Unicode calls ignorable: zero width, directions, fillers. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** The first of them as `U+200B`; null where there is none. */
export function invisibleIn(text: string): string | null {
  const [found] = INVISIBLE.exec(text) ?? [];
  const code = found?.codePointAt(0);
  return code === undefined ? null : `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Goes on from the place; null where every character can be seen. */
export function invisibleReason(text: string): string | null {
  const found = invisibleIn(text);
  return found === null
    ? null
    : `has the invisible character ${found}: delete it, for two names that look alike would be two`;
}
