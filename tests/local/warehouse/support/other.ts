/** A second process that opens the same warehouse. */

import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";

export interface Other {
  readonly process: ChildProcess;
  /** The next line that it prints. */
  readonly says: () => Promise<Record<string, unknown>>;
}

/** Starts it on a folder. `limit` is a shell's `ulimit -f`: the KiB that a file of it may have. */
export function startOther(home: string, limit?: number): Other {
  const script = path.join(process.cwd(), "tests/local/warehouse/support/open.ts");
  const command = `${limit === undefined ? "" : `ulimit -f ${limit}; `}exec "$0" "$@"`;
  const child = spawn("bash", ["-c", command, process.execPath, "--import", "tsx", script, home], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    process: child,
    says: async () => JSON.parse(String((await lines.next()).value)) as Record<string, unknown>,
  };
}

/** Resolves when a process has ended. */
export function ended(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.on("exit", resolve));
}
