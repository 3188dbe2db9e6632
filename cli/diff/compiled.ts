/** Both sides of a diff as compiled graphs. */

import path from "node:path";

import { errorMessage } from "../../ingest/error_facts.ts";
import { ConfigError, isSpendError } from "../../ingest/errors.ts";
import { compileOnce } from "../build/compile_once.ts";
import type { CompiledGraph } from "../build/graph.ts";
import { layOut, type Revision } from "./revision.ts";

export interface Sides {
  /** Folder of the commit's models. */
  readonly root: string;
  readonly before: CompiledGraph;
  readonly after: CompiledGraph;
}

export interface SidesOptions {
  /** Folder of this tree's workflow_settings.yaml. */
  readonly root: string;
  readonly revision: Revision;
  /** Where the commit's models may lie. */
  readonly scratch: string;
  /** Where compilations are kept. */
  readonly home: string;
  readonly signal: AbortSignal;
}

/** Throws ConfigError, which says whose fault it is, if one of them does not compile. */
export async function compileSides(options: SidesOptions): Promise<Sides> {
  const { root, revision, scratch, home, signal } = options;
  const folder = path.join(scratch, "commit");
  await layOut(root, revision, folder, signal);
  const after = compiled("This tree", () => compileOnce(root, home));
  const before = compiled(`Commit ${revision.commit.slice(0, 9)}`, () =>
    compileOnce(folder, home, "compiled_against"),
  );
  return { root: folder, before, after };
}

function compiled(whose: string, compile: () => CompiledGraph): CompiledGraph {
  try {
    return compile();
  } catch (error) {
    const words = isSpendError(error)
      ? error.message
      : `It does not compile: ${errorMessage(error)}`;
    throw new ConfigError(`${whose}: ${words}`, { cause: error });
  }
}
