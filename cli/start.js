/**
 * Starts the program. Its TypeScript is bundled once for each state of the files, in a tenth of a second, since
 * loading some 200 modules one by one takes longer than most commands do.
 */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

const CONFIG_ERROR = 2;

requireFolder();

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const cache = path.join(root, "node_modules/.cache/ai-spend");
const bundle = path.join(
  cache,
  stateOf(["cli", "ingest", "includes", "local", "package-lock.json"]),
);

if (existsSync(path.join(bundle, "main.mjs")) || (await made(bundle))) {
  await import(pathToFileURL(path.join(bundle, "main.mjs")).href);
} else {
  // Where nothing can be written beside the packages, the files are loaded as they are.
  const { register } = await import("tsx/esm/api");
  register();
  await import(pathToFileURL(path.join(root, "cli/main.ts")).href);
}

/** Ends the program where the working folder is gone: nothing that a path names can be found from there. */
function requireFolder() {
  try {
    process.cwd();
  } catch {
    process.stderr.write(
      "The working folder is gone or may not be read: change to a folder that is there.\n",
    );
    process.exit(CONFIG_ERROR);
  }
}

/**
 * Stands for the files' state: their names, sizes and times.
 * @param {readonly string[]} parts
 */
function stateOf(parts) {
  const hash = createHash("sha256").update(process.version);
  /** @param {string} name */
  const add = (name) => {
    const file = path.join(root, name);
    const { mtimeMs, size } = statSync(file);
    hash.update(`${name} ${size} ${mtimeMs}\n`);
  };
  for (const part of parts) {
    const isFolder = statSync(path.join(root, part)).isDirectory();
    const inside = isFolder ? readdirSync(path.join(root, part), { recursive: true }) : [];
    for (const name of isFolder ? inside.map(String).sort() : []) {
      if (/\.(ts|js)$/.test(name)) add(`${part}/${name}`);
    }
    if (!isFolder) add(part);
  }
  return hash.digest("hex").slice(0, 24);
}

/**
 * Bundles into a folder, whole or not at all. False where that cannot be.
 * @param {string} folder
 */
async function made(folder) {
  const making = `${folder}.${process.pid}`;
  try {
    mkdirSync(making, { recursive: true });
    const { build } = await import("esbuild");
    await build({
      absWorkingDir: root,
      entryPoints: [path.join(root, "cli/main.ts")],
      outdir: making,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      splitting: true,
      packages: "external",
      platform: "node",
      target: "node20",
      format: "esm",
      logLevel: "silent",
    });
    forgetOthers(folder);
    renameSync(making, folder);
    return true;
  } catch {
    rmSync(making, { recursive: true, force: true });
    // Another process may have made the same bundle in the meantime.
    return existsSync(path.join(folder, "main.mjs"));
  }
}

/**
 * Removes bundles of earlier states, but for those that a process may still be reading.
 * @param {string} folder
 */
function forgetOthers(folder) {
  const yesterday = Date.now() - 86_400_000;
  for (const name of readdirSync(cache)) {
    const other = path.join(cache, name);
    if (other !== folder && statSync(other).mtimeMs < yesterday) {
      rmSync(other, { recursive: true, force: true });
    }
  }
}
