/** Whose key it is. No answer of the Admin API names the team, so the members tell two keys of one team. */

import { createHash } from "node:crypto";

import { createAsk } from "../../ask/ask.ts";
import { checkShape } from "../../endpoint/check_shape.ts";
import type { Connection } from "../../endpoint/connection.ts";
import type { Identified, IdentifyEffects } from "../../endpoint/vendor.ts";
import { MEMBERS_PATH } from "./endpoints.ts";
import { members } from "./schemas.ts";

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
  const { json } = await ask(new URL(`${connection.baseUrl}${MEMBERS_PATH}`), "members", { limit });
  const { teamMembers } = checkShape(members, json, {
    what: "members",
    onUnknown: () => undefined,
  });
  const team = teamMembers.map(({ id, email }) => String(id ?? email)).sort();
  const identity = createHash("sha256").update(JSON.stringify(team)).digest("hex");
  return { connection, organizationId: connection.name, identity, ask };
}
