/** Runs the unmodified Dataform CLI over the project, against whichever warehouse is open. */

import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";

import { childEnvironment } from "../../ingest/settings/config.ts";
import { TransportError } from "../../ingest/errors.ts";
import { keepLoopbackDirect } from "../../ingest/settings/loopback.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { withScratch } from "../shared/scratch.ts";
import { COMPILING_MINUTES, deathOf, notStarted } from "./dataform_end.ts";
import type { DataformRun } from "./dataform_output.ts";

export interface DataformOptions {
  /** Folder of workflow_settings.yaml. */
  readonly root: string;
  /** Folder whose packages hold the CLI, where that is another one. */
  readonly installed?: string;
  /** Command and options, such as `["run", "--full-refresh"]`. */
  readonly args: readonly string[];
  readonly warehouse: Pick<Warehouse, "projectId" | "location" | "localUrl">;
  readonly signal?: AbortSignal;
  /** Hears of each line of the output as it comes. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/**
 * Starts the CLI and waits for its end. Throws ConfigError if it cannot be started or has too little memory,
 * TransportError if it was interrupted or killed. The CLI insists on a credentials file, which holds nothing secret and lives as long as the run.
 */
export function runDataform({
  root,
  installed = root,
  args,
  warehouse,
  signal,
  onLine,
}: DataformOptions): Promise<DataformRun> {
  return withScratch("build", async (folder) => {
    const credentials = path.join(folder, "credentials.json");
    const { projectId, location } = warehouse;
    await writeFile(credentials, JSON.stringify({ projectId, location }));
    const [command = "run", ...options] = args;
    return runNode(
      [
        path.join(installed, "node_modules/@dataform/cli/bundle.js"),
        ...[command, root, "--default-database", projectId],
        ...(command === "compile" ? [] : ["--credentials", credentials]),
        // Of every command it bounds the compilation alone; the CLI's own minute is little on a busy machine.
        ...["--timeout", `${COMPILING_MINUTES}m`],
        ...options,
      ],
      environment(warehouse.localUrl, folder),
      { signal, onLine },
    );
  });
}

/** The CLI leaves folders for the moment behind, which go with ours. */
function environment(localUrl: string | null, folder: string): NodeJS.ProcessEnv {
  if (localUrl === null) return childEnvironment({ TMPDIR: folder });
  keepLoopbackDirect();
  return childEnvironment({
    TMPDIR: folder,
    // The CLI adds no path of its own to this address.
    BIGQUERY_EMULATOR_HOST: `${localUrl}/bigquery/v2`,
    METADATA_SERVER_DETECTION: "none",
  });
}

function runNode(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  {
    signal,
    onLine,
  }: Pick<DataformOptions, "onLine"> & { readonly signal: AbortSignal | undefined },
): Promise<DataformRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const stop = () => child.kill("SIGINT");
    signal?.addEventListener("abort", stop, { once: true });
    if (onLine !== undefined) createInterface({ input: child.stdout }).on("line", onLine);
    child.on("error", (cause) => {
      reject(notStarted(cause));
    });
    child.on("close", (code, killedBy) => {
      signal?.removeEventListener("abort", stop);
      if (signal?.aborted === true) {
        reject(
          new TransportError(
            "Interrupted: tables that were not reached are as they were; run build again.",
          ),
        );
      } else {
        const plain = stripVTControlCharacters;
        const said = { stdout: plain(stdout), stderr: plain(stderr) };
        const run: DataformRun = { exitCode: code ?? 1, signal: killedBy, ...said };
        const death = deathOf(run);
        if (death === null) resolve(run);
        else reject(death);
      }
    });
  });
}
