/** A run that is stopped, or whose output finds no room: it says so, and what was there is as it was. */

import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { PAGE } from "../../cli/shared/replaceable.ts";
import { interruptible } from "../../cli/shared/interruptible.ts";
import { writeFile } from "../../cli/shared/write_file.ts";
import { writeOut } from "../../cli/shared/write_out.ts";
import { saysDiskFull } from "../../ingest/error_facts.ts";
import { projectRoot } from "../../ingest/project_root.ts";
import { warehouseError } from "../../ingest/warehouse/warehouse_errors.ts";
import { inProcess } from "./support.ts";

let folder: string;
let silent: Server;
let settings: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-stopped-"));
  // A vendor that takes a question and says nothing.
  silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  settings = {
    PATH: process.env["PATH"],
    HOME: folder,
    AI_SPEND_SETTINGS: "/dev/null",
    AI_SPEND_HOME: path.join(folder, "home"),
    CURSOR_ADMIN_KEY: "key_0123456789abcdef0123456789abcdef",
    CURSOR_BASE_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
  };
});
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Numbers beyond any patience, none of which is kept. */
const ENDLESS =
  "select count(*) as c from unnest(generate_array(1, 1000000)) as a cross join unnest(generate_array(1, 1000000)) as b where a * b = 7";

/** Ctrl+C reaches the whole group of processes, and npm passes it on besides. */
async function stopped(program: string, args: readonly string[]) {
  const asked = new Promise<void>((resolve) => silent.once("request", () => resolve()));
  const child = spawn(program, args, { cwd: projectRoot(), env: settings, detached: true });
  let said = "";
  child.stderr.on("data", (text: Buffer) => (said += text.toString()));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  await asked;
  process.kill(-(child.pid ?? 0), "SIGINT");
  child.kill("SIGINT");
  return { code: await ended, said };
}

describe("Ctrl+C", () => {
  it.each<[string, string, readonly string[]]>([
    ["node", process.execPath, ["cli/start.js", "sync"]],
    ["npm run", "npm", ["run", "-s", "ai-spend", "--", "sync"]],
  ])("that comes twice at once, through %s, is one: 75", async (_way, program, args) => {
    const { code, said } = await stopped(program, args);
    expect(code).toBe(75);
    expect(said.match(/Stopping; what is complete is kept/g)).toHaveLength(1);
    expect(said).toMatch(/Interrupted: /);
  });

  it("ends a query that would take for ever, and leaves the file to others", async () => {
    const child = spawn(process.execPath, ["cli/start.js", "query", ENDLESS], {
      cwd: projectRoot(),
      env: settings,
    });
    let said = "";
    child.stderr.on("data", (text: Buffer) => (said += text.toString()));
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    const owner = path.join(folder, "home", "warehouse.json");
    while (!existsSync(owner)) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill("SIGINT");
    expect(await ended).toBe(75);
    expect(said).toMatch(/Interrupted: nothing is half-written/);
    const next = spawnSync(process.execPath, ["cli/start.js", "query", "select 1"], {
      cwd: projectRoot(),
      env: settings,
    });
    expect(next.status).toBe(0);
  });

  it("ends a command whose reader has stopped reading: 75", async () => {
    const sql = "select * from unnest(generate_array(1, 300000)) as n";
    const args = ["cli/start.js", "query", sql, "--format", "csv"];
    const child = spawn(process.execPath, args, { cwd: projectRoot(), env: settings });
    let said = "";
    child.stderr.on("data", (text: Buffer) => (said += text.toString()));
    const ended = new Promise<unknown>((resolve) => child.on("exit", (...end) => resolve(end)));
    await new Promise<void>((resolve) => child.stdout.once("readable", () => resolve()));
    const stoppedMs = Date.now();
    child.kill("SIGINT");
    expect(await ended).toEqual([75, null]);
    expect(Date.now() - stoppedMs).toBeLessThan(15_000);
    expect(said).toMatch(/^Stopping; /);
    child.stdout.destroy();
  });

  it("ends a command that writes into a pipe from which nobody reads on, and nobody at all", async () => {
    const stop = new AbortController();
    const { signal } = stop;
    const [slow, unread] = [path.join(folder, "slow"), path.join(folder, "unread")];
    spawnSync("mkfifo", [slow, unread]);
    const reader = spawn("sh", ["-c", `exec 3< "$0"; exec sleep 60`, slow]);
    const writing = Promise.allSettled([
      writeOut(slow, "x".repeat(300_000), PAGE, signal),
      writeOut(unread, "x", PAGE, signal),
    ]);
    setTimeout(() => stop.abort(), 200);
    for (const end of await writing) {
      expect(end).toMatchObject({ status: "rejected", reason: { exitCode: 75 } });
    }
    reader.kill();
  });

  it("is not needed where a pipe is read: it gets all of it", async () => {
    const pipe = path.join(folder, "read");
    spawnSync("mkfifo", [pipe]);
    const reader = spawn("sh", ["-c", `sleep 0.2; wc -c < "$0"`, pipe]);
    let count = "";
    reader.stdout.on("data", (text: Buffer) => (count += text.toString()));
    const ended = new Promise((resolve) => reader.on("close", resolve));
    await writeOut(pipe, "x".repeat(3_000_000), PAGE, new AbortController().signal);
    await ended;
    expect(count.trim()).toBe("3000000");
  });

  it.each([
    ["query", ["select 1"]],
    ["questions", ["1"]],
    ["trace", ["--day", "2026-10-31"]],
    ["report", ["--out", "report.html"]],
    ["status", ["--cost"]],
    ["alerts", []],
    ["alerts", ["--digest"]],
  ])("ends %s, which only reads: 75", async (verb, args) => {
    const context = { signal: AbortSignal.abort() };
    const { code, stdout, stderr } = await inProcess(
      [verb, ...args],
      { AI_SPEND_SETTINGS: "/dev/null", AI_SPEND_HOME: path.join(folder, "home") },
      context,
    );
    expect({ code, stdout }).toEqual({ code: 75, stdout: "" });
    expect(stderr).toMatch(/^Interrupted: nothing is half-written; run the command again\.\n$/);
  });

  it("ends what only reads at once", async () => {
    const stop = new AbortController();
    const never = () => new Promise<never>(() => undefined);
    const silence: Parameters<typeof interruptible>[0] = {
      builtAt: never,
      query: never,
      dryRun: never,
      listTables: never,
      queryPages: async function* () {
        yield await never();
      },
    };
    const reading = interruptible(silence, stop.signal);
    const waiting = Promise.allSettled([
      reading.query(""),
      reading.dryRun(""),
      reading.listTables(""),
      reading.builtAt("", []),
      reading.queryPages("").next(),
    ]);
    stop.abort();
    for (const end of await waiting) {
      expect(end).toMatchObject({ status: "rejected", reason: { exitCode: 75 } });
    }
  });
});

