/** The program's shell: the only file that prints and exits. */

import type { CommandContext } from "./shared/context.ts";
import { TransportError } from "../ingest/errors.ts";
import { loadSettings } from "../ingest/settings/config.ts";
import { jsonLog, terminalLog } from "../ingest/log.ts";
import { main, tell } from "./program.ts";
import { standardOutput } from "./shared/standard_output.ts";
import { visible } from "./shared/visible.ts";
import { noProgress, progressBar } from "../ingest/progress.ts";

const INTERRUPTED = 75;

const READER_PATIENCE_MS = 1_000;

/** A terminal sends Ctrl+C to npm and to this program, and npm passes it on: that is one wish to stop. */
const SAME_SIGNAL_MS = 1_000;

start();

function start(): void {
  // The warehouse, reports and exports hold names and what they cost: nobody else on this machine reads them.
  process.umask(0o077);
  const interruption = new AbortController();
  let stoppedMs = 0;
  const stop = (): void => {
    // A second signal means it: nothing half-landed counts, so leaving at once is safe.
    if (interruption.signal.aborted) {
      if (Date.now() - stoppedMs > SAME_SIGNAL_MS) process.exit(INTERRUPTED);
      return;
    }
    stoppedMs = Date.now();
    process.stderr.write("Stopping; what is complete is kept. Once more to leave at once.\n");
    interruption.abort();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.removeAllListeners(name).on(name, stop);
  }
  process.on("uncaughtException", (error) => {
    process.exit(tell(error, (text) => void process.stderr.write(text)));
  });
  // Nobody may be left to read warnings.
  process.stderr.on("error", () => undefined);

  main(process.argv.slice(2), contextOf(interruption.signal), loadSettings).then(
    (code) => {
      process.stdout.write("", () => process.exit(code));
      afterPatience(interruption.signal, () => process.exit(INTERRUPTED));
    },
    (error: unknown) => {
      throw error;
    },
  );
}

/** Whoever reads a pipe may have stopped reading: from the signal on it is waited for no longer. */
function afterPatience(signal: AbortSignal, giveUp: () => void): void {
  const wait = () => void setTimeout(giveUp, READER_PATIENCE_MS);
  if (signal.aborted) wait();
  else signal.addEventListener("abort", wait, { once: true });
}

function unread(): TransportError {
  return new TransportError("Interrupted before standard output was read: run the command again.");
}

function contextOf(signal: AbortSignal): CommandContext {
  const isTerminal = process.stderr.isTTY;
  const stderr = (text: string) => void process.stderr.write(text);
  return {
    stdout: standardOutput(),
    flushed: () =>
      new Promise((resolve, reject) => {
        afterPatience(signal, () => reject(unread()));
        process.stdout.write("", (error) => {
          if (error instanceof Error) reject(error);
          else resolve();
        });
      }),
    stderr,
    log: isTerminal ? terminalLog((text) => stderr(visible(text))) : jsonLog(),
    terminal:
      process.stdin.isTTY && isTerminal ? { input: process.stdin, output: process.stderr } : null,
    progress: isTerminal ? progressBar() : noProgress,
    signal,
  };
}
