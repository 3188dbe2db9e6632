/** By which name a run holds the lease, and whose runs it knows to be over. */

import os from "node:os";
import process from "node:process";

import { errorCode } from "../error_facts.ts";

/** The run as others see it. */
export interface Holder {
  /** How a refusal names it: "process 4711 on laptop". */
  readonly name: string;
  /** True if the run of that name has certainly ended without giving the lease back. */
  readonly isGone: (name: string) => boolean;
}

/**
 * `execution` is Cloud Run's, which starts an attempt of it once the one before has ended. The local warehouse has
 * one machine, whose processes can be looked for; over BigQuery nobody is known to be gone.
 */
export function holderOf({
  execution,
  isLocal,
}: {
  readonly execution: string | null;
  readonly isLocal: boolean;
}): Holder {
  if (execution !== null) {
    const name = `Cloud Run's execution ${execution}`;
    return { name, isGone: (other) => other === name };
  }
  const name = nameOf(process.pid);
  return { name, isGone: (other) => isLocal && (other === name || isDeadHere(other)) };
}

function nameOf(pid: number | string): string {
  return `process ${pid} on ${os.hostname()}`;
}

function isDeadHere(name: string): boolean {
  const pid = /^process (\d+) on /.exec(name)?.[1];
  if (pid === undefined || name !== nameOf(pid)) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return errorCode(error) === "ESRCH";
  }
}