describe("a full disk", () => {
  it("behind standard output is an error of the operator's, in one sentence", () => {
    const run = spawnSync("sh", ["-c", `"${process.execPath}" cli/start.js --help > /dev/full`], {
      cwd: projectRoot(),
      env: settings,
    });
    expect(run.status).toBe(2);
    expect(String(run.stderr)).toMatch(
      /^Standard output cannot be written \(its disk is full\).*\n$/,
    );
  });

  it("behind standard error takes nothing from the work that is done", () => {
    const people = path.join(folder, "people.csv");
    const header = "email,name,team,cost_center,manager_email,aliases,valid_from,valid_to";
    writeFileSync(people, `${header}\nada@example.com,Ada,Search,,,,2026-01-01,\n`);
    const script = `"${process.execPath}" cli/start.js import people "${people}" 2> /dev/full`;
    const run = spawnSync("sh", ["-c", script], { cwd: projectRoot(), env: settings });
    expect(run.status).toBe(0);
    expect(String(run.stdout)).toMatch(/^1 row imported/);
  });

  it("is told from a reader that has left", () => {
    const run = spawnSync(
      "bash",
      ["-c", `"${process.execPath}" cli/start.js --help | true; echo "\${PIPESTATUS[0]}"`],
      { cwd: projectRoot(), env: settings },
    );
    expect(String(run.stdout)).toBe("0\n");
    expect(String(run.stderr)).toBe("");
  });

  it.each([
    "IO Error: Could not write file: No space left on device",
    "write ENOSPC",
    "Disk quota exceeded",
    "IO Error: Could not write file: File too large",
    "write EFBIG",
  ])("is what %s means, whoever says it", (words) => {
    expect(saysDiskFull(words)).toBe(true);
    expect(warehouseError(new Error(words), "loading 1 rows")).toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^The disk of the local warehouse is full/),
    });
  });
});

describe("a file that a command writes", () => {
  const OLD = { what: "old file", begins: /^old$/ };

  it("is whole, its owner's alone, and leaves nothing beside it", () => {
    const file = path.join(folder, "report.html");
    writeFileSync(file, "old", { mode: 0o644 });
    writeFile(file, "new", OLD);
    expect(readFileSync(file, "utf8")).toBe("new");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.endsWith(".new"))).toEqual([]);
  });

  it("stays as it was where it cannot be written", () => {
    expect(() => writeFile(path.join(folder, "none", "report.html"), "new", OLD)).toThrow(
      /report\.html cannot be written: check that its folder exists/,
    );
    expect(() => writeFile("/dev/full", "new", OLD)).toThrow(/^The disk of \/dev\/full is full/);
  });
});
