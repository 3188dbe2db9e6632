/** Walks of the stories, one of each endpoint that has rows, so that every parsed table has lines. */

import type { Landing } from "../../ingest/land/landing.ts";
import { landScenario, listScenarios } from "./scenario.ts";

export async function oneWalkPerEndpoint(): Promise<readonly Landing[]> {
  const walks = new Map<string, Landing>();
  for (const scenario of listScenarios()) {
    for (const landing of await landScenario(scenario)) {
      const { endpoint, row_count: rowCount } = landing.fetchRow;
      const isNew = landing.pageRows.length > 0 && Number(rowCount) > 0;
      if (typeof endpoint === "string" && isNew) walks.set(endpoint, landing);
    }
  }
  // No story has this one; its pages are lists of people too.
  const people = walks.get("claude_ai_user_cost");
  if (people === undefined) throw new Error("no story has claude_ai_user_cost");
  const users = { ...people, fetchRow: { ...people.fetchRow, endpoint: "claude_ai_users" } };
  return [...walks.values(), users];
}
