/** `workflow_settings.yaml`, looked at before Dataform does, whose words for a fault name no setting. */

import path from "node:path";

import { ConfigError } from "../../ingest/errors.ts";
import { withoutKeys } from "../../ingest/key_shapes.ts";
import { readSettingsText } from "../../ingest/operator_file.ts";
import { parseYaml } from "../../ingest/settings/yaml_text.ts";

export const SETTINGS = "workflow_settings.yaml";

/** Without them no model has a place. */
const NEEDED = ["defaultProject", "defaultLocation", "defaultDataset"];

/** What Dataform's core knows beside them, from its WorkflowSettings. */
export const TEXTS: ReadonlySet<string> = new Set([
  ...NEEDED,
  "dataformCoreVersion",
  "defaultAssertionDataset",
  "projectSuffix",
  "datasetSuffix",
  "namePrefix",
  "builtinAssertionNamePrefix",
  "defaultReservation",
]);
export const FLAGS: ReadonlySet<string> = new Set([
  "disableAssertions",
  "includeTestsInCompiledGraph",
  "preserveGovernanceControls",
]);
export const GROUPS: ReadonlySet<string> = new Set([
  "vars",
  "defaultNotebookRuntimeOptions",
  "defaultIcebergConfig",
  "extension",
]);

/** Throws ConfigError that names the file and the setting; the text is that of the project in `root` by default. */
export function checkWorkflowSettings(root: string, text = textOf(root)): void {
  const content = parseYaml(text, SETTINGS);
  if (!isGroup(content)) {
    throw new ConfigError(`${SETTINGS} is no list of settings: write NAME: value, one on a line.`);
  }
  for (const [name, value] of Object.entries(content)) {
    const fault = faultOf(name, value);
    if (fault !== null) throw new ConfigError(withoutKeys(`${SETTINGS}: ${fault}`));
  }
  const missing = NEEDED.find((name) => !Object.hasOwn(content, name));
  if (missing !== undefined) {
    throw new ConfigError(`${SETTINGS} has no ${missing}: write one.`);
  }
  for (const [name, value] of Object.entries(content["vars"] ?? {})) {
    if (typeof value === "string") continue;
    throw new ConfigError(
      withoutKeys(
        `${SETTINGS}: ${name} in vars is ${shown(value)}, which is no text: put quotes around the value${example(name, value)}.`,
      ),
    );
  }
}

function faultOf(name: string, value: unknown): string | null {
  if (TEXTS.has(name)) {
    return typeof value === "string" && value.trim() !== ""
      ? null
      : `${name} is ${shown(value)}, which is no text: write its value, in quotes.`;
  }
  if (FLAGS.has(name)) {
    return typeof value === "boolean"
      ? null
      : `${name} is ${shown(value)}: write true or false, without quotes.`;
  }
  if (!GROUPS.has(name)) {
    return `${JSON.stringify(name)} is not a setting of Dataform's: correct it, take it out, or write it below vars.`;
  }
  return isGroup(value)
    ? null
    : `${name} is ${shown(value)}: write its settings below it, or take it out.`;
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function example(name: string, value: unknown): string {
  const isScalar = typeof value === "number" || typeof value === "boolean" || value === null;
  return isScalar ? `, as in ${name}: "${String(value ?? "")}"` : "";
}

function shown(value: unknown): string {
  if (value === null) return "empty";
  if (typeof value === "object") return Array.isArray(value) ? "a list" : "a group of settings";
  return JSON.stringify(value);
}

function textOf(root: string): string {
  const file = path.join(root, SETTINGS);
  const text = readSettingsText(file);
  if (text !== null) return text;
  throw new ConfigError(`${file} does not exist: take it from the repository again.`);
}
