/** Reads an export once, from end to end, before anything of it is landed: every bad line is named. */

import { createHash } from "node:crypto";
import type { Readable } from "node:stream";

import { ConfigError } from "../../errors.ts";
import { instantOf } from "../instants.ts";
import { refuseOtherFile } from "../known_files.ts";
import { refusedJson } from "./json_text.ts";
import type { GoogleKind } from "./kinds.ts";
import { type TimesCheck, timesCheck } from "./line_times.ts";
import { linesOf } from "./lines.ts";
import { checkObject, type Finding, isObject } from "./values.ts";

const SHOWN = 20;

/** What a load job skips. */
const BLANK = /^[ \t\r]*$/;

export interface CheckedExport {
  readonly rows: number;
  /** Rows of each UTC day on which Google wrote them. */
  readonly rowsByDay: ReadonlyMap<string, number>;
  /** Columns that the table does not have, with the number of lines that have them. */
  readonly unknown: ReadonlyMap<string, number>;
  /** SHA-256 of the text, in hex; of the unpacked text, if it was packed. */
  readonly sha256: string;
}

interface ExportFile {
  readonly kind: GoogleKind;
  readonly fileName: string;
  /** The current UTC day. */
  readonly today: string;
}

/** Throws ConfigError with the first twenty faults by line and column, and the number of all. */
export async function checkExport(
  text: Readable,
  { kind, fileName, today }: ExportFile,
): Promise<CheckedExport> {
  const times = timesCheck(kind.table, kind.span, today);
  const hash = createHash("sha256");
  const rowsByDay = new Map<string, number>();
  const unknown = new Map<string, number>();
  const shown: string[] = [];
  let faults = 0;
  let line = 0;
  let rows = 0;
  for await (const json of linesOf(text, hash)) {
    line += 1;
    if (json !== null && BLANK.test(json)) continue;
    rows += 1;
    const found = checkLine(json, kind, times);
    if (rows === 1 && found.faults.length > 0) refuseOtherFile(kind.name, fileName, json ?? "");
    faults += found.faults.length;
    for (const { column, reason } of found.faults.slice(0, SHOWN - shown.length)) {
      shown.push(`  line ${line}${column === "" ? "" : `, ${column}`}: ${reason}`);
    }
    if (found.day !== null) count(rowsByDay, found.day);
    for (const column of found.unknown) count(unknown, column);
  }
  if (faults > 0) throw new ConfigError(faultsText(fileName, shown, faults));
  return { rows, rowsByDay, unknown, sha256: hash.digest("hex") };
}

interface CheckedLine {
  readonly faults: readonly Finding[];
  readonly unknown: ReadonlySet<string>;
  readonly day: string | null;
}

function checkLine(
  json: string | null,
  { table, needed, writtenAt, impossible }: GoogleKind,
  times: TimesCheck,
): CheckedLine {
  const row = json === null ? null : parse(json);
  if (json === null || row === null) {
    const reason =
      json === null
        ? "is not UTF-8 text: export the table anew, or save the file as UTF-8"
        : "is not one JSON object: export the table as newline-delimited JSON";
    return { faults: [{ column: "", reason }], unknown: new Set(), day: null };
  }
  const refused = refusedJson(json);
  const faults: Finding[] = refused === null ? [] : [{ column: "", reason: refused }];
  const unknown = new Set<string>();
  for (const column of needed) {
    if ((row[column] ?? null) === null) faults.push({ column, reason: "is missing" });
  }
  checkObject(row, table.fields, { faults, unknown });
  if (faults.length === 0) faults.push(...times(row), ...(impossible?.(row) ?? []));
  const instant = instantOf(row[writtenAt]);
  const day = instant === null ? null : new Date(instant).toISOString().slice(0, 10);
  return { faults, unknown, day };
}

function parse(json: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function faultsText(fileName: string, shown: readonly string[], faults: number): string {
  const more = faults - shown.length;
  return [
    `${fileName} has ${faults === 1 ? "1 fault" : `${faults} faults`} and nothing of it was imported: correct what is named here and import it again.`,
    ...shown,
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ].join("\n");
}
