/** Text from outside on a terminal: what would move its cursor, colour it or turn its direction is shown, not obeyed. */

const OBEYED = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Ends of lines stay. */
export function visible(text: string): string {
  return text.replace(OBEYED, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
