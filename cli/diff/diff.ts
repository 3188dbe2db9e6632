/** A diff of a checkout: which commit, both sides compiled, and the warehouse that they are built in. */

import { ConfigError } from "../../ingest/errors.ts";
import type { Config } from "../../ingest/settings/config.ts";
import type { CommandContext } from "../shared/context.ts";
import { inspectLocal } from "../shared/open_warehouse.ts";
import { withScratch } from "../shared/scratch.ts";
import { compileSides } from "./compiled.ts";
import { diffLocally } from "./local.ts";
import type { Diff } from "./mart_diff.ts";
import { findRevision } from "./revision.ts";

export interface DiffRequest {
  /** Folder of this tree's workflow_settings.yaml. */
  readonly root: string;
  readonly config: Config;
  /** The commit, by any name that git knows. */
  readonly against: string;
  readonly context: Pick<CommandContext, "signal" | "progress" | "log">;
}

/**
 * Throws ConfigError if there is no warehouse, no such commit, or one side does not compile, TransportError if it was
 * interrupted. The warehouse is as it was, and nothing is left beside it but compilations.
 */
export async function diffOf({ root, config, against, context }: DiffRequest): Promise<Diff> {
  const { signal } = context;
  const { home } = config;
  if (config.warehouse !== "local")
    throw new ConfigError("diff builds on the local warehouse: set AI_SPEND_WAREHOUSE to local.");
  if ((await inspectLocal(home)).state === "absent") {
    throw new ConfigError(
      `There is no warehouse in ${home} yet: run sync and build, or let AI_SPEND_HOME name a folder that has one.`,
    );
  }
  const revision = await findRevision(root, against, signal);
  return withScratch(async (scratch) => {
    const sides = await compileSides({ root, revision, scratch, home, signal });
    const said = `${against} (${revision.commit.slice(0, 9)})`;
    return diffLocally({ home, sides, against: said, scratch, context });
  });
}
