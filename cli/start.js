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
const INTERRUPTED = 75;

// Before anything else, since a signal that nobody hears ends a program without a word. main.ts hears them from then on.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, leave);

requireFolder();

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const cache = path.join(root, "node_modules/.cache/ai-spend");
const bundle = path.join(
  cache,
  stateOf(["cli", "ingest", "includes", "local", "package-lock.json"]),
);

try {
  await load();
} catch (error) {
  process.stderr.write(`${whyNot(error)}\n`);
  process.exit(CONFIG_ERROR);
}

async function load() {
  if (existsSync(path.join(bundle, "main.mjs")) || (await made(bundle))) {
    await import(pathToFileURL(path.join(bundle, "main.mjs")).href);
    return;
  }
  // Where nothing can be written beside the packages, the files are loaded as they are.
  const { register } = await import("tsx/esm/api");
  register();
  await import(pathToFileURL(path.join(root, "cli/main.ts")).href);
}

/** Nothing has begun, so that nothing is to be finished. */
function leave() {
  process.stderr.write("Stopping; nothing had begun.\n");
  rmSync(unfinished(), { recursive: true, force: true });
  process.exit(INTERRUPTED);
}

/**
 * One sentence for what kept the program from being loaded.
 * @param {unknown} error
 */
function whyNot(error) {
  const [line = ""] = String(error instanceof Error ? error.message : error).split("\n");
  if (/EMFILE|ENFILE|too many open files/i.test(line)) {
    return "ai-spend cannot start, since too many files are open: raise the limit (ulimit -n 256) and run the command again.";
  }
  if (/ENOMEM|out of memory|cannot allocate memory/i.test(line)) {
    return "ai-spend cannot start, since there is too little memory: end other programs, or raise the limit (ulimit -v), and run the command again.";
  }
  return `ai-spend cannot start (${line}): run npm ci where it is installed, and run the command again.`;
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
  const making = unfinished();
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
      // Its languages are a file each, all of which are opened at once.
      alias: { zod: path.join(root, "node_modules/zod/index.js") },
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

/** Where this process makes its bundle. */
function unfinished() {
  return `${bundle}.${process.pid}`;
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
