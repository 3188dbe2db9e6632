/** Planted bugs on the way from Google's bill to people. */

import { describeMutations } from "./describe_mutations.ts";
import { VERTEX_MUTATIONS } from "./vertex_mutations.ts";

describeMutations(VERTEX_MUTATIONS);
