/** Planted bugs on the way from the page to the bill. */

import { describeMutations } from "./describe_mutations.ts";
import { MUTATIONS } from "./mutations.ts";

describeMutations(MUTATIONS);
