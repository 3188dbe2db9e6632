/** The settings in workflow_settings.yaml that are about Google: what they mean, and what stops a compilation. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { describe, expect, it } from "@jest/globals";
import { parse } from "yaml";

const requireInclude = createRequire(path.join(process.cwd(), "includes/package.json"));
const { settings, refuseTwice, fullName } = requireInclude("./google/settings.js") as {
  readonly refuseTwice: (vars: Readonly<Record<string, string>>, project?: string) => void;
  readonly settings: (vars: Readonly<Record<string, string>>) => Readonly<Record<string, unknown>>;
  readonly fullName: (table: object) => string;
};
const { NAMES } = requireInclude("./google/known.js") as { readonly NAMES: readonly string[] };

describe("tables", () => {
  it("have two or three parts, and blanks around commas mean nothing", () => {
    const { billingExports } = settings({
      gcp_billing_exports: "billing.export_1 , other-project.billing.export_2,",
    });
    expect(billingExports).toEqual([
      { schema: "billing", name: "export_1" },
      { database: "other-project", schema: "billing", name: "export_2" },
    ]);
    expect((billingExports as object[]).map(fullName)).toEqual([
      "billing.export_1",
      "other-project.billing.export_2",
    ]);
  });

  it("may be date-sharded", () => {
    const { auditLogs } = settings({ gcp_audit_logs: "audit.cloudaudit_data_access_*" });
    expect(auditLogs).toEqual([{ schema: "audit", name: "cloudaudit_data_access_*" }]);
  });

  it.each([
    [{ gcp_billing_exports: "a.b, a.b" }, "a.b", "gcp_billing_exports twice"],
    [{ gcp_audit_logs: "p.a.b_*,c.d , p.a.b_*" }, "p.a.b_*", "gcp_audit_logs twice"],
    [
      { gcp_sada_exports: "a.b", gcp_billing_exports: "c.d,a.b" },
      "a.b",
      "gcp_billing_exports and in gcp_sada_exports",
    ],
    [
      { gcp_request_metadata_logs: "a.b", gcp_audit_logs: "a.b" },
      "a.b",
      "gcp_audit_logs and in gcp_request_metadata_logs",
    ],
  ])("are not named twice: %j", (vars, table, where) => {
    expect(() => settings(vars)).toThrow(
      `workflow_settings.yaml: "${table}" is in ${where}; leave it in one place, or its lines would count twice.`,
    );
  });

  it.each([
    ["p.a.b", "a.b", "p"],
    ["a.b", "p.a.b", "p"],
    ["a.b_*", "a.b_20260101", undefined],
    ["a.b_2026", "p.a.b_*", "p"],
    ["a.b_*", "a.b_2026*", undefined],
  ])("are not named in two ways: %s and %s", (one, other, project) => {
    expect(() => refuseTwice({ gcp_billing_exports: `${one}, ${other}` }, project)).toThrow(
      `workflow_settings.yaml: "${one}" and "${other}" name one table, in gcp_billing_exports twice;`,
    );
  });

  it.each([
    ["p.a.b", "a.b", "q"],
    ["p.a.b", "q.a.b", "p"],
    ["a.b", "c.b", "p"],
    ["a.b", "a.b_*", "p"],
    ["a.b_1*", "a.b_2*", "p"],
    ["a.b_1", "a.b_10", "p"],
  ])("are two where they differ: %s and %s", (one, other, project) => {
    expect(() => refuseTwice({ gcp_audit_logs: `${one}, ${other}` }, project)).not.toThrow();
  });

  it.each(["export", "a.b.c.d", "a.b c", "a.", ".b", "a.b;drop"])("are not %j", (name) => {
    expect(() => settings({ gcp_billing_exports: name })).toThrow(
      `workflow_settings.yaml: gcp_billing_exports has "${name}", which is neither dataset.table nor project.dataset.table.`,
    );
  });
});

describe("settings", () => {
  it("have defaults: nothing is read, Google's own cost, no margin, UTC", () => {
    expect(settings({})).toEqual({
      billingExports: [],
      sadaExports: [],
      resellerExports: [],
      auditLogs: [],
      requestMetadataLogs: [],
      resellerCost: "cost",
      countResellerMargin: false,
      otherClaudeServices: [],
      countedAccounts: [],
      countedProjects: [],
      organizationsBilledByGoogle: [],
      timeZone: "UTC",
    });
  });

  it("refuse a value that means nothing, in one sentence", () => {
    expect(() => settings({ gcp_reseller_cost: "net" })).toThrow(
      'workflow_settings.yaml: gcp_reseller_cost is "net"; it must be cost or customer_cost.',
    );
    expect(() => settings({ gcp_count_reseller_margin: "yes" })).toThrow(
      'workflow_settings.yaml: gcp_count_reseller_margin is "yes"; it must be false or true.',
    );
    expect(() => settings({ gcp_billing_accounts: "01AB23-CD45EF-678901, ours' or 1" })).toThrow(
      `workflow_settings.yaml: gcp_billing_accounts has "ours' or 1", which is not a billing account such as 01AB23-CD45EF-678901.`,
    );
    expect(() => settings({ vertex_time_zone: "PST" })).toThrow(
      'workflow_settings.yaml: vertex_time_zone is "PST"; it must be UTC or a name such as America/Los_Angeles.',
    );
  });

  it.each([
    ["report_pseudonym", "report_pseudonyms"],
    ["Report_Pseudonyms", "report_pseudonyms"],
    ["gcp_billing_export", "gcp_billing_exports"],
    ["vertex_timezone", "vertex_time_zone"],
    ["gcp_project", "gcp_projects"],
    ["constructor", ""],
    ["", ""],
  ])("are not %j, and the nearest is named", (name, nearest) => {
    expect(() => settings({ [name]: "true" })).toThrow(
      `workflow_settings.yaml: nothing reads ${JSON.stringify(name)} in vars; the nearest that is read is ${nearest}`,
    );
  });

  it("are those of the file, each of which is read", () => {
    const file = parse(readFileSync("workflow_settings.yaml", "utf8")) as { readonly vars: object };
    expect([...NAMES].sort()).toEqual(Object.keys(file.vars).sort());
  });

  it.each(["Mars/Olympus", "America/Los_Angles", "Etc/GMT+99", "Europe/", "utc"])(
    "do not take %s as the time zone",
    (zone) => {
      expect(() => settings({ vertex_time_zone: zone })).toThrow(
        `workflow_settings.yaml: vertex_time_zone is "${zone}"; it must be UTC or a name such as America/Los_Angeles.`,
      );
    },
  );

  it.each(["UTC", "America/Los_Angeles", "America/Argentina/Buenos_Aires", "Etc/GMT+8"])(
    "take %s as the time zone",
    (zone) => {
      expect(settings({ vertex_time_zone: zone })["timeZone"]).toBe(zone);
    },
  );
});
