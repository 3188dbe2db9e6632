/** Why the warehouse's file cannot be opened, in DuckDB's own words or the system's, and what to do about it. */

import path from "node:path";

import { WarehouseFileError } from "./file_error.ts";

type Reason = readonly [words: RegExp, sentence: (file: string) => string];

/** What the machine has too little of. */
const LIMITS: readonly Reason[] = [
  [
    /out of memory|bad.?alloc|cannot allocate memory|failed to allocate|ENOMEM/i,
    (file) =>
      `There is too little memory to open the warehouse file ${file}, which was left as it is: end other programs, or raise the limit (ulimit -v), and run the command again.`,
  ],
  [
    /file too large|EFBIG/i,
    (file) =>
      `The warehouse file ${file} may not grow further, and was left as it is: raise the limit on a file's size (ulimit -f) and run the command again.`,
  ],
  [
    /too many open files|EMFILE|ENFILE/i,
    (file) =>
      `The warehouse file ${file} cannot be opened beside so many other files: raise the limit (ulimit -n) and run the command again.`,
  ],
  [
    /no space left|disk quota exceeded|ENOSPC|EDQUOT/i,
    (file) => `The disk of ${file} is full: free some space and run the command again.`,
  ],
];

const REFUSALS: readonly Reason[] = [
  [
    /read-only file system|EROFS/i,
    (file) =>
      `The warehouse file ${file} cannot be written, since its disk is for reading alone: let AI_SPEND_HOME name a folder on another.`,
  ],
  [
    /permission denied|operation not permitted|is a directory|EACCES|EPERM|EISDIR/i,
    (file) => `The warehouse file ${file} cannot be written: change its owner or mode.`,
  ],
  [
    /version number|newer version|older version|storage version/i,
    (file) =>
      `The warehouse file ${file} was written by another version of DuckDB: use the ai-spend that wrote it, or move the file away and sync again.`,
  ],
];

/** DuckDB's own words for bytes that are not as it wrote them. */
const DAMAGE =
  /not a valid duckdb database|corrupt|checksum|could not read enough bytes|replaying (checkpoint )?wal|serializ|metadata pointer/i;

/** One sentence for each reason. The machine's come first: a log that finds no memory when it is replayed is whole. */
export function openFailure(database: string, cause: unknown): WarehouseFileError {
  // The folder's name is none of the words.
  const reason = reasonOf(cause).replaceAll(path.dirname(database), "");
  const known = sentenceFor([...LIMITS, ...REFUSALS], database, reason);
  return new WarehouseFileError(known ?? otherFailure(database, reason), { cause });
}

/** The sentence for what the machine has too little of; null for every other reason. */
export function limitReached(file: string, cause: unknown): string | null {
  return sentenceFor(LIMITS, file, reasonOf(cause).replaceAll(path.dirname(file), ""));
}

function sentenceFor(reasons: readonly Reason[], file: string, reason: string): string | null {
  return reasons.find(([words]) => words.test(reason))?.[1](file) ?? null;
}

function otherFailure(database: string, reason: string): string {
  if (DAMAGE.test(reason)) {
    return `The warehouse file ${database} is damaged and was left as it is: restore it from a backup, or move it (and ${path.basename(database)}.wal) away and sync again.`;
  }
  const [line = ""] = reason.trim().split("\n");
  return `The warehouse file ${database} cannot be opened and was left as it is: ${line}`;
}

/** The type of an error is a word of its own where DuckDB tells errors in JSON. */
function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  try {
    const { exception_type: type, exception_message: text } = JSON.parse(message) as Told;
    return text === undefined ? message : `${type ?? "DuckDB"}: ${text}`;
  } catch {
    return message;
  }
}

interface Told {
  readonly exception_type?: string;
  readonly exception_message?: string;
}
