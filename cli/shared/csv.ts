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

/** A spreadsheet would run a cell that starts like a formula; a number may start with its sign. */
function defused(text: string): string {
  const isNumber = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text);
  return /^[=+\-@\t\r]/.test(text) && !isNumber ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
