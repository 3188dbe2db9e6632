/** Who may do what, as a list to be read: a role that is not in it fails here before it is granted. */

import { beforeAll, describe, expect, it } from "@jest/globals";

import { compiledGraph } from "../../support/graph.ts";
import {
  type Block,
  isBlock,
  listOf,
  type Project,
  readTerraform,
  resource,
  textOf,
} from "./terraform.ts";

const APPEND = "${google_project_iam_custom_role.append.name}";

/** Identity → what it has a role on → the role. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  loader: [
    "dataset ai_raw: append",
    "project: roles/bigquery.jobUser",
    "secret vendor_key: roles/secretmanager.secretAccessor",
  ],
  alerts: [
    "dataset ai_raw: roles/bigquery.dataViewer",
    "dataset ai_reference: roles/bigquery.dataViewer",
    "dataset ai_spend: roles/bigquery.dataViewer",
    "dataset ai_spend_assertions: roles/bigquery.dataViewer",
    "dataset ai_staging: roles/bigquery.dataViewer",
    "datasets of Google: roles/bigquery.dataViewer",
    "project: roles/bigquery.jobUser",
    "table raw_alerts: append",
  ],
  dataform: [
    "dataset ai_raw: roles/bigquery.dataViewer",
    "dataset ai_reference: roles/bigquery.dataViewer",
    "dataset ai_spend: roles/bigquery.dataEditor",
    "dataset ai_spend_assertions: roles/bigquery.dataEditor",
    "dataset ai_staging: roles/bigquery.dataEditor",
    "datasets of Google: roles/bigquery.dataViewer",
    "project: roles/bigquery.jobUser",
  ],
  build: [
    "image repository: roles/artifactregistry.writer",
    "project: roles/logging.logWriter",
    "sources of builds: roles/storage.objectViewer",
  ],
  daily: [
    'both jobs: ${each.key == "alerts" ? "roles/run.jobsExecutorWithOverrides" : "roles/run.invoker"}',
    "dataform repository: roles/dataform.editor",
    "dataset ai_spend: roles/bigquery.metadataViewer",
    "identity dataform: roles/iam.serviceAccountUser",
    "project: roles/logging.logWriter",
    "project: roles/run.viewer",
    "project: roles/workflows.viewer",
  ],
  scheduler: ["project: roles/workflows.invoker"],
  "Dataform's own agent": [
    "identity dataform: roles/iam.serviceAccountTokenCreator",
    "identity dataform: roles/iam.serviceAccountUser",
    "project: roles/dataform.serviceAgent",
    "secret git_token: roles/secretmanager.secretAccessor",
  ],
  dashboard_readers: [
    "dataset ai_spend: roles/bigquery.dataViewer",
    "project: roles/bigquery.jobUser",
  ],
  importers: [
    "dataset ai_raw: append",
    "dataset ai_reference: append",
    "datasets ai_spend and ai_staging: roles/bigquery.dataViewer",
    "project: roles/bigquery.jobUser",
  ],
};

let project: Project;
beforeAll(() => {
  project = readTerraform();
});

/** Entries of a grant that is written once for several: identity, place and role each. */
function entries(body: Block): readonly Block[] {
  return isBlock(body["for_each"]) ? Object.values(body["for_each"]).filter(isBlock) : [];
}

function place(type: string, body: Block): string {
  const text = JSON.stringify(body);
  const named = (pattern: RegExp) => pattern.exec(text)?.[1] ?? "?";
  if (type === "google_artifact_registry_repository_iam_member") return "image repository";
  if (text.includes("_cloudbuild/")) return "sources of builds";
  if (type === "google_project_iam_member") return "project";
  if (type === "google_bigquery_table_iam_member") return `table ${named(/landed\[\\"(\w+)/)}`;
  if (type === "google_cloud_run_v2_job_iam_member") return "both jobs";
  if (type === "google_dataform_repository_iam_member") return "dataform repository";
  if (type === "google_service_account_iam_member") return `identity ${named(/ours\[\\"(\w+)/)}`;
  if (type === "google_secret_manager_secret_iam_member") {
    return `secret ${named(/google_secret_manager_secret\.(\w+)/)}`;
  }
  if (text.includes("var.google_datasets")) return "datasets of Google";
  const [, pair] = /setproduct\(var\.\w+, (\[.*?\])\)/.exec(text) ?? [];
  if (pair !== undefined) return `datasets ${pair.match(/\w+/g)?.join(" and ") ?? "?"}`;
  return `dataset ${named(/ours\[\\"(\w+)/)}`;
}

