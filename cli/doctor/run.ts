/** `ai-spend doctor`: looks at all that the other commands need, says what to do, and changes nothing. */

import { currentPlace } from "../../ingest/settings/config.ts";
import { examine } from "./examine.ts";
import { exitCodeOf, findingsText } from "./finding.ts";
import { systemEffects } from "./system.ts";
import { TransportError } from "../../ingest/errors.ts";
import type { Format } from "../shared/format.ts";
import type { Command } from "../shared/context.ts";

export interface DoctorOptions {
  readonly format: Format;
}

export const run: Command<DoctorOptions> = async ({ format }, context) => {
  const { effects, close } = systemEffects(currentPlace(), context.signal);
  context.stderr("Looking at settings, versions, disk, warehouse and vendors: 10 s at most …\n");
  try {
    const findings = await examine(effects);
    if (context.signal.aborted) {
      throw new TransportError("Interrupted before all was looked at: run doctor again.");
    }
    context.stdout(findingsText(findings, format));
    return exitCodeOf(findings);
  } finally {
    // Not waited for: a connection that hangs would hold up the end.
    void close();
  }
};
