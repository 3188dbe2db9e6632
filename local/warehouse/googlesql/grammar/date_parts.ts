/** The parts of a date that GoogleSQL names. */
import { UnsupportedError } from "../syntax/errors.ts";
import { stringLiteral } from "../syntax/text.ts";
import { isGroup, type Nodes } from "../syntax/tree.ts";
import { unexpected } from "../syntax/unexpected.ts";

export const DATE_PARTS: ReadonlySet<string> = new Set(
  "microsecond millisecond second minute hour day week month quarter year".split(" "),
);

const WEEKS: Readonly<Record<string, string>> = { monday: "week_monday", sunday: "week" };

/** A date part as text: 'day', 'isoweek', 'week_monday'. */
export function datePart(nodes: Nodes): string {
  const [word, day] = nodes;
  if (word?.kind !== "word") throw unexpected(word);
  if (word.value === "week" && isGroup(day)) {
    const start = day.children[0];
    const name = start?.kind === "word" ? WEEKS[start.value] : undefined;
    if (name === undefined) throw new UnsupportedError("this day in WEEK(…)", day);
    return stringLiteral(name);
  }
  if (!DATE_PARTS.has(word.value) && !["isoweek", "isoyear"].includes(word.value)) {
    throw new UnsupportedError(`date part ${word.text.toUpperCase()}`, word);
  }
  return stringLiteral(word.value);
}
