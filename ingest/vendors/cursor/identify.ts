/**
 * Whose key it is. No answer of the Admin API names the team, so its members tell two keys of one team. Where their
 * list cannot be read, the money is asked for all the same, unless it may be another connection's.
 */

import { type Answer, createAsk } from "../../ask/ask.ts";
import { ContractError, TransportError } from "../../errors.ts";
import type { Connection } from "../../endpoint/connection.ts";
import type { Person } from "../../endpoint/identity.ts";
import type { Identified, IdentifyEffects } from "../../endpoint/vendor.ts";
import { MEMBERS_PATH } from "./endpoints.ts";
import { peopleOf } from "./people.ts";

/** What the operator can do about a refusal, by HTTP status; KEY stands for the setting that holds the key. */
const REMEDIES: Readonly<Record<number, string>> = {
  401: "the key in KEY is not accepted; create a new Admin API key in the team's settings and set it there.",
  403: "the key in KEY may not read this; set an Admin API key made by an admin of the team.",
  404: "there is no such address; check the base URL, and that the team has the Admin API.",
};

/**
 * The organization is named after the connection, because its members change and its name must not. Throws
 * ConfigError if the key is not accepted.
 */
export async function identify(
  connection: Connection,
  effects: IdentifyEffects,
): Promise<Identified> {
  const headers = {
    authorization: `Basic ${Buffer.from(`${connection.key}:`).toString("base64")}`,
    "user-agent": `ai-spend/${effects.loaderVersion}`,
    accept: "application/json",
  };
  const ask = createAsk({ ...connection, headers, remedies: REMEDIES }, effects);
  const limit = { name: "members", perMinute: 20 };
  const people = await membersOf(() =>
    ask(new URL(`${connection.baseUrl}${MEMBERS_PATH}`), "members", { limit, isLanded: false }),
  );
  const identity = { by: "people", people } as const;
  return { connection, organizationId: connection.name, identity, ask };
}

/** Null where the list is broken, which is no reason to ask for nothing else. */
async function membersOf(list: () => Promise<Answer>): Promise<readonly Person[] | null> {
  try {
    const { json } = await list();
    return peopleOf(json);
  } catch (error) {
    if (error instanceof TransportError && (error.status ?? 0) >= 500) return null;
    if (error instanceof ContractError && error.status === null) return null;
    throw error;
  }
}
