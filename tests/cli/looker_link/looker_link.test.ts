/** The address that opens a Looker Studio report: every view of the dashboard, and nothing that needs escaping by hand. */

import { describe, expect, it } from "@jest/globals";

import { DASHBOARD_VIEWS, lookerLink } from "../../../cli/looker_link/looker_link.ts";
import { read } from "../../support/files.ts";
import { compiledGraph } from "../../support/graph.ts";

describe("the link to Looker Studio", () => {
  it("attaches every view of the dashboard to an empty report", () => {
    const url = new URL(lookerLink({ project: "my-project", template: null }));
    expect(url.origin + url.pathname).toBe("https://lookerstudio.google.com/reporting/create");
    expect(url.searchParams.get("c.reportId")).toBeNull();
    expect(url.searchParams.get("r.reportName")).toBe("AI spend");
    DASHBOARD_VIEWS.forEach((view, index) => {
      const setting = (name: string) => url.searchParams.get(`ds.ds${index}.${name}`);
      expect(
        ["connector", "projectId", "billingProjectId", "type", "datasetId", "tableId"].map(setting),
      ).toEqual(["bigQuery", "my-project", "my-project", "TABLE", "ai_spend", view]);
    });
  });

  it("copies a template where one is named", () => {
    const url = lookerLink({ project: "example.com:my-project", template: "0B5FF6-abc_DEF" });
    expect(url).toMatch(/[?]c[.]reportId=0B5FF6-abc_DEF&c[.]mode=edit&/);
    expect(url).toContain("projectId=example.com%3Amy-project&");
  });

  it("has all rpt_ views, and the recipe has a part for each", () => {
    const built = compiledGraph()
      .tables.map(({ target }) => target.name)
      .filter((name) => name.startsWith("rpt_"));
    expect([...DASHBOARD_VIEWS].sort()).toEqual(built.sort());
    const recipe = read("docs/dashboard.md");
    expect(built.filter((view) => !recipe.includes(`\`${view}\``))).toEqual([]);
  });

  it("finds in the recipe only columns that the views have", () => {
    const columns = new Map(
      compiledGraph().tables.map(({ target, actionDescriptor }) => [
        target.name,
        new Set(actionDescriptor?.columns?.map(({ path }) => path.join(".")) ?? []),
      ]),
    );
    const parts = read("docs/dashboard.md").split(/^## /m).slice(1);
    const pages = parts.flatMap((part) => {
      const view = /`(rpt_[a-z]+)`/.exec(part.split("\n")[0] ?? "")?.[1];
      return view === undefined ? [] : [{ view, part }];
    });
    expect(pages.map(({ view }) => view).sort()).toEqual([...DASHBOARD_VIEWS].sort());
    const strangers = pages.flatMap(({ view, part }) =>
      [...part.matchAll(/^\|.*$/gm)]
        .flatMap(([line]) => [...line.matchAll(/`([a-z_]+)`/g)].map(([, name = ""]) => name))
        .filter((name) => columns.get(view)?.has(name) !== true)
        .map((name) => `${view}.${name}`),
    );
    expect(strangers).toEqual([]);
  });
});
