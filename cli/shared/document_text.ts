/** Documents of the checkout, which the loader's image is without. */

import { readFileSync } from "node:fs";
import path from "node:path";

import { ConfigError } from "../../ingest/errors.ts";
import { projectRoot } from "../../ingest/project_root.ts";

/** The text of a document, by its path from the project's root. Throws ConfigError where there is none. */
export function documentText(file: string): string {
  try {
    return readFileSync(path.join(projectRoot(), file), "utf8");
  } catch (cause) {
    throw new ConfigError(
      `${file} is not here: run this in a checkout of the project, which has its documents.`,
      { cause },
    );
  }
}
