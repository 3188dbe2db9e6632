/** Tables as CSV that a spreadsheet opens and cannot be made to run. Pure. */

export type CsvCell = string | boolean | null;

/** RFC 4180, header first; null is an empty cell. */
export function csvText(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [header, ...rows].map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("");
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return "";
  const text = defused(String(cell));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A spreadsheet would run a cell that starts like a formula; a number may start with its sign. */
function defused(text: string): string {
  const isNumber = /^-?\d+(\.\d+)?$/.test(text);
  return /^[=+\-@\t\r]/.test(text) && !isNumber ? `'${text}` : text;
}
