/** Finds docs/questions.md in the checkout. */

import { readFileSync } from "node:fs";
import path from "node:path";

import { ConfigError } from "../../ingest/errors.ts";
import { projectRoot } from "../../ingest/project_root.ts";
import { type Question, readQuestions } from "./page.ts";

/** A document of the checkout. Throws ConfigError where there is none, as in the loader's image. */
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

export function questionsOfPage(): readonly Question[] {
  return readQuestions(documentText("docs/questions.md"));
}
