/** A diff of a checkout: which commit, both sides compiled, and the warehouse that they are built in. */

import { ConfigError } from "../../ingest/errors.ts";
import type { Config } from "../../ingest/settings/config.ts";
import type { CommandContext } from "../shared/context.ts";
import { inspectLocal, openWarehouse } from "../shared/open_warehouse.ts";
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
  /** On BigQuery: so many days before the newest fetch. */
  readonly days?: string | undefined;
  readonly context: Pick<CommandContext, "signal" | "progress" | "stderr">;
}

/**
 * Throws ConfigError if there is no warehouse, no such commit, or one side does not compile, TransportError if it was
 * interrupted. The warehouse is as it was, and nothing is left beside it but compilations.
 */
export async function diffOf({ root, config, against, days, context }: DiffRequest): Promise<Diff> {
  const { signal } = context;
  const { home } = config;
  const limit = daysOf(config, days);
  if (limit === null && (await inspectLocal(home)).state === "absent") {
    throw new ConfigError(
      `There is no warehouse in ${home} yet: run sync and build, or let AI_SPEND_HOME name a folder that has one.`,
    );
  }
  const revision = await findRevision(root, against, signal);
  return withScratch("diff", async (scratch) => {
    if (limit === null && scratch.includes("?"))
      throw new ConfigError("TMPDIR may not hold ?: let it name another folder.");
    const sides = await compileSides({ root, revision, scratch, home, signal });
    const said = `${against} (${revision.commit.slice(0, 9)})`;
    if (limit === null) return diffLocally({ home, sides, against: said, scratch, context });
    const { diffOnBigQuery } = await import("./bigquery.ts");
    const warehouse = await openWarehouse(config);
    try {
      const common = { warehouse, root, sides, scratch, days: limit, context };
      return await diffOnBigQuery({ ...common, against: `${said}, last ${limit} days` });
    } finally {
      await warehouse.close();
    }
  });
}

/** Null for the local warehouse, which is compared whole. */
function daysOf({ warehouse }: Config, days: string | undefined): number | null {
  if (warehouse === "local") {
    if (days === undefined) return null;
    throw new ConfigError(
      "--days is for BigQuery: leave it out, the local warehouse is compared whole.",
    );
  }
  if (days === undefined || !/^[1-9]\d{0,3}$/.test(days)) {
    throw new ConfigError(
      "BigQuery bills what is read: let --days say of how many days, such as --days 7.",
    );
  }
  return Number(days);
}
