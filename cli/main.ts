/** The program's shell: the only file that prints and exits. */

import type { CommandContext } from "./shared/context.ts";
import { loadSettings } from "../ingest/settings/config.ts";
import { jsonLog, terminalLog } from "../ingest/log.ts";
import { main } from "./program.ts";
import { noProgress, progressBar } from "../ingest/progress.ts";

const INTERRUPTED = 75;

start();

function start(): void {
  const interruption = new AbortController();
  const stop = (): void => {
    // A second signal means it: nothing half-landed counts, so leaving at once is safe.
    if (interruption.signal.aborted) process.exit(INTERRUPTED);
    process.stderr.write("Stopping; what is complete is kept. Once more to leave at once.\n");
    interruption.abort();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  // The reader of a pipe may leave early, as `head` does.
  process.stdout.on("error", () => process.exit(0));

  main(process.argv.slice(2), contextOf(interruption.signal), loadSettings).then(
    (code) => process.stdout.write("", () => process.exit(code)),
    (error: unknown) => {
      throw error;
    },
  );
}

function contextOf(signal: AbortSignal): CommandContext {
  const isTerminal = process.stderr.isTTY;
  const stderr = (text: string) => void process.stderr.write(text);
  return {
    stdout: (text) => void process.stdout.write(text),
    flushed: () =>
      new Promise((resolve, reject) => {
        process.stdout.write("", (error) => {
          if (error instanceof Error) reject(error);
          else resolve();
        });
      }),
    stderr,
    log: isTerminal ? terminalLog(stderr) : jsonLog(),
    terminal:
      process.stdin.isTTY && isTerminal ? { input: process.stdin, output: process.stderr } : null,
    progress: isTerminal ? progressBar() : noProgress,
    signal,
  };
}
