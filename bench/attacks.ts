/**
 * `npx tsx bench/attacks.ts [words]`: what was tried to break the program, kind by kind, and whether it holds on this
 * machine. Each kind is a test or several, found by their titles; a kind that no test has is not held. With words,
 * only the kinds that have them in their names. Exit code 1 if a kind does not hold.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { z } from "zod";

const IMPORTS = "ingest/imports/import_file";
const UNUSABLE = "ingest/ask/unusable_answers";
const REPEATED = "ingest/sync/faults";
const OWNED = "local/warehouse/ownership";

/** What is tried, the file of its tests, and the words that begin or are in their titles. */
const KINDS: readonly (readonly [kind: string, file: string, title: string])[] = [
  ["six imports at once", "cli/import/at_once", "keeps the rows of each of six imports"],
  [
    "an import that was killed",
    "cli/import/at_once",
    "does not wait for an import that was killed",
  ],
  ["ten syncs at once", "system/production/two_at_once", "ten runs that start together"],
  ["a sync that lost its lease", "system/production/two_at_once", "that lost its lease stops"],
  ["kill -9 at any step", "system/production/kills", "killed at any step"],
  ["SIGTERM at any step", "system/production/kills", "grace time of SIGTERM"],
  [
    "a fault at any call to the warehouse",
    "system/production/faults",
    "at any call to the warehouse",
  ],
  ["a clock days ahead", "ingest/sync/clocks", "two days ahead of a vendor"],
  ["a clock days behind", "ingest/sync/clocks", "two days behind a vendor"],
  ["a clock beside the warehouse's", "ingest/sync/clocks", "ahead of the warehouse"],
  ["another user: files and port", OWNED, "another user of the machine reads no file"],
  ["a file that another program holds", OWNED, "held by another program"],
  ["a damaged warehouse", OWNED, "a damaged file is refused"],
  ["a warehouse that was cut short", OWNED, "a file that was cut short"],
  ["names in a report with pseudonyms", "cli/report/demo", "under pseudonyms no text in the file"],
  ["German thousands", "ingest/imports/two_readings", "with both readings"],
  ["control characters on a terminal", "cli/shared/hostile_text", "is told no control character"],
  ["formulas in a CSV", "cli/shared/hostile_text", "no cell starts a formula"],
  ["keys in a program's environment", "cli/shared/hostile_text", "gets no key"],
  ["a key in the answer", UNUSABLE, "the key"],
  ["a key in logs, rows and addresses", "ingest/sync/keys_stay_out_of_sight", "a vendor's key"],
  ["a list with a header alone", IMPORTS, "of a header alone empties"],
  ["SQL in a cell", "ingest/imports/hostile_cells", "never another statement"],
  ["Latin-1, UTF-16 and binary files", IMPORTS, "a file with faults is refused as"],
  ["a file above 64 MB", IMPORTS, "refused above 64 MB"],
  ["a file of another kind", "ingest/imports/known_files", "is named"],
  ["half of an emoji", UNUSABLE, "half"],
  ["five million brackets", UNUSABLE, "five million brackets"],
  ["an amount of two million digits", UNUSABLE, "two million digits"],
  ["a page of 65 MB", UNUSABLE, "65 MB"],
  ["a small answer that unpacks to 100 MB", UNUSABLE, "unpacks to 100 MB"],
  ["a byte at a time", UNUSABLE, "byte by byte"],
  ["HTML, with and without its name", UNUSABLE, "HTML"],
  ["a byte order mark in an answer", UNUSABLE, "a byte order mark"],
  ["a compression nobody asked for", UNUSABLE, "another compression"],
  ["204 and 206", UNUSABLE, "20[46]"],
  ["a cut body and a 502 of HTML", REPEATED, "(cut_body|html_502)"],
  ["429 and 529 on a quarter of all calls", REPEATED, "(429|529).* on a quarter"],
  ["pages without end", REPEATED, "(has_more_without_cursor|cursor_comes_back)"],
  ["a field of another type", "ingest/vendors/only_what_is_read", "refuses only if it is read"],
  ["a page that comes twice", "ingest/vendors/anthropic/analytics_pages", "a row on two pages"],
  [
    "a day that was not asked for",
    "ingest/vendors/anthropic/analytics_pages",
    "not asked for is refused",
  ],
  ["130,000 rows in a table", "cli/shared/output", "too many for it"],
  ["200,000 faults in a file", "ingest/imports/large_files", "hundreds of thousands of faults"],
  ["centuries of days", "cli/bad_input", "centuries to"],
  ["a home below /proc", "cli/shared/write_file", "below what nobody can write"],
  [
    "__proto__ and constructor as names",
    "local/warehouse/googlesql/refusals",
    "(__proto__|constructor)",
  ],
  [
    "a byte order mark and quotes in .env",
    "ingest/settings/settings",
    "(byte order mark|as it was written)",
  ],
  ["Ctrl+C twice at once, through npm", "cli/stopped", "through npm run, is one"],
  ["a full disk", "cli/stopped", "a full disk"],
  ["a reader that leaves", "cli/stopped", "a reader that has left"],
  [
    "a crash between pages and their fetch",
    "ingest/sync/interruptions",
    "a crash between the pages",
  ],
  [
    "a folder, a link or nothing in the place of a file",
    "cli/shared/write_file",
    "gets one sentence, and everything is as it was",
  ],
  ["two exports into one folder", "cli/export/export", "two write the same month at once"],
  ["a link in the way of an export", "cli/export/export", "no link that somebody laid"],
  ["a client that cancels", "local/warehouse/rest", "by cancelling the job"],
  ["a diff over nothing", "cli/diff/diff", "is not said to move nothing"],
  ["marts of another version", "cli/shared/of_this_version", "says so in one sentence"],
  [
    "the secret of an address in a sentence",
    "ingest/warehouse/warehouse_errors",
    "is in no sentence",
  ],
  [
    "five thousand brackets in a query",
    "local/warehouse/googlesql/refusals",
    "more than 200 brackets",
  ],
  [
    "a billion elements, a text of gigabytes",
    "local/warehouse/googlesql/semantics",
    "that memory cannot hold",
  ],
  ["a bad cell in any list of people", "sql/bad_cell", "is named, and the marts keep"],
  ["two builds at once, or one killed", "sql/two_builds", ""],
  ["a team under a new name", "ingest/sync/names_of_teams", "under a new name"],
  ["one team with two keys", "ingest/sync/names_of_teams", "two keys of one team"],
  ["an organization under a new name", "ingest/sync/names_of_organizations", ""],
  ["a day that the vendor leaves out", REPEATED, "that the vendor leaves out"],
  ["names of fields that are values", "ingest/endpoint/check_shape", "under the new name"],
  ["a count written as 1e2", "sql/claude_code", "100.0 or 1e2"],
  ["a day that no calendar has", "ingest/vendors/anthropic/pages", "no calendar has"],
  ["a row on two pages", "ingest/walk/walk", "that an earlier page has too"],
  ["a source that is a view", "local/warehouse/build/what_is_read", "a source that is a view"],
  ["names in parts", "local/warehouse/build/what_is_read", "a name that is written"],
  ["a file saved while it compiles", "cli/build/saved_files", "while it compiles"],
  ["a file that another replaces", "cli/build/saved_files", "replaced by another file"],
  ["lines that a table drops at once", "ingest/imports/google/export", "does not keep"],
];

