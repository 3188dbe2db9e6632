/** Planted bugs on the way from the bill to keys and people. */

import { ATTRIBUTION_MUTATIONS } from "./attribution_mutations.ts";
import { describeMutations } from "./describe_mutations.ts";

describeMutations(ATTRIBUTION_MUTATIONS);
