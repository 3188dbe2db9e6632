/** A Dataform CLI that dies, or ends without having done its work: one sentence, and the exit code that it deserves. */

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { runDataformBuild } from "../../../cli/build/dataform_build.ts";
import { notStarted } from "../../../cli/build/dataform_end.ts";

let root: string;
let cancelRun: (run: string) => boolean;
beforeEach(() => {
  cancelRun = () => true;
});
const BUNDLE = "node_modules/@dataform/cli/bundle.js";

beforeAll(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "ai-spend-dataform-end-"));
  mkdirSync(path.join(root, path.dirname(BUNDLE)), { recursive: true });
  writeFileSync(
    path.join(root, "workflow_settings.yaml"),
    "defaultProject: p\ndefaultLocation: US\ndefaultDataset: ai_spend\n",
  );
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A build by a CLI that is this script; null where there is none. */
async function endOf(
  script: string | null,
  signal?: AbortSignal,
): Promise<{ exitCode: number; message: string }> {
  const file = path.join(root, BUNDLE);
  rmSync(file, { force: true });
  if (script !== null) writeFileSync(file, script);
  try {
    await runDataformBuild({
      root,
      warehouse: {
        ...{ projectId: "p", location: "US", localUrl: null },
        placeFault: () => Promise.resolve(null),
        cancelRun: (run) => Promise.resolve(cancelRun(run)),
      },
      signal,
      only: null,
      fullRefresh: false,
    });
  } catch (error) {
    const { message, exitCode } = error as Error & { readonly exitCode: number };
    expect(message.split("\n")).toHaveLength(1);
    expect(message).not.toContain(root);
    return { exitCode, message };
  }
  return { exitCode: 0, message: "" };
}

const SAID = (out: string, err: string, code: number) =>
  `process.stdout.write(${JSON.stringify(out)}); process.stderr.write(${JSON.stringify(err)}); process.exitCode = ${code};`;

const COMPILED = "Compiling...\n\nCompiled successfully.\n\n";
const HALF = `${COMPILED}Running...\n\nTable created:  ai_spend.claude_costs [table]\n`;
const STACK = "    at Object.<anonymous> (/x/bundle.js:1:1)\n    at node:internal/main:1:1\n";

describe("what passes by itself is 75", () => {
  it.each(["SIGKILL", "SIGTERM", "SIGINT", "SIGSEGV"])(
    "killed by %s, whatever it had built",
    async (name) => {
      const script = `process.stdout.write(${JSON.stringify(HALF)}, () => process.kill(process.pid, "${name}")); setInterval(() => {}, 1000);`;
      const { exitCode, message } = await endOf(script);
      expect(exitCode).toBe(75);
      expect(message).toMatch(`The Dataform CLI was ended from outside (${name}`);
      expect(message).toMatch(
        /tables that were not reached are as they were: run the command again\.$/,
      );
    },
  );

  it.each<[string, string]>([
    [
      "no network",
      `Dataform encountered an error: getaddrinfo ENOTFOUND bigquery.googleapis.com\n${STACK}`,
    ],
    ["a busy service", "Dataform encountered an error: The service is currently unavailable.\n"],
    [
      "a rejection that nobody heard",
      `Unhandled promise rejection: Error: socket hang up\n${STACK}`,
    ],
    ["a run that was stopped", "Run cancelled.\n"],
  ])("%s", async (_title, words) => {
    const { exitCode, message } = await endOf(SAID(HALF, words, 1));
    expect({ exitCode, message }).toMatchObject({
      exitCode: 75,
      message: expect.stringMatching(/run the command again\.$/),
    });
    expect(message).not.toContain("    at ");
  });

  it("a compilation that the CLI gave up, with what to do", async () => {
    const gaveUp = `Dataform encountered an error: Compilation timed out after 600 seconds. To allow more time, re-run with a longer --timeout.\n${STACK}`;
    expect(await endOf(SAID("Compiling...\n", gaveUp, 1))).toEqual({
      exitCode: 75,
      message:
        "The Dataform CLI did not compile the project within 600 seconds, and tables that were not reached are as they were: run the command again when the machine has less to do.",
    });
  });

  it("too many processes", () => {
    const cause = Object.assign(new Error("spawn node EAGAIN"), { code: "EAGAIN" });
    expect(notStarted(cause)).toMatchObject({ exitCode: 75 });
  });
});

