/** Every vendor that `sync` can ask, in the order in which it asks them. */

import { ANTHROPIC } from "./anthropic/source.ts";
import { CLAUDE_AI } from "./claude_ai/source.ts";
import { CURSOR } from "./cursor/source.ts";
import { type Source, type Vendor } from "../endpoint/source.ts";

export const SOURCES: readonly Source[] = [ANTHROPIC, CLAUDE_AI, CURSOR];

/** Throws RangeError on a vendor without a source: a fault of the program. */
export function sourceOf(vendor: Vendor): Source {
  const source = SOURCES.find((candidate) => candidate.vendor === vendor);
  if (source === undefined) throw new RangeError(`${vendor} is no vendor of sync`);
  return source;
}
