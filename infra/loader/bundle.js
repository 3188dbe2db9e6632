/**
 * Makes the loader one file, out of the versions that the lock file names. The laptop's warehouse, the simulated
 * vendors and the demo stay out.
 *
 *     node infra/loader/bundle.js OUTFILE [LIST]
 *
 * LIST gets the files that went into it, as a JSON list of paths from the project's folder.
 */

import { writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "../..");

const REFUSAL = `
import { ConfigError } from "./ingest/errors.ts";
throw new ConfigError("The loader's image has neither the local warehouse nor the demo: set AI_SPEND_WAREHOUSE to bigquery.");
`;

/** Verbs that read documents of the checkout. */
const NEED_DOCUMENTS = /\/cli\/(mcp|questions)\/command\.ts$/;

const NO_CHECKOUT = `
import { ConfigError } from "./ingest/errors.ts";
throw new ConfigError("The loader's image answers no questions: run this verb in a checkout of the project.");
`;

/** In place of everything below `local/`, of the demo, and of what needs documents, a module that says why it is not there. */
const withoutLocal = {
  name: "without-local",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(\.\.\/)+local\/|^\.\/demo\.ts$/ }, () => ({
      path: "local",
      namespace: "left-out",
    }));
    onResolve({ filter: /^\.\/run\.ts$/ }, ({ importer }) =>
      NEED_DOCUMENTS.test(importer) ? { path: "documents", namespace: "left-out" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "left-out" }, ({ path: what }) => ({
      contents: what === "local" ? REFUSAL : NO_CHECKOUT,
      loader: "ts",
      resolveDir: root,
    }));
  },
};

const { metafile } = await build({
  absWorkingDir: root,
  metafile: true,
  entryPoints: [path.join(root, "cli/main.ts")],
  outfile: process.argv[2] ? path.resolve(process.argv[2]) : path.join(root, "dist/ai-spend.mjs"),
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  // Packages of the CommonJS kind ask for these.
  banner: {
    js: [
      'import { createRequire as bundleRequire } from "node:module";',
      'import { dirname as bundleDirname } from "node:path";',
      'import { fileURLToPath as bundleFile } from "node:url";',
      "const require = bundleRequire(import.meta.url);",
      "const __filename = bundleFile(import.meta.url);",
      "const __dirname = bundleDirname(__filename);",
    ].join("\n"),
  },
  plugins: [withoutLocal],
  legalComments: "eof",
  logLevel: "warning",
});

const [, , , list] = process.argv;
if (list !== undefined) writeFileSync(list, JSON.stringify(Object.keys(metafile.inputs)));
