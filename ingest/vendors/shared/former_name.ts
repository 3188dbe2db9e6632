/** Under which connection's name an organization that its vendor names was landed first. */

import { cellText } from "../../warehouse/cells.ts";
import type { Identified } from "../../endpoint/vendor.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";

const FIRST_NAME_SQL = `
select connection, min(fetched_at) as first_at
from ai_raw.raw_fetches
where vendor = @vendor
  and organization_id = @organization_id
group by connection
order by first_at, connection
limit 1`;

/** Null if that is the connection's own name, or nobody's. Whoever was first keeps its name, so there is always one that may go on. */
export async function readFormerName(
  warehouse: Warehouse,
  { connection, organizationId }: Identified,
): Promise<string | null> {
  const { rows } = await warehouse.query(FIRST_NAME_SQL, {
    vendor: connection.vendor,
    organization_id: organizationId,
  });
  const [first] = rows.map((cells) => cellText(cells["connection"]));
  return first === undefined || first === connection.name ? null : first;
}
