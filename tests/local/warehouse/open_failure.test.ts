/** What is said of a file that cannot be opened: its own fault and the machine's are told apart. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { openWarehouse } from "../../../local/warehouse/index.ts";
import { openFailure } from "../../../local/warehouse/home/open_failure.ts";
import { projectRoot } from "../../../ingest/project_root.ts";

const FILE = "/srv/corrupt/local.duckdb";

const inJson = (type: string, message: string) =>
  JSON.stringify({ exception_type: type, exception_message: message });

const REASONS: readonly (readonly [says: RegExp, reasons: readonly string[]])[] = [
  [
    /^There is too little memory to open the warehouse file .*raise the limit \(ulimit -v\)/,
    [
      inJson("Out of Memory", "Failed to allocate block of 262144 bytes (bad allocation)\n\nSee"),
      "Out of Memory Error: could not allocate block of size 256.0 KiB (1.9 GiB/2.0 GiB used)",
      `Failure while replaying WAL file "${FILE}.wal": Cannot allocate memory`,
    ],
  ],
  [
    /may not grow further, .*\(ulimit -f\)/,
    [
      inJson("IO", `Could not write file "${FILE}.wal": File too large`),
      `Failure while replaying WAL file "${FILE}.wal": Could not write file "${FILE}": File too large`,
    ],
  ],
  [
    /beside so many other files: .*\(ulimit -n\)/,
    [
      `IO Error: Cannot open file "${FILE}": Too many open files`,
      "EMFILE: too many open files, scandir '/srv/corrupt/tmp'",
    ],
  ],
  [
    /^The disk of .* is full: free some space/,
    [
      `IO Error: Could not write file "${FILE}": No space left on device`,
      `IO Error: Could not write file "${FILE}": Disk quota exceeded`,
      "ENOSPC: no space left on device, write",
    ],
  ],
  [
    /since its disk is for reading alone/,
    [`IO Error: Cannot open file "${FILE}": Read-only file system`],
  ],
  [
    /cannot be written: change its owner or mode/,
    [
      `IO Error: Cannot open file "${FILE}": Permission denied`,
      `IO Error: Could not read from file "${FILE}": Is a directory`,
    ],
  ],
  [
    /was written by another version of DuckDB/,
    [
      "Trying to read a database file with version number 39, but we can only read version 64.",
      `Error opening "${FILE}": file was written with a storage version greater than the latest version supported by this DuckDB instance. Try opening the file with a newer version of DuckDB.`,
    ],
  ],
  [
    /is damaged and was left as it is: restore it from a backup, or move it \(and local\.duckdb\.wal\) away/,
    [
      `IO Error: The file "${FILE}" exists, but it is not a valid DuckDB database file!`,
      `IO Error: Could not read enough bytes from file "${FILE}": attempted to read 3192 bytes from location 5000`,
      inJson(
        "IO",
        "Corrupt database file: computed checksum 1 does not match stored checksum 2 in block at location 0",
      ),
      `IO Error: Failure while replaying WAL file "${FILE}.wal": Corrupt WAL file: entry at byte position 24 computed checksum 1 does not match stored checksum 2`,
      "Serialization Error: Failed to deserialize: field id mismatch, expected: 100, got: 0",
      inJson("INTERNAL", "Failed to load metadata pointer (id 26, idx 4, ptr 1)"),
    ],
  ],
  [
    /^The warehouse file \S+ cannot be opened and was left as it is: IO: Could not seek to location 1: Input\/output error$/,
    [inJson("IO", "Could not seek to location 1: Input/output error\n\nSee also")],
  ],
];

describe.each(REASONS)("%s", (says, reasons) => {
  it.each(reasons)("is said of %s", (reason) => {
    const { message } = openFailure(FILE, new Error(reason));
    expect(message).toMatch(says);
    expect(message).toContain(FILE);
    expect(message.split("\n")).toHaveLength(1);
  });
});

describe("a warehouse that is whole", () => {
  let home: string;
  beforeAll(async () => {
    home = mkdtempSync(path.join(os.tmpdir(), "warehouse-limits-"));
    await (await openWarehouse({ home })).close();
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it("is not called damaged where a file may not grow, and is whole afterwards", async () => {
    const file = path.join(home, "local.duckdb");
    const before = readFileSync(file);
    const run = spawnSync(
      "sh",
      ["-c", `ulimit -f 1; exec "${process.execPath}" cli/start.js query "select 1"`],
      {
        cwd: projectRoot(),
        env: { PATH: process.env["PATH"], AI_SPEND_SETTINGS: "/dev/null", AI_SPEND_HOME: home },
      },
    );
    expect(String(run.stderr)).toMatch(/^The warehouse file .* may not grow further.*\n$/);
    expect(run.status).toBe(2);
    expect(readFileSync(file).equals(before)).toBe(true);
    await (await openWarehouse({ home })).close();
  });
});
