/** How both of Anthropic's APIs, the Console's and claude.ai's, are asked. */

import { type Ask, type Asked, createAsk } from "../../ask/ask.ts";
import type { Connection } from "../../endpoint/connection.ts";
import type { IdentifyEffects } from "../../endpoint/vendor.ts";

export function askAnthropic(
  connection: Connection,
  remedies: Asked["remedies"],
  effects: IdentifyEffects,
): Ask {
  const headers = {
    "x-api-key": connection.key,
    "anthropic-version": "2023-06-01",
    "user-agent": `ai-spend/${effects.loaderVersion}`,
    accept: "application/json",
  };
  return createAsk({ ...connection, headers, remedies }, effects);
}
