/** A compilation is a function of the project's files: one that was made of the same files is kept and used again. */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

import { compiledFiles, compileProject } from "./compiler.ts";
import type { CompiledGraph } from "./graph.ts";

const CORE = "node_modules/@dataform/core/bundle.js";

/** The project's graph, from `folder` if it was kept there, under `name`. Throws ConfigError as the compiler does. */
export function compileOnce(root: string, folder: string, name = "compiled"): CompiledGraph {
  const key = digestOf(root, [...compiledFiles(root), CORE]);
  const file = path.join(folder, `${name}.json`);
  const kept = read(file);
  if (kept?.key === key) return kept.graph;
  const graph = compileProject(root);
  keep(file, { key, graph });
  return graph;
}

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
