/** A commit of the checkout: found by its name, and its models laid out in a folder. */

import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";

import { errorCode, saysDiskFull } from "../../ingest/error_facts.ts";
import { ConfigError, TransportError } from "../../ingest/errors.ts";
import { childEnvironment } from "../../ingest/settings/config.ts";

export interface Revision {
  /** As it was asked for. */
  readonly name: string;
  /** 40 hexadecimal digits. */
  readonly commit: string;
}

/** What a compilation reads. */
const PARTS = ["definitions", "includes", "workflow_settings.yaml"] as const;

/** Throws ConfigError if there is no such commit, no repository or no git, TransportError if it was interrupted. */
export async function findRevision(
  root: string,
  name: string,
  signal: AbortSignal,
): Promise<Revision> {
  const inside = await run("git", ["-C", root, "rev-parse", "--is-inside-work-tree"], signal);
  if (inside.code !== 0) {
    throw new ConfigError(
      `${root} is no repository that git reads (${lastLine(inside.stderr)}): diff compares with a commit, so run it in a clone.`,
    );
  }
  const wanted = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`];
  const found = await run("git", ["-C", root, ...wanted], signal);
  const commit = found.stdout.trim();
  if (found.code !== 0 || !/^[0-9a-f]{40,64}$/.test(commit)) {
    throw new ConfigError(
      `There is no commit ${JSON.stringify(name)} here: let --against name a branch, a tag or a commit that git log shows; git fetch brings what is elsewhere.`,
    );
  }
  return { name, commit };
}

/** Lays the commit's models out in `folder`, with this tree's compiler. Throws ConfigError if it has none. */
export async function layOut(
  root: string,
  { commit }: Revision,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const archive = path.join(path.dirname(folder), `${path.basename(folder)}.tar`);
  const asked = ["archive", "--format=tar", "-o", archive, commit, "--", ...PARTS];
  const archived = await run("git", ["-C", root, ...asked], signal);
  const short = commit.slice(0, 9);
  if (archived.code !== 0) {
    if (/did not match any files/.test(archived.stderr)) {
      throw new ConfigError(
        `Commit ${short} has no ${PARTS.join(", ")} in the place of ${root}: name a later one.`,
      );
    }
    if (!saysNoRoom(archived.stderr)) {
      throw new ConfigError(
        `Commit ${short} cannot be read from ${root} (${lastLine(archived.stderr)}): git fsck and git fetch say what it lacks.`,
      );
    }
    throw noRoom(folder, short, archived);
  }
  const unpacked = await run("tar", ["-xf", archive, "-C", folder], signal);
  if (unpacked.code !== 0) {
    throw noRoom(folder, short, unpacked);
  }
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"), "junction");
}

/** A limit on a file's size ends a program without a word. */
function saysNoRoom(stderr: string): boolean {
  const place = /write error|could not (create|open)|unable to create/i;
  return stderr.trim() === "" || saysDiskFull(stderr) || place.test(stderr);
}

function noRoom(folder: string, commit: string, { stderr }: Ended): ConfigError {
  return new ConfigError(
    `${folder} cannot hold commit ${commit} (${lastLine(stderr) || "no reason was told"}): make room, or let TMPDIR name another folder.`,
  );
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(program: string, args: readonly string[], signal: AbortSignal): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = childEnvironment({ LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0" });
    execFile(program, [...args], { env, signal }, (error, stdout, stderr) => {
      if (signal.aborted) {
        reject(new TransportError("Interrupted: nothing was written; run the command again."));
      } else if (errorCode(error) === "ENOENT") {
        reject(
          new ConfigError(`There is no ${program} on this machine, which diff needs: install it.`, {
            cause: error,
          }),
        );
      } else resolve({ code: error === null ? 0 : exitCodeOf(error), stdout, stderr });
    });
  });
}

function exitCodeOf({ code }: Error & { readonly code?: unknown }): number {
  return typeof code === "number" ? code : 1;
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