function holders(body: Block): readonly string[] {
  const text = JSON.stringify(body);
  const own = [...text.matchAll(/local\.member\[\\"(\w+)\\"\]/g)].map(([, name = ""]) => name);
  const agent = text.includes("google_project_service_identity.dataform.member")
    ? ["Dataform's own agent"]
    : [];
  const variables = ["dashboard_readers", "importers"].filter((name) =>
    text.includes(`var.${name}`),
  );
  const both = text.includes("var.google_datasets") ? ["alerts", "dataform"] : [];
  return [...own, ...agent, ...variables, ...both];
}

function grants(): readonly string[] {
  return project.resources
    .filter(({ type }) => /_iam_(member|binding|policy)$/.test(type))
    .flatMap(({ type, body }) => {
      const written = entries(body);
      if (written.length > 0) {
        return written.map(({ identity, dataset, role }) => {
          const where = dataset === undefined ? "project" : `dataset ${textOf(dataset)}`;
          return `${textOf(identity)} > ${where}: ${textOf(role)}`;
        });
      }
      const each = body["role"] === "${each.value}" ? rolesOf(body["for_each"]) : [body["role"]];
      return holders(body).flatMap((who) =>
        each.map((role) => `${who} > ${place(type, body)}: ${textOf(role)}`),
      );
    })
    .map((grant) => grant.replace(APPEND, "append"))
    .sort();
}

/** The roles of `for_each = toset([…])`. */
function rolesOf(value: Block[string] | undefined): readonly string[] {
  return [...JSON.stringify(value ?? "").matchAll(/roles\/[\w.]+/g)].map(([role]) => role);
}

describe("identities", () => {
  it("have the roles of the list and no others", () => {
    const allowed = Object.entries(ALLOWED)
      .flatMap(([who, roles]) => roles.map((role) => `${who} > ${role}`))
      .sort();
    expect(grants()).toEqual(allowed);
  });

  it("are granted roles one by one, so that nobody else's are taken away", () => {
    const types = new Set(project.resources.map(({ type }) => type));
    expect([...types].filter((type) => /_iam_(binding|policy)$/.test(type))).toEqual([]);
  });

  it("are the ones that are made", () => {
    const made = Object.keys(project.locals["identities"] as Block);
    const people = ["Dataform's own agent", "dashboard_readers", "importers"];
    expect([...made, ...people].sort()).toEqual(Object.keys(ALLOWED).sort());
  });
});

describe("the salt of the pseudonyms", () => {
  it("is read by those who build, import and count the rows of its law", () => {
    const reads =
      / > (dataset ai_reference|project: roles\/(owner|editor|viewer|bigquery\.(?!jobUser)))/;
    const readers = grants().filter((grant) => reads.test(grant));
    expect(readers.map((grant) => grant.split(" > ")[0])).toEqual([
      "alerts",
      "dataform",
      "importers",
    ]);
  });
});

describe("the right to append", () => {
  it("deletes no table and no dataset, and sets no rights", () => {
    const role = resource(project, "google_project_iam_custom_role", "append");
    const permissions = listOf(role["permissions"]).map(textOf);
    expect(permissions.filter((name) => /delete|setIamPolicy|datasets\.create/.test(name))).toEqual(
      [],
    );
    expect(permissions).toContain("bigquery.tables.updateData");
  });
});

describe("ai_spend", () => {
  it("has no view that reads another dataset, so that its readers need no other", () => {
    const outside = compiledGraph()
      .tables.filter(({ enumType, target }) => enumType === "VIEW" && target.schema === "ai_spend")
      .flatMap(({ target, dependencyTargets = [] }) =>
        dependencyTargets
          .filter(({ schema, name }) => schema !== "ai_spend" && !/^law_|_assertions_/.test(name))
          .map(({ schema, name }) => `${target.name} reads ${schema}.${name}`),
      );
    expect(outside).toEqual([]);
  });
});
