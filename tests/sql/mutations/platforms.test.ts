/** Planted bugs on the way from Cursor, claude.ai and seats to finance. */

import { describeMutations } from "./describe_mutations.ts";
import { PLATFORM_MUTATIONS } from "./platform_mutations.ts";

describeMutations(PLATFORM_MUTATIONS);
