/** Planted bugs on the way from Cursor, claude.ai, seats and Google's bill to people and finance. */

import { describeMutations } from "./describe_mutations.ts";
import { PLATFORM_MUTATIONS } from "./platform_mutations.ts";
import { VERTEX_MUTATIONS } from "./vertex_mutations.ts";

describeMutations([...PLATFORM_MUTATIONS, ...VERTEX_MUTATIONS]);
