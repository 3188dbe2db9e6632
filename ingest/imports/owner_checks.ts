/** Rules of api_key_owners. */

import type { Check } from "./faults.ts";

/** A team or an automation goes by any name, a person by an address. */
export const personsHaveAnAddress: Check = (lines) =>
  lines
    .filter(({ cells }) => cells["owner_type"] === "person")
    .filter(({ cells }) => cells["owner_email"]?.includes("@") === false)
    .map(({ line }) => ({
      line,
      column: "owner_email",
      reason: "is not an e-mail address, which a person needs",
    }));
