/** Whose key it is: `/v1/organizations/me` names the organization, and finds a wrong key before anything else. */

import { checkShape } from "../../endpoint/check_shape.ts";
import type { Connection } from "../../endpoint/connection.ts";
import type { Identified, IdentifyEffects } from "../../endpoint/vendor.ts";
import { askAnthropic } from "../shared/ask_anthropic.ts";
import { ME_PATH } from "./endpoints.ts";
import { REMEDIES } from "./remedies.ts";
import { me } from "./directory_schemas.ts";

/** Throws ConfigError if the key is not accepted. */
export async function identify(
  connection: Connection,
  effects: IdentifyEffects,
): Promise<Identified> {
  const ask = askAnthropic(connection, REMEDIES, effects);
  const { json } = await ask(new URL(`${connection.baseUrl}${ME_PATH}`), "organizations/me", {
    isLanded: false,
  });
  const answer = checkShape(me, json, { what: "organizations/me", onUnknown: () => undefined });
  return { connection, organizationId: answer.id, identity: { by: "id", id: answer.id }, ask };
}
