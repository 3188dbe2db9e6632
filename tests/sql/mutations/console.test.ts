/** Planted bugs on the way from the Console's page to the key and the person, and from every charge to the FOCUS row. */

import { ATTRIBUTION_MUTATIONS } from "./attribution_mutations.ts";
import { describeMutations } from "./describe_mutations.ts";
import { FOCUS_MUTATIONS } from "./focus_mutations.ts";
import { MUTATIONS } from "./mutations.ts";

describeMutations([...MUTATIONS, ...ATTRIBUTION_MUTATIONS, ...FOCUS_MUTATIONS]);
