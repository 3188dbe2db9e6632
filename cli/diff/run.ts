/** `ai-spend diff`: which numbers an edit of the models moves, before anybody merges it. */

import { projectRoot } from "../../ingest/project_root.ts";
import { readConfig } from "../../ingest/settings/config.ts";
import type { Command } from "../shared/context.ts";
import { diffOf } from "./diff.ts";
import { withoutPeople } from "./mart_diff.ts";
import { diffJson, diffText, hasMoved } from "./text.ts";
import { ownFaults } from "./trouble.ts";

export interface DiffOptions {
  readonly against: string;
  readonly format: "text" | "json";
  readonly exitCode?: boolean;
  readonly days?: string;
  readonly people: boolean;
}

/** Exit 1 if the tree breaks a law or does not run, and, if asked for, if numbers moved. */
export const run: Command<DiffOptions> = async (options, context) => {
  try {
    const { against, days } = options;
    const where = { root: projectRoot(), config: readConfig() };
    const found = await diffOf({ ...where, against, days, context });
    context.progress.stop();
    const diff = options.people ? found : withoutPeople(found);
    context.stdout(options.format === "json" ? diffJson(diff) : diffText(diff));
    const isFaulty = ownFaults(diff.before, diff.after).length > 0;
    return isFaulty || (options.exitCode === true && hasMoved(diff)) ? 1 : 0;
  } finally {
    context.progress.stop();
  }
};
