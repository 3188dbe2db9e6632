/** Rules of people and of API keys' owners: an address leads to one person. */

import { listed } from "./column_types.ts";
import type { Check, Fault } from "./faults.ts";

/** An alias that two people use, or that is another person's address, would move cost between them. */
export const oneAddressOnePerson: Check = (lines) => {
  const owners = new Map<string, { readonly person: string; readonly line: number }>();
  for (const { line, cells } of lines) {
    const person = cells["email"];
    if (typeof person === "string" && !owners.has(person)) owners.set(person, { person, line });
  }
  const faults: Fault[] = [];
  for (const { line, cells } of lines) {
    const person = cells["email"];
    if (typeof person !== "string") continue;
    for (const alias of listed(cells["aliases"] ?? null)) {
      const owner = owners.get(alias);
      if (owner === undefined) owners.set(alias, { person, line });
      else if (owner.person !== person) {
        const reason = `holds an address of another person (line ${owner.line}): an address belongs to one person`;
        faults.push({ line, column: "aliases", reason });
      }
    }
  }
  return faults;
};

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
