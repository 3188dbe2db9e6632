/**
 * Opaque page tokens: `page_` and base64 of where to go on, bound to the question they were given
 * for. A token under another question is refused, as the vendor does.
 */

import { questionPrint } from "../base/anthropic_query.ts";
import type { Call } from "./wire.ts";
import { Refusal } from "../base/refusal.ts";

/** The token that continues this call at `position`. */
export function pageToken(call: Call, position: string): string {
  const text = `${position}#${fingerprint(call)}`;
  return `page_${Buffer.from(text).toString("base64")}`;
}

/** Where the call's `page` says to go on, null on the first page; throws Refusal (400) for a foreign token. */
export function positionOf(call: Call): string | null {
  const token = call.query.get("page");
  if (token === null) return null;
  const text = Buffer.from(token.replace(/^page_/, ""), "base64").toString("utf8");
  const [position, print] = text.split("#");
  if (!token.startsWith("page_") || position === undefined || print === undefined) {
    throw new Refusal(400, "page: Invalid page token");
  }
  if (print !== fingerprint(call)) {
    throw new Refusal(400, "page: The page token does not match the query parameters");
  }
  return position;
}

function fingerprint(call: Call): string {
  return questionPrint(call.organization.id, call).slice(0, 8);
}
