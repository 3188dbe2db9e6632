/** Opaque cursors, bound to the question and to the export that answered it: a newer export makes them expire. */

import { questionPrint } from "../base/anthropic_query.ts";
import { Refusal } from "../base/refusal.ts";
import type { Call } from "./call.ts";

/** The cursor that continues this call at `position`. */
export function cursorTo(call: Call, position: number): string {
  return `cur_${Buffer.from(JSON.stringify([position, ...bindingOf(call)])).toString("base64url")}`;
}

/** Where to go on, 0 without a cursor. Throws Refusal: 400 for another question's cursor, 410 for an expired one. */
export function positionOf(call: Call): number {
  const text = call.query.get("page");
  if (text === null) return 0;
  const [position, question, ...data] = parse(text);
  const [asked, ...current] = bindingOf(call);
  if (question !== asked) {
    throw new Refusal(400, "page: The cursor does not match the query parameters");
  }
  if (JSON.stringify(data) !== JSON.stringify(current)) {
    throw new Refusal(410, "page: The cursor has expired. Restart from the first page");
  }
  return Number(position);
}

function parse(text: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text.slice(4), "base64url").toString("utf8"));
    if (text.startsWith("cur_") && Array.isArray(parts)) return parts as unknown[];
  } catch {
    // Refused below, as any text that is no cursor.
  }
  throw new Refusal(400, "page: Invalid cursor");
}

function bindingOf(call: Call) {
  const print = questionPrint(call.claudeAi.organizationId, call).slice(0, 12);
  return [print, call.refreshedAt, call.refreshCount] as const;
}
