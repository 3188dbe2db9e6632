/** All that is open as a text to send by e-mail, names as they are. Pure. */

import { visible } from "../shared/visible.ts";
import { type Alert, AS_WRITTEN } from "./alert.ts";
import type { Told } from "./ledger.ts";

/** The first line serves as the subject. What no run has said yet is marked as new and comes first. */
export function digestText(open: readonly Alert[], told: ReadonlyMap<string, Told>): string {
  if (open.length === 0) return "ai-spend: nothing is open\n";
  const news = open.filter(({ id }) => !told.has(id));
  const known = open.filter(({ id }) => told.has(id));
  const lines = [
    ...news.map((alert) => `- NEW ${alert.kind}: ${alert.say(AS_WRITTEN)}`),
    ...known.map(
      (alert) =>
        `- ${alert.kind}: ${alert.say(AS_WRITTEN)} Said on ${told.get(alert.id)?.day ?? ""}.`,
    ),
  ];
  return `ai-spend: ${open.length} open, ${news.length} new\n\n${visible(lines.join("\n"))}\n`;
}
