/**
 * `infra/` as far as it can be proven without Google: every argument exists in the provider, what follows from the
 * loader's tables has not drifted, and the day runs load, build, alerts in this order, each failure heard.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";

import { beforeAll, describe, expect, it } from "@jest/globals";
import { parse } from "yaml";

import { VERBS } from "../../../cli/program.ts";
import { renderedFiles } from "../../../tools/infra/rendered.ts";
import {
  type Block,
  blocks,
  isBlock,
  listOf,
  type Project,
  readTerraform,
  resource,
  terraformFiles,
  textOf,
} from "./terraform.ts";

/** Arguments of a block; `!` ends the name of one that must be given. */
interface Arguments {
  readonly [name: string]: Arguments | true;
}

const { resources: known } = JSON.parse(
  readFileSync("tests/system/infra/provider_arguments.json", "utf8"),
) as { readonly resources: Arguments };

const META = new Set(["count", "depends_on", "dynamic", "for_each", "lifecycle", "provider"]);

/** What the provider would refuse of a block, each with its place. */
function faults(allowed: Arguments | true | undefined, body: Block, place: string): string[] {
  if (allowed === true || allowed === undefined) return [`${place} is unknown`];
  const dynamic = isBlock(body["dynamic"]) ? Object.keys(body["dynamic"]) : [];
  const names = [...Object.keys(body).filter((name) => !META.has(name)), ...dynamic];
  const missing = Object.keys(allowed)
    .filter((name) => name.endsWith("!") && !names.includes(name.slice(0, -1)))
    .map((name) => `${place} lacks ${name.slice(0, -1)}`);
  return [
    ...missing,
    ...names.flatMap((name) => {
      const inner = allowed[name] ?? allowed[`${name}!`];
      if (inner === undefined) return [`${place}.${name} is unknown`];
      if (inner === true) return [];
      return blocks(body, name).flatMap((block) => faults(inner, block, `${place}.${name}`));
    }),
  ];
}

let project: Project;
beforeAll(() => {
  project = readTerraform();
});

describe("the Terraform files", () => {
  it("are eight at most, and parse", () => {
    expect(terraformFiles().length).toBeLessThanOrEqual(8);
    expect(project.resources.length).toBeGreaterThan(20);
  });

  it("use arguments that the provider knows, and give those that it demands", () => {
    const found = project.resources.flatMap(({ type, name, body }) =>
      faults(known[type], body, `${type}.${name}`),
    );
    expect(found).toEqual([]);
  });

  it("hold no value of a secret", () => {
    const types = project.resources.map(({ type }) => type);
    expect(types).not.toContain("google_secret_manager_secret_version");
    const texts = terraformFiles().map((file) => readFileSync(file, "utf8"));
    expect(texts.join("\n")).not.toMatch(/sk-ant-|crsr_|ghp_|private_key/);
  });

  it("are told by README.md of every setting", () => {
    const readme = readFileSync("infra/README.md", "utf8");
    const untold = Object.keys(project.variables).filter((name) => !readme.includes(`\`${name}\``));
    expect(untold).toEqual([]);
  });
});

describe("the warehouse", () => {
  it("has the loader's tables with their schemas, and the templates have their headers", () => {
    const drifted = [...renderedFiles()].filter(
      ([file, text]) => !existsSync(file) || readFileSync(file, "utf8") !== text,
    );
    // `npx tsx tools/infra/render.ts` writes them.
    expect(drifted.map(([file]) => file)).toEqual([]);
    const present = ["schemas", "sheets"].flatMap((folder) =>
      readdirSync(`infra/${folder}`).map((name) => `infra/${folder}/${name}`),
    );
    expect(present.filter((file) => !renderedFiles().has(file))).toEqual([]);
  });

  it("has every landed table that an identity is given rights on", () => {
    const named = terraformFiles().flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/google_bigquery_table\.landed\["(\w+)"\]/g)].map(
        ([, name = ""]) => name,
      ),
    );
    expect(named.filter((name) => !existsSync(`infra/schemas/${name}.json`))).toEqual([]);
  });

  it("keeps what was landed, two years or more, safe from a slip of Terraform", () => {
    const landed = resource(project, "google_bigquery_table", "landed");
    expect(landed["deletion_protection"]).toBe(true);
    expect(blocks(landed, "time_partitioning")[0]?.["expiration_ms"]).toMatch(
      /^\$\{local\.raw_days_kept == null \|\| !contains\(local\.dropped, each\.key\) \? null : /,
    );
    const [lifecycle = {}] = blocks(landed, "lifecycle");
    expect(blocks(lifecycle, "precondition")[0]?.["condition"]).toContain(
      "local.raw_days_kept >= 731",
    );
    expect(textOf(project.locals["dropped"])).toContain("if table.is_kept_parsed");
    const datasets = resource(project, "google_bigquery_dataset", "ours");
    expect(datasets["delete_contents_on_destroy"]).toBe(false);
    expect(datasets["default_table_expiration_ms"]).toBeUndefined();
  });

  it("has the datasets that loader and Dataform use, in the location that both read", () => {
    expect(Object.keys(project.locals["datasets"] as Block).sort()).toEqual([
      "ai_raw",
      "ai_reference",
      "ai_spend",
      "ai_spend_assertions",
      "ai_staging",
    ]);
    expect(project.locals["settings"]).toContain("workflow_settings.yaml");
    expect(project.locals["location"]).toBe("${local.settings.defaultLocation}");
  });
});

