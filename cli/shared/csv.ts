/** CSV that a spreadsheet opens and cannot be made to run. Pure, and part of the report's page too. */

/** A list or a record is written as JSON. */
export type CsvCell = string | number | boolean | null | object;

/** Lines of RFC 4180, each with its end; null is an empty cell. */
export function csvLines(lines: readonly (readonly CsvCell[])[]): string {
  return lines.map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("");
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return "";
  return quoted(defused(typeof cell === "object" ? JSON.stringify(cell) : String(cell)));
}

/**
 * A spreadsheet would run a cell that starts like a formula, in full width too, and it may take a semicolon, a tab or
 * a line's end inside of a cell for the start of another; marks that nobody sees may stand before; a number may start with its sign.
 */
function defused(text: string): string {
  const isNumber = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text);
  if (isNumber) return text;
  const inside = text.replace(/([;\t\r\n][\s"']*)(?=[=+\-@＝＋－＠])/g, "$1'");
  return /^(?:[\t\r]|[\s\p{Cf}]*[=+\-@＝＋－＠])/u.test(inside) ? `'${inside}` : inside;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
