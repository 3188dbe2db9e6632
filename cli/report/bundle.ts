/** Makes the page's script out of its modules and the chart library: one text, nothing to load later. */

import { readFileSync } from "node:fs";
import path from "node:path";

import { ConfigError } from "../../ingest/errors.ts";
import { projectRoot } from "../../ingest/project_root.ts";

export interface PageParts {
  readonly script: string;
  readonly style: string;
}

/** Throws ConfigError if the bundler or the chart library is not installed. */
export async function bundlePage(): Promise<PageParts> {
  const folder = path.join(projectRoot(), "cli/report/page");
  try {
    // Imported on demand: only this command needs a bundler.
    const { build } = await import("esbuild");
    const { outputFiles } = await build({
      entryPoints: [path.join(folder, "main.ts")],
      bundle: true,
      minify: true,
      write: false,
      format: "iife",
      target: "es2022",
      legalComments: "inline",
      logLevel: "silent",
    });
    return {
      script: outputFiles[0]?.text ?? "",
      style: readFileSync(path.join(folder, "style.css"), "utf8"),
    };
  } catch (cause) {
    throw new ConfigError("The page's script could not be made: run npm ci in the checkout.", {
      cause,
    });
  }
}