interface Step {
  readonly call?: string;
  readonly try?: Step;
  readonly except?: { readonly steps: readonly Readonly<Record<string, Step>>[] };
  readonly args?: Readonly<Record<string, unknown>>;
}

type Steps = readonly Readonly<Record<string, Step>>[];

function workflow(name: string): Readonly<Record<string, { readonly steps: Steps }>> {
  return parse(readFileSync(`infra/workflows/${name}.yaml`, "utf8")) as ReturnType<typeof workflow>;
}

describe("the day", () => {
  it("starts at six in the morning in Los Angeles, with the workflow", () => {
    const job = resource(project, "google_cloud_scheduler_job", "daily");
    expect(job).toMatchObject({ schedule: "0 6 * * *", time_zone: "America/Los_Angeles" });
    const [target] = blocks(job, "http_target");
    expect(target?.["uri"]).toContain("google_workflows_workflow.daily.id}/executions");
  });

  it("loads, builds and alerts in this order, and hears of each that fails", () => {
    const steps = (workflow("daily")["main"]?.steps ?? []).flatMap((step) => Object.entries(step));
    const tried = steps.filter(([, step]) => step.try !== undefined);
    expect(tried.map(([name, step]) => [name, step.try?.call, step.try?.args?.["name"]])).toEqual([
      ["load", "googleapis.run.v2.projects.locations.jobs.run", '${jobs + "ai-spend-sync"}'],
      ["build", "build_models", undefined],
      ["alert", "run_alerts", undefined],
    ]);
    for (const [name, { except }] of tried) {
      const [said] = (except?.steps ?? []).flatMap((step) => Object.values(step));
      expect(said).toMatchObject({ call: "say_failed", args: { step: name } });
    }
  });

  it("runs jobs whose arguments are verbs of the program", () => {
    const verbs = Object.keys(project.locals["jobs"] as Block);
    expect(verbs).toEqual(expect.arrayContaining(["sync", "alerts"]));
    expect(verbs.filter((verb) => VERBS.every(({ name }) => name !== verb))).toEqual([]);
  });

  it("waits for the loader longer than its tries can take", () => {
    const { sync } = project.locals["jobs"] as Record<string, Record<string, string | number>>;
    const longest = (Number(sync?.["retries"]) + 1) * parseInt(String(sync?.["timeout"]), 10);
    const source = readFileSync("infra/workflows/daily.yaml", "utf8");
    const [, waited] = /ai-spend-sync[\s\S]*?timeout: (\d+)/.exec(source) ?? [];
    expect(Number(waited)).toBeGreaterThan(longest);
  });
});

describe("the alerts", () => {
  const policies = () =>
    project.resources.filter(({ type }) => type === "google_monitoring_alert_policy");

  it("all reach the mailbox", () => {
    const channel = "${google_monitoring_notification_channel.email.id}";
    expect(policies().length).toBe(3);
    for (const { body } of policies()) {
      expect(listOf(body["notification_channels"])).toEqual([channel]);
    }
  });

  it("match the events that the workflows and the alerts job write", () => {
    const alerts = readFileSync("infra/alerts.tf", "utf8");
    const matched = [...alerts.matchAll(/jsonPayload\.event=\\"(\w+)\\"/g)].map(([, name]) => name);
    expect(matched.sort()).toEqual(["alerts", "daily_step_failed", "warehouse_fresh"]);
    const said = ["daily", "watch"].map((name) =>
      /event: (\w+)/.exec(readFileSync(`infra/workflows/${name}.yaml`, "utf8"))?.at(1),
    );
    expect(said).toEqual(["daily_step_failed", "warehouse_fresh"]);
  });

  it("notice silence within the longest absence that Cloud Monitoring can wait for", () => {
    const [silence] = blocks(
      resource(project, "google_monitoring_alert_policy", "stale"),
      "conditions",
    ).flatMap((condition) => blocks(condition, "condition_absent"));
    const seconds = parseInt(textOf(silence?.["duration"]), 10);
    const threeHours = 3 * 3600;
    expect(seconds).toBeGreaterThan(2 * threeHours);
    expect(seconds).toBeLessThanOrEqual(23.5 * 3600);
  });
});
