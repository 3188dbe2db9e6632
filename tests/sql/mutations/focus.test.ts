/** Planted bugs on the way from the charge to the FOCUS row. */

import { describeMutations } from "./describe_mutations.ts";
import { FOCUS_MUTATIONS } from "./focus_mutations.ts";

describeMutations(FOCUS_MUTATIONS);
