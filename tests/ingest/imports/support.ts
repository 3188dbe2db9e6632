/** Files for the import tests, and what is wrong with them. */

import { checkFile } from "../../../ingest/imports/check_file.ts";
import { type Kind, KINDS } from "../../../ingest/imports/kinds.ts";

export function kindNamed(name: string): Kind {
  const kind = KINDS.find((candidate) => candidate.name === name);
  if (kind === undefined) throw new Error(`no kind ${name}`);
  return kind;
}

/** A file of that kind: its header and the lines. */
export function fileOf(kind: string, ...lines: readonly string[]): string {
  const { columns, mayMiss } = kindNamed(kind);
  const header = Object.keys(columns).filter((column) => !mayMiss.includes(column));
  return `${[header.join(","), ...lines].join("\n")}\n`;
}

/** "line column: reason", in the order of the file. */
export function faultsOf(kind: string, ...lines: readonly string[]): readonly string[] {
  const { faults } = checkFile(fileOf(kind, ...lines), kindNamed(kind));
  return [...faults]
    .sort((left, right) => (left.line ?? 0) - (right.line ?? 0))
    .map(({ line, column, reason }) => `${line} ${column}: ${reason}`);
}
