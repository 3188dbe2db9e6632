/**
 * Whose key it is. This API has no endpoint for that and its keys open no other, so one day of the cost report is
 * asked for, whose envelope names the organization; it finds a wrong key before anything else.
 */

import { checkShape } from "../../endpoint/check_shape.ts";
import type { Connection } from "../../endpoint/connection.ts";
import { addDays, dayOf, midnight } from "../../dates.ts";
import { askAnthropic } from "../shared/ask_anthropic.ts";
import type { Identified, IdentifyEffects } from "../../endpoint/vendor.ts";
import { COST_REPORT_PATH } from "./endpoints.ts";
import { organization } from "./schemas.ts";

/** What the operator can do about a refusal, by HTTP status; KEY stands for the setting that holds the key. */
export const REMEDIES: Readonly<Record<number, string>> = {
  401: "the key in KEY is not accepted; the primary owner creates an Analytics key in claude.ai > Organization settings > API.",
  402: "the vendor reports a billing problem of the organization; settle it in claude.ai.",
  403: "the key in KEY may not read analytics; set a key with the scope read:analytics, which the primary owner creates in claude.ai > Organization settings > API.",
  404: "the organization of the key in KEY has no Enterprise Analytics API; it takes an Enterprise plan, a Team plan's spend report is imported with: import claude-ai-spend-report.",
};

/** Throws ConfigError if the key is not accepted. */
export async function identify(
  connection: Connection,
  effects: IdentifyEffects,
): Promise<Identified> {
  const ask = askAnthropic(connection, REMEDIES, effects);
  const today = dayOf(effects.now());
  const url = new URL(`${connection.baseUrl}${COST_REPORT_PATH}`);
  url.searchParams.set("starting_at", midnight(addDays(today, -1)));
  url.searchParams.set("ending_at", midnight(today));
  const what = "claude_ai_cost_total";
  const { json } = await ask(url, what, { isLanded: false });
  const { organization_id: id } = checkShape(organization, json, {
    what,
    onUnknown: () => undefined,
  });
  return { connection, organizationId: id, identity: { by: "id", id }, ask };
}
