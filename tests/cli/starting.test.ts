/** A program that starts: a signal is heard from the beginning, and what keeps it from starting is one sentence. */

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { tell } from "../../cli/program.ts";
import { TransportError } from "../../ingest/errors.ts";
import { projectRoot } from "../../ingest/project_root.ts";

let folder: string;
let settings: NodeJS.ProcessEnv;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-starting-"));
  settings = {
    PATH: process.env["PATH"],
    HOME: folder,
    AI_SPEND_SETTINGS: "/dev/null",
    AI_SPEND_HOME: path.join(folder, "home"),
  };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a program that is starting", () => {
  /** A child whose loading of the program never ends, so that the signal comes while it starts. */
  const starting = path.join(projectRoot(), "tests/cli/never_loads.mjs");

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "is ended by %s with a word: 75",
    async (name) => {
      const child = spawn(process.execPath, ["--import", starting, "cli/start.js", "status"], {
        cwd: projectRoot(),
        env: settings,
      });
      let said = "";
      child.stderr.on("data", (text: Buffer) => {
        said += text.toString();
        if (said === "loading\n") child.kill(name);
      });
      const ended = await new Promise<unknown>((resolve) =>
        child.on("close", (...end) => resolve(end)),
      );
      expect(ended).toEqual([75, null]);
      expect(said).toBe("loading\nStopping; nothing had begun.\n");
    },
  );

  it.each([
    [
      "too many files are open",
      "EMFILE: too many open files, open 'x'",
      /raise the limit \(ulimit -n/,
    ],
    ["memory is short", "Out of memory: Cannot allocate Wasm memory", /too little memory/],
    [
      "a package is gone",
      "Cannot find package 'zod'",
      /^ai-spend cannot start \(Cannot find .*npm ci/,
    ],
  ])("and cannot, as where %s, says so in a sentence: 2", (_why, message, says) => {
    const run = spawnSync(process.execPath, ["--import", starting, "cli/start.js", "status"], {
      cwd: projectRoot(),
      env: { ...settings, NEVER_LOADS_BECAUSE: message },
    });
    expect(String(run.stderr)).toMatch(says);
    expect(String(run.stderr).trimEnd().split("\n")).toHaveLength(1);
    expect(run.status).toBe(2);
  });

  it("needs few open files", () => {
    const script = `ulimit -n 64; exec "${process.execPath}" cli/start.js query "select 1 as a" --format csv`;
    const run = spawnSync("sh", ["-c", script], { cwd: projectRoot(), env: settings });
    expect({ status: run.status, stdout: String(run.stdout) }).toEqual({
      status: 0,
      stdout: "a\r\n1\r\n",
    });
  });

  it("waits for a pipe of settings until a signal: 75", async () => {
    const pipe = path.join(folder, "settings");
    spawnSync("mkfifo", [pipe]);
    const child = spawn(process.execPath, ["cli/start.js", "query", "select 1"], {
      cwd: projectRoot(),
      env: { ...settings, AI_SPEND_SETTINGS: pipe },
    });
    let said = "";
    child.stderr.on("data", (text: Buffer) => (said += text.toString()));
    const ended = new Promise<unknown>((resolve) => child.on("close", (...end) => resolve(end)));
    // Whoever opens it for writing waits until it is read.
    const writer = spawn("sh", ["-c", `exec 3> "$0"; echo open; exec sleep 60`, pipe]);
    await new Promise<void>((resolve) => writer.stdout.once("data", () => resolve()));
    child.kill("SIGTERM");
    expect(await ended).toEqual([75, null]);
    writer.kill();
    expect(said).toMatch(/^Stopping; .*\nInterrupted before the file was read: /);
  });
});

describe("a thing that nobody waits for", () => {
  it.each([
    [
      "open files",
      new Error("EMFILE: too many open files"),
      2,
      /^Too many files are open: raise the limit/,
    ],
    [
      "memory",
      new RangeError("WebAssembly.instantiate(): Out of memory"),
      2,
      /^There is too little memory/,
    ],
    ["a sentence of ours", new TransportError("Gone."), 75, /^Gone\.\n$/],
    ["a fault", new Error("odd"), 70, /^A fault in ai-spend itself; please report it\. Error: odd/],
  ])("such as %s is told with its exit code", (_what, error, code, says) => {
    let said = "";
    expect(tell(error, (text) => (said += text))).toBe(code);
    expect(said).toMatch(says);
  });
});
