/** Which rows of a vendor's report are use: a total among them would count its dollars again. */

import type { Check, Line } from "./faults.ts";

/** `includes/claude_ai.js` reads a person's cell alike, and a law repeats the rule. */
const ADDRESS = /^[^@ ]+@[^@ ]+$/;

/** A cell that calls its row a total, in the languages of the product's pages; as in `includes/claude_ai.js`. */
const TOTAL =
  /^(?:(?:grand|sub|over) *-?(?:total|all)|(?:.*[ _-])?totals?(?:[ :(].*)?|all(?: .*)?|sum|suma|soma|summa|summe|gesamt(?:summe|betrag)?|insgesamt|totale|totaal|totalt|toplam|somme|razem|итого|всего|合計|合计|小計|小计|总计|總計|합계|총계)[: ]*$/i;

/** A cell that says nothing; as in `includes/claude_ai.js`. */
const NOTHING = /^(?:[-–—.*]+|n\/?a|none)$/i;

const DIMENSIONS = ["account_uuid", "product", "model"] as const;

/** A person is an e-mail address or nobody, and what is nobody's says what else it is. */
export const noTotals: Check = (lines) =>
  lines.flatMap(({ line, cells }) => {
    const reason = reasonOf(cells);
    return reason === null ? [] : [{ line, column: "user_email", reason }];
  });

function reasonOf(cells: Line["cells"]): string | null {
  const person = cells["user_email"] ?? null;
  if (person !== null && !ADDRESS.test(person)) {
    return "is no e-mail address: delete the line if it is a total or a note; leave the cell empty if it is use of nobody";
  }
  const named = DIMENSIONS.flatMap((column) => cells[column] ?? []).filter(
    (text) => !NOTHING.test(text),
  );
  if (named.some((text) => TOTAL.test(text))) {
    return "stands on a line that calls itself a total, which would count its dollars again: delete the line";
  }
  if (person === null && named.length === 0) {
    return "is empty, and so are product and model: a total would count its dollars again; delete the line";
  }
  return null;
}
