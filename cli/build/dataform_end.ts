/** Why the Dataform CLI ended before its work was done, where it has not said which action failed. */

import { errorCode, errorMessage, limitReached } from "../../ingest/error_facts.ts";
import { ConfigError, LandingError, TransportError } from "../../ingest/errors.ts";
import {
  saysItPasses,
  saysOperatorMends,
  saysQuotaIsUsed,
} from "../../ingest/warehouse/passing_words.ts";
import { warehouseError, wordsOf } from "../../ingest/warehouse/warehouse_errors.ts";
import type { DataformRun } from "./dataform_output.ts";

/** So long the CLI may compile: what takes longer than this waits for something. */
export const COMPILING_MINUTES = 10;

const STANDS = "tables that were not reached are as they were";

/** What to do where the system does not even start it. Pure. */
export function notStarted(cause: unknown): Error {
  const limit = limitReached(errorMessage(cause));
  if (limit !== null) return new ConfigError(limit, { cause });
  if (errorCode(cause) === "EAGAIN") {
    return new TransportError(
      "The Dataform CLI could not be started: the system takes no more processes for now; run the command again.",
      { cause },
    );
  }
  return new ConfigError("The Dataform CLI could not be started: run npm ci.", { cause });
}

/** As the operator wished. `isCancelled`: nothing of it goes on in BigQuery. Pure. */
export function interrupted(isCancelled: boolean): Error {
  const left = isCancelled
    ? ""
    : ", and statements that BigQuery had begun may go on to their end, since its jobs could not be listed and cancelled (roles/bigquery.user lets you)";
  return new TransportError(`Interrupted: ${STANDS}${left}; run the command again.`);
}

/** An end that says nothing of the project or of the warehouse, whatever was built before; null for any other. Pure. */
export function deathOf({ exitCode, signal, stderr }: DataformRun): Error | null {
  if (/^FATAL ERROR: .*(heap|memory)/m.test(stderr)) {
    return new ConfigError(
      `The Dataform CLI ran out of memory, and ${STANDS}: give it more, such as NODE_OPTIONS=--max-old-space-size=8192, and run the command again.`,
    );
  }
  if (signal !== null) {
    const why = signal === "SIGKILL" ? ", as a system does where memory runs out" : "";
    return new TransportError(
      `The Dataform CLI was ended from outside (${signal}${why}), and ${STANDS}: run the command again.`,
    );
  }
  const seconds = /\bCompilation timed out after ([\d.]+) seconds/.exec(stderr)?.[1];
  if (seconds !== undefined) {
    return new TransportError(
      `The Dataform CLI did not compile the project within ${seconds} seconds, and ${STANDS}: run the command again when the machine has less to do.`,
    );
  }
  if (exitCode !== 0 && /^\s*Run (cancelled|timed out)/m.test(stderr)) {
    return new TransportError(
      `The Dataform CLI was stopped, and ${STANDS}: run the command again.`,
    );
  }
  const missing = exitCode === 0 ? null : missingOf(stderr);
  return missing === null
    ? null
    : new ConfigError(
        `The packages of the Dataform CLI are not whole (${missing}): run npm ci, and the command again.`,
      );
}

/** Node's words for a package that is not there or was cut off; null where it has none. */
function missingOf(stderr: string): string | null {
  if (stderr.includes("Compilation errors:")) return null;
  const module = /^.*Cannot find (?:module|package) '([^']+)'/m.exec(stderr)?.[1];
  if (module !== undefined) return `${belowPackages(module)} is not there`;
  if (stderr.includes("Could not find NPM dependencies")) return "some of them are not there";
  const file = /\bno such file or directory, \w+ '([^']*node_modules[^']*)'/.exec(stderr)?.[1];
  if (file !== undefined) return `${belowPackages(file)} is not there`;
  const cut = /^(?:file:\/\/)?(\/\S*node_modules\/\S+?):\d+\n[^]*^SyntaxError: /m.exec(stderr)?.[1];
  return cut === undefined ? null : `${belowPackages(cut)} is cut off`;
}

function belowPackages(file: string): string {
  return file.replace(/^.*node_modules\//, "");
}

/** An end without a failed action that is no success either; null where there is nothing to be said. Pure. */
export function silentEnd(run: DataformRun, didSomething: boolean): Error | null {
  const last = lastWords(run.stderr);
  const words = last === null ? null : wordsOf(new Error(last));
  const isUnfinished = /^\s*Unhandled promise rejection: /m.test(run.stderr);
  const isEmpty = !didSomething && !/^No actions to run\./m.test(run.stdout);
  if (run.exitCode === 0 && !isEmpty && !isUnfinished) return null;
  const said = didSomething
    ? "The Dataform CLI ended before all was built"
    : "The Dataform CLI ended before it ran anything";
  if (words === null) {
    return new ConfigError(
      `${said} and does not say why (exit code ${run.exitCode}): run npm ci, and the command again.`,
    );
  }
  if (saysItPasses(words)) {
    const when = saysQuotaIsUsed(words) ? " when the quota is free, tomorrow at the latest" : "";
    return new TransportError(
      `${said}: ${words.replace(/\.$/, "")}; run the command again${when}.`,
    );
  }
  const told = warehouseError(new Error(words), null);
  if (!(told instanceof LandingError)) return told;
  return saysOperatorMends(words)
    ? new ConfigError(`${said}: ${words}`)
    : new LandingError(`${said}: ${words}`);
}

const OWN_WORDS = /^\s*(?:Dataform encountered an error|Unhandled promise rejection): (.+)$/m;

/** The CLI's own sentence, without the stack behind it; else the last line that is none of a stack. */
function lastWords(stderr: string): string | null {
  const own = OWN_WORDS.exec(stderr)?.[1];
  // Behind what is no answer of BigQuery's comes its page: of a list the first is told.
  const list = stderr.lastIndexOf("Multiple errors occurred during the request.");
  if (own !== undefined && list !== -1) return stderr.slice(list);
  if (own !== undefined) return own.replace(/^Error: /, "").trim();
  const lines = stderr.split("\n").map((line) => line.trim());
  const plain = lines.filter(
    (line) => line !== "" && !/^(at |Node\.js v|>|\^|Note: --timeout )/.test(line),
  );
  return plain.find((line) => /^\w*Error\b.*: /.test(line)) ?? plain.at(-1) ?? null;
}
