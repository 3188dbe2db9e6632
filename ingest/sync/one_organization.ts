/** One organization under two names would count every dollar twice: which connections may not be asked. */

import { ConfigError, TransportError } from "../errors.ts";
import type { Connection } from "../endpoint/connection.ts";
import { isSameOrganization } from "../endpoint/identity.ts";
import type { Identified } from "../endpoint/vendor.ts";
import { readFormerOrganization } from "../land/landed_fetches.ts";
import { vendorOf } from "../vendors/index.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

type Known = Pick<Identified, "connection" | "identity">;

/** Within one run. Throws ConfigError. */
export function refuseOneOrganizationTwice(identified: readonly Known[]): void {
  identified.forEach((one, index) => {
    const other = identified.slice(0, index).find((earlier) => areOne(earlier, one));
    if (other === undefined) return;
    throw new ConfigError(
      `Connections "${other.connection.name}" and "${one.connection.name}" have keys of one organization, which would count it twice: remove one of them.`,
    );
  });
}

function areOne(left: Known, right: Known): boolean {
  return (
    left.connection.vendor === right.connection.vendor &&
    isSameOrganization(left.identity, right.identity)
  );
}

/**
 * Among all connections of a run, read or not. Throws TransportError where nobody can tell whether another one has the
 * same organization: until then its dollars are missing, which is better than twice there.
 */
export function refuseUnclear(
  { connection, identity }: Known,
  connections: readonly Connection[],
): void {
  if (identity.by === "id" || identity.people !== null) return;
  const others = connections.filter(
    ({ name, vendor }) => vendor === connection.vendor && name !== connection.name,
  );
  if (others.length === 0) return;
  throw new TransportError(
    `Connection ${connection.name} may have the team of ${others.map(({ name }) => name).join(" or ")}, which nobody can tell while the list of its members cannot be read: nothing was asked of it; run sync again later.`,
  );
}

/**
 * Over the runs so far: one name has one organization, one organization one name. Throws ConfigError, and what the
 * vendor throws where it cannot be told.
 */
export async function refuseAnotherName(
  identified: Identified,
  { warehouse, nowMs }: { readonly warehouse: Warehouse; readonly nowMs: number },
): Promise<void> {
  const { connection, organizationId } = identified;
  const whose = { connection: connection.name, organizationId };
  const former = await readFormerOrganization(warehouse, { ...whose, nowMs });
  if (former !== null) {
    // What one organization cost would be booked a second time under the other.
    throw new ConfigError(
      `Connection ${connection.name} has read organization ${former} so far, and its key is of ${organizationId}: nothing was asked of it. Give that organization a connection of its own in connections.yaml, or set a key of the former one.`,
    );
  }
  const name = await vendorOf(connection.vendor).readFormerName(warehouse, identified);
  if (name !== null) {
    const what = identified.identity.by === "people" ? "team" : "organization";
    throw new ConfigError(
      `Connection ${connection.name} has the ${what} that the connection ${name} has read, and under two names it would count twice: nothing was asked of it; keep the name ${name} in connections.yaml.`,
    );
  }
}
