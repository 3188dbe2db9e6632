/** Owners that somebody filled in and has not imported: no template takes the place of a file that has some. */

import { lstatSync } from "node:fs";

import { ConfigError } from "../../ingest/errors.ts";
import { decode, MAX_MEGABYTES } from "../../ingest/imports/landed_file.ts";
import { readCsv } from "../../ingest/imports/read_csv.ts";
import { readBounded } from "../../ingest/operator_file.ts";
import { referenceTable } from "../../ingest/tables/reference_tables.ts";

const COLUMNS = referenceTable("api_key_owners").fields.map(({ name }) => name);

/** Throws ConfigError if the file that is there names an owner in a row that `csv` has not, or cannot be read. */
export function refuseToLose(file: string, csv: string): void {
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() !== true) return;
  const text = decode(readBounded(file, MAX_MEGABYTES), file);
  if (text === "") return;
  const lost = ownersOnlyIn(text, csv);
  if (lost === 0) return;
  const what =
    lost === null
      ? "cannot be read as a list of owners"
      : `names ${lost === 1 ? "an owner" : `${lost} owners`} that api_key_owners has not`;
  throw new ConfigError(
    `${file} ${what}, and is as it was: import it first, name another file, or remove it.`,
  );
}

/** Rows of the one list that name an owner and are not in the other; null if it cannot be read. */
function ownersOnlyIn(text: string, other: string): number | null {
  const { rows, faults } = readCsv(text, COLUMNS);
  if (faults.length > 0) return null;
  const known = new Set(readCsv(other, COLUMNS).rows.map(({ cells }) => ownerOf(cells)));
  const named = rows.filter(({ cells }) => (cells["owner_email"] ?? null) !== null);
  return named.filter(({ cells }) => !known.has(ownerOf(cells))).length;
}

/** All that the row says but its note, in which costs move; an import stores addresses and types in lower case. */
function ownerOf(cells: Readonly<Record<string, string | null>>): string {
  const said = COLUMNS.filter((column) => column !== "note").map((column) => cells[column] ?? "");
  return JSON.stringify(said).toLowerCase();
}
