/** A vendor's endpoints: what all models know of them, from includes/endpoints.js, and what the loader alone needs. */

import endpointRules from "../../includes/endpoints.js";
import type { Endpoint } from "./endpoint.ts";
import type { VendorId } from "./connection.ts";

type Shared = "finalAfterDays" | "name" | "rereadDays" | "table" | "unit";

/** In the order of the table. `particulars` is asked once for each name that the table has for the vendor. */
export function endpointsOf<Name extends string>(
  vendor: VendorId,
  particulars: (name: Name) => Omit<Endpoint, Shared>,
): readonly Endpoint[] {
  const own = endpointRules.ENDPOINTS.filter((rules) => rules.vendor === vendor);
  return own.map((rules) => ({
    name: rules.endpoint,
    table: rules.table,
    rereadDays: rules.reread_days,
    finalAfterDays: rules.final_after_days,
    unit: rules.unit,
    ...particulars(rules.endpoint as Name),
  }));
}