const answer = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

function main(): void {
  const words = process.argv.slice(2).join(" ");
  const kinds = KINDS.filter(([kind]) => kind.includes(words));
  const files = [...new Set(kinds.map(([, file]) => `tests/${file}.test.ts`))];
  const folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-attacks-"));
  try {
    const tests = resultsOf(files, path.join(folder, "results.json"));
    let held = 0;
    for (const [kind, file, title] of kinds) {
      const own = tests.filter(
        (test) => test.file.endsWith(`tests/${file}.test.ts`) && new RegExp(title).test(test.name),
      );
      const failed = own.filter(({ status }) => status !== "passed");
      const isHeld = own.length > 0 && failed.length === 0;
      held += isHeld ? 1 : 0;
      const outcome = isHeld ? "held" : own.length === 0 ? "NOT TRIED" : "BROKEN";
      process.stdout.write(`${outcome.padEnd(9)}  ${kind} (${own.length})\n`);
    }
    process.stdout.write(`${held} of ${kinds.length} kinds held\n`);
    process.exitCode = held === kinds.length && kinds.length > 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the files' tests, which tell of themselves on standard error. */
function resultsOf(files: readonly string[], output: string) {
  if (files.length === 0) return [];
  const jest = ["--experimental-vm-modules", "node_modules/jest/bin/jest.js"];
  spawnSync(process.execPath, [...jest, ...files, "--json", `--outputFile=${output}`], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const { testResults } = answer.parse(JSON.parse(readFileSync(output, "utf8")));
  return testResults.flatMap(({ name: file, assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({ file, name: fullName, status })),
  );
}

main();
