/** Every vendor that `sync` can ask, in the order in which it asks them. */

import { ANTHROPIC } from "./anthropic/vendor.ts";
import { CLAUDE_AI } from "./claude_ai/vendor.ts";
import { CURSOR } from "./cursor/vendor.ts";
import type { Vendor } from "../endpoint/vendor.ts";
import type { VendorId } from "../endpoint/connection.ts";

export const VENDORS: readonly Vendor[] = [ANTHROPIC, CLAUDE_AI, CURSOR];

/** Throws RangeError on an id that no vendor has: a fault of the program. */
export function vendorOf(id: VendorId): Vendor {
  const vendor = VENDORS.find((candidate) => candidate.id === id);
  if (vendor === undefined) throw new RangeError(`${id} is no vendor of sync`);
  return vendor;
}