describe("what somebody must mend is 2", () => {
  it.each<[string, string | null, RegExp]>([
    ["no CLI", null, /@dataform\/cli\/bundle\.js is not there\): run npm ci/],
    [
      "no package of it",
      'require("protobufjs/minimal")',
      /protobufjs\/minimal is not there\): run npm ci/,
    ],
    [
      "a file of it",
      'require("fs").readFileSync(__dirname + "/core.proto")',
      /core\.proto is not there\): run npm ci/,
    ],
    ["half a CLI", "function main() {", /bundle\.js is cut off\): run npm ci/],
    [
      "too little memory",
      `process.stderr.write("\\n<--- Last few GCs --->\\n\\nFATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\\n", () => process.abort())`,
      /ran out of memory, .*NODE_OPTIONS=--max-old-space-size/,
    ],
    [
      "silence",
      SAID("", "", 0),
      /before it ran anything and does not say why \(exit code 0\): run npm ci/,
    ],
    [
      "silence after compiling",
      SAID(COMPILED, "", 0),
      /before it ran anything and does not say why/,
    ],
    ["silence with an error", SAID("", "", 1), /does not say why \(exit code 1\)/],
    [
      "no sign-in",
      SAID(
        "",
        `Dataform encountered an error: Could not load the default credentials. Browse to x\n${STACK}`,
        1,
      ),
      /gcloud auth application-default login/,
    ],
  ])("%s", async (_title, script, says) => {
    const { exitCode, message } = await endOf(script);
    expect({ exitCode, message }).toEqual({ exitCode: 2, message: expect.stringMatching(says) });
  });

  it("a limit of the system, as it is started", () => {
    expect(notStarted(new Error("spawn ENOMEM"))).toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/too little memory/),
    });
  });
});

describe("what the CLI began in BigQuery", () => {
  /** Says the label of its jobs, and goes on until it is asked to stop. */
  const AT_WORK = `process.stdout.write("Compiling...\\n"); require("fs").writeFileSync(__dirname + "/label", process.argv[process.argv.indexOf("--job-labels") + 1]); process.on("SIGINT", () => process.exit(1)); setInterval(() => {}, 1000);`;
  const DEAF = AT_WORK.replace("process.exit(1)", "undefined");
  const labelFile = () => path.join(root, path.dirname(BUNDLE), "label");

  async function stopped(script: string) {
    rmSync(labelFile(), { force: true });
    const stop = new AbortController();
    const end = endOf(script, stop.signal);
    while (!existsSync(labelFile()) || readFileSync(labelFile(), "utf8") === "") {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    stop.abort();
    return end;
  }

  it.each<[string, string]>([
    ["that is asked to stop", AT_WORK],
    ["that does not heed that, for which it has some seconds", DEAF],
  ])(
    "is cancelled by its label, of one %s",
    async (_title, script) => {
      const cancelled: string[] = [];
      cancelRun = (run) => cancelled.push(run) > 0;
      expect(await stopped(script)).toEqual({
        exitCode: 75,
        message:
          "Interrupted: tables that were not reached are as they were; run the command again.",
      });
      expect(cancelled.map((run) => `ai_spend_run=${run}`)).toEqual([
        readFileSync(labelFile(), "utf8"),
      ]);
    },
    15_000,
  );

  it("is said to go on where it cannot be cancelled", async () => {
    cancelRun = () => false;
    expect(await stopped(AT_WORK)).toEqual({
      exitCode: 75,
      message:
        "Interrupted: tables that were not reached are as they were, and statements that BigQuery had begun may go on to their end, since its jobs could not be listed and cancelled (roles/bigquery.user lets you); run the command again.",
    });
  });

  it.each<[string, string, number]>([
    ["that was killed", `process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000);`, 1],
    ["that lost its network", SAID(HALF, "Dataform encountered an error: socket hang up\n", 1), 1],
    ["that came to its end", SAID(HALF, "", 0), 0],
  ])("is looked for of one %s: %#", async (_title, script, times) => {
    let asked = 0;
    cancelRun = () => (asked += 1) > 0;
    await endOf(script);
    expect(asked).toBe(times);
  });
});

describe("the time to compile", () => {
  it("is given to the CLI, whose note on that is not taken for why it ended", async () => {
    const script = `process.stderr.write("Note: --timeout only bounds project compilation. For more.\\n"); process.exitCode = process.argv.join(" ").includes("--timeout 10m") ? 3 : 4;`;
    expect((await endOf(script)).message).toMatch(/does not say why \(exit code 3\)/);
  });
});

describe("other ends", () => {
  it("tell the CLI's own sentence, without its stack", async () => {
    const words = `Dataform encountered an error: No such action: x\nError: No such action: x\n${STACK}`;
    expect(await endOf(SAID(COMPILED, words, 1))).toEqual({
      exitCode: 1,
      message: "The Dataform CLI ended before it ran anything: No such action: x",
    });
  });

  it("are none where all was built, or nothing was to be", async () => {
    expect((await endOf(SAID(HALF, "", 0))).exitCode).toBe(0);
    expect((await endOf(SAID(`${COMPILED}No actions to run.\n`, "", 0))).exitCode).toBe(0);
  });

  it("are no success where a part of the work was lost on the way", async () => {
    const words = `Unhandled promise rejection: TypeError: x is not iterable\n${STACK}`;
    expect(await endOf(SAID(HALF, words, 0))).toEqual({
      exitCode: 1,
      message: "The Dataform CLI ended before all was built: TypeError: x is not iterable",
    });
  });
});
