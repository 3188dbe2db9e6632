/** Removes what was made once for the whole test run. */

import { rmSync } from "node:fs";

import { runFolder } from "./graph.ts";

export default function removeRun(): void {
  rmSync(runFolder(), { recursive: true });
}
