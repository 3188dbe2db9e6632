/** Starts the program as an operator does, with an environment of the test's own. */

import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";

import type { CommandContext } from "../../cli/shared/context.ts";
import { main } from "../../cli/program.ts";
import { noProgress } from "../../ingest/progress.ts";
import { projectRoot } from "../../ingest/project_root.ts";
import { recordingLog } from "../ingest/support/vendor_sync.ts";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Settings are those given here and nothing else of this program's. */
export function start(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): Running {
  const root = projectRoot();
  const program = [path.join(root, "cli/start.js"), ...args];
  // A settings file of whoever runs the tests must not reach them.
  const alone = {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    AI_SPEND_SETTINGS: "/dev/null",
  };
  const env = { ...alone, ...settings };
  const child = spawn(process.execPath, program, {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject).on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
}

export function run(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<Ended> {
  return start(args, settings).ended;
}

/** In this process, since starting one takes a second; nothing but these settings is set. */
export async function inProcess(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  context: Partial<CommandContext> = {},
): Promise<Ended> {
  const written = { stdout: "", stderr: "" };
  const before = process.env;
  process.env = { PATH: before["PATH"], HOME: before["HOME"], ...settings };
  try {
    const code = await main(args, {
      stdout: (text) => void (written.stdout += text),
      stderr: (text) => void (written.stderr += text),
      log: recordingLog(),
      progress: noProgress,
      signal: new AbortController().signal,
      ...context,
    });
    return { code, ...written };
  } finally {
    process.env = before;
  }
}
