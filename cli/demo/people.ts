/** What the invented organizations' own people would write down: who they are and whose the keys are. */

import { csvLines } from "../shared/csv.ts";
import type { Organization } from "../../local/stand_ins/organization/index.ts";

const SINCE = "2025-01-01";

/** A CSV file as `ai-spend import` takes it. */
export interface DemoFile {
  readonly kind: "api-key-owners" | "budgets" | "invoices" | "people" | "seats" | "vertex-projects";
  readonly fileName: string;
  readonly text: string;
}

/**
 * Everybody's team, and the true owner of every key but the last of each organization: keys of Claude
 * Code and keys that are bound to somebody are left to the vendor, and one key is left to nobody, as happens.
 */
export function demoFiles(organizations: readonly Organization[]): readonly DemoFile[] {
  const people = organizations
    .flatMap((organization) => organization.people)
    .map(({ email, name, team, costCenter }) => [email, name, team, costCenter, "", "", SINCE, ""]);
  const owners = organizations.flatMap((organization) =>
    ownedKeys(organization).map(({ id, owner }) => [id, owner.name, owner.type, "", SINCE, "", ""]),
  );
  return [
    {
      kind: "people",
      fileName: "people.csv",
      text: csv(
        "email,name,team,cost_center,manager_email,aliases,valid_from,valid_to",
        unique(people),
      ),
    },
    {
      kind: "api-key-owners",
      fileName: "api_key_owners.csv",
      text: csv("api_key_id,owner_email,owner_type,policy_id,valid_from,valid_to,note", owners),
    },
  ];
}

function ownedKeys({ keys, workspaces }: Organization) {
  const claudeCode = workspaces.filter(({ name }) => name === "Claude Code").map(({ id }) => id);
  return keys
    .filter(({ isOfOrganization }) => !isOfOrganization)
    .filter(({ workspaceId }) => workspaceId === null || !claudeCode.includes(workspaceId))
    .slice(0, -1);
}

/** The same person may be in both organizations. */
function unique(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(rows.map((row) => [row[0], row])).values()];
}

/** A header and rows as a CSV file. */
export function csv(header: string, rows: readonly (readonly string[])[]): string {
  return csvLines([header.split(","), ...rows]);
}
