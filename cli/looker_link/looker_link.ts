/** The address that opens a Looker Studio report over this project's views: Google's Linking API. Pure. */

import { ConfigError } from "../../ingest/errors.ts";
import { isProjectId } from "../../ingest/settings/google_project.ts";

/** One view a dashboard page, in the order of docs/dashboard.md; a template's data sources have the aliases ds0, ds1, … */
export const DASHBOARD_VIEWS = [
  "rpt_overview",
  "rpt_people",
  "rpt_details",
  "rpt_seats",
  "rpt_health",
] as const;

export interface LinkOptions {
  readonly project: string;
  /** Id of a report to copy; null for an empty one with the data sources attached. */
  readonly template: string | null;
}

/** https://developers.google.com/looker-studio/integrate/linking-api. Throws ConfigError on an id that is none. */
export function lookerLink({ project, template }: LinkOptions): string {
  if (!isProjectId(project)) {
    throw new ConfigError(
      `${JSON.stringify(project)} is not the id of a Google Cloud project: it has 6 to 30 small letters, digits and hyphens.`,
    );
  }
  if (template !== null && !/^[A-Za-z0-9_-]{10,64}$/.test(template)) {
    throw new ConfigError(
      "The template is not the id of a report: take what stands after /reporting/ in the report's address.",
    );
  }
  const sources = DASHBOARD_VIEWS.flatMap((view, index) => {
    const source = {
      connector: "bigQuery",
      datasourceName: view,
      projectId: project,
      billingProjectId: project,
      type: "TABLE",
      datasetId: "ai_spend",
      tableId: view,
    };
    return Object.entries(source).map(([name, value]) => [`ds.ds${index}.${name}`, value] as const);
  });
  const report = [
    ...(template === null ? [] : [["c.reportId", template] as const]),
    ["c.mode", "edit"] as const,
    ["r.reportName", "AI spend"] as const,
  ];
  const query = [...report, ...sources].map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return `https://lookerstudio.google.com/reporting/create?${query.join("&")}`;
}
