/** Several scenarios in one warehouse: what each of them is given, side by side. */

import { cpSync, readdirSync } from "node:fs";
import path from "node:path";

import { scenarioNamed } from "../../../support/scenario.ts";

/** Copies what the scenarios are given to `folder`, to be loaded as one; of two CSV of one name the last stays. */
export function gatherStories(names: readonly string[], folder: string): void {
  for (const name of names) {
    const given = path.join(scenarioNamed(name).folder, "given");
    for (const entry of readdirSync(given)) {
      const target = /[.](csv|ndjson)$/.test(entry) ? entry : `${name}_${entry}`;
      cpSync(path.join(given, entry), path.join(folder, "given", target), { recursive: true });
    }
  }
}
