/** Runs the unmodified Dataform CLI over the project, against whichever warehouse is open. */

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";

import { childEnvironment } from "../../ingest/settings/config.ts";
import { keepLoopbackDirect } from "../../ingest/settings/loopback.ts";
import { RUN_LABEL } from "../../ingest/warehouse/labelled_jobs.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { withScratch } from "../shared/scratch.ts";
import { COMPILING_MINUTES, deathOf, interrupted, notStarted } from "./dataform_end.ts";
import type { DataformRun } from "./dataform_output.ts";

/** So long the CLI may take to its end once it is asked to stop. */
const PATIENCE_MS = 5_000;

export type DataformWarehouse = Pick<
  Warehouse,
  "projectId" | "location" | "localUrl" | "cancelRun"
>;

export interface DataformOptions {
  /** Folder of workflow_settings.yaml. */
  readonly root: string;
  /** Folder whose packages hold the CLI, where that is another one. */
  readonly installed?: string;
  /** Command and options, such as `["run", "--full-refresh"]`. */
  readonly args: readonly string[];
  readonly warehouse: DataformWarehouse;
  readonly signal?: AbortSignal;
  /** Hears of each line of the output as it comes. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/**
 * Starts the CLI and waits for its end. Throws ConfigError if it cannot be started or has too little memory,
 * TransportError if it was interrupted or killed. On any end before its work is done what BigQuery is at for it is
 * cancelled, which the CLI leaves to itself. The CLI insists on a credentials file, which holds nothing secret and lives as long as the run.
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
    const label = randomBytes(8).toString("hex");
    const run = await runNode(
      [
        path.join(installed, "node_modules/@dataform/cli/bundle.js"),
        ...[command, root, "--default-database", projectId],
        ...(command === "compile" ? [] : ["--credentials", credentials]),
        ...(command === "run" ? ["--job-labels", `${RUN_LABEL}=${label}`] : []),
        // Of every command it bounds the compilation alone; the CLI's own minute is little on a busy machine.
        ...["--timeout", `${COMPILING_MINUTES}m`],
        ...options,
      ],
      environment(warehouse.localUrl, folder),
      { signal, onLine },
    );
    const isAtEnd = run.exitCode === 0 || command !== "run";
    const isCancelled = isAtEnd || (await warehouse.cancelRun(label));
    const end = signal?.aborted === true ? interrupted(isCancelled) : deathOf(run);
    if (end !== null) throw end;
    return run;
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
    let patience: NodeJS.Timeout | undefined;
    const stop = () => {
      child.kill("SIGINT");
      // It waits for answers of BigQuery's, which may not come.
      patience = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
    };
    if (signal?.aborted === true) stop();
    signal?.addEventListener("abort", stop, { once: true });
    if (onLine !== undefined) createInterface({ input: child.stdout }).on("line", onLine);
    child.on("error", (cause) => {
      reject(notStarted(cause));
    });
    child.on("close", (code, killedBy) => {
      signal?.removeEventListener("abort", stop);
      clearTimeout(patience);
      const plain = stripVTControlCharacters;
      const said = { stdout: plain(stdout), stderr: plain(stderr) };
      resolve({ exitCode: code ?? 1, signal: killedBy, ...said });
    });
  });
}
