/** A compilation is a function of the project's files: one that was made of the same files is kept and used again. */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

import { compiledFiles, compileWithFiles } from "./compiler.ts";
import type { CompiledGraph } from "./graph.ts";
import { stampsOf } from "./stamps.ts";

const CORE = "node_modules/@dataform/core/bundle.js";

/** Somebody who saves a file while it compiles is waited for so often. */
const TRIES = 3;

/**
 * The project's graph, from `folder` if it was kept there, under `name`. It is kept if it is that of files as they were at
 * one time, and if no model asks for a file beside them. Throws ConfigError as the compiler does.
 */
export function compileOnce(
  root: string,
  folder: string,
  name = "compiled",
  compile: Compile = compileWithFiles,
): CompiledGraph {
  const file = path.join(folder, `${name}.json`);
  for (let attempt = 1; ; attempt += 1) {
    const stamps = stampsOf(root);
    const listed = [...compiledFiles(root), CORE];
    const key = digestOf(root, listed);
    const kept = read(file);
    if (kept?.key === key) return kept.graph;
    const { graph, files } = compile(root);
    const isOfOneTime = stampsOf(root) === stamps;
    if (isOfOneTime && files.every((loaded) => listed.includes(loaded))) keep(file, { key, graph });
    if (isOfOneTime || attempt === TRIES) return graph;
  }
}

type Compile = (root: string) => ReturnType<typeof compileWithFiles>;

interface Kept {
  readonly key: string;
  readonly graph: CompiledGraph;
}

function digestOf(root: string, files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files) {
    const bytes = readFileSync(path.join(root, file));
    hash.update(`${file}\n${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}

/** Null for a file that is not there, or was cut short. */
function read(file: string): Kept | null {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Kept;
  } catch {
    return null;
  }
}

/** Whole or not at all; where it cannot be kept, it is compiled again next time. */
function keep(file: string, kept: Kept): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(kept));
    renameSync(`${file}.new`, file);
  } catch {
    return;
  }
}
