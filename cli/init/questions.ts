/** The few questions of `init`, and what their answers change in the settings. */

import { keyFault } from "../../ingest/settings/config.ts";
import type { ListedConnection } from "../../ingest/settings/connection_list.ts";
import { setting, type Settings } from "../../ingest/settings/settings.ts";
import { VENDORS } from "../../ingest/vendors/index.ts";
import type { Vendor } from "../../ingest/endpoint/vendor.ts";
import type { Prompt } from "./prompt.ts";

/** By name of the setting; null takes it out. */
export type Changes = Readonly<Record<string, string | null>>;

/** Asks for the keys of `listed`, or for one of each vendor, and for the warehouse. An empty answer changes nothing. */
export async function askChanges(
  prompt: Prompt,
  settings: Settings,
  listed: readonly ListedConnection[] | null,
): Promise<Changes> {
  const keys: readonly Key[] =
    listed?.map(({ vendor, key_env: keyEnv }) => ({ vendor, keyEnv })) ??
    VENDORS.map((vendor) => ({ vendor, keyEnv: vendor.keyEnv }));
  const changes: Record<string, string | null> = {};
  for (const key of keys) Object.assign(changes, await askKey(prompt, settings, key));
  return { ...changes, ...(await askWarehouse(prompt, settings)) };
}

interface Key {
  readonly vendor: Vendor;
  readonly keyEnv: string;
}

async function askKey(
  prompt: Prompt,
  settings: Settings,
  { vendor, keyEnv }: Key,
): Promise<Changes> {
  const hint =
    setting(settings, keyEnv) === null ? "Enter: none" : "set; Enter keeps it, - takes it out";
  for (;;) {
    const key = await prompt.askHidden(`${keyEnv}, ${vendor.keyText} [${hint}]: `);
    if (key === "") return {};
    if (key === "-") return { [keyEnv]: null };
    const fault = keyFault(vendor, key);
    if (fault === null) return { [keyEnv]: key };
    prompt.say(`  ${keyEnv} ${fault}\n`);
  }
}

async function askWarehouse(prompt: Prompt, settings: Settings): Promise<Changes> {
  const now = settings["AI_SPEND_WAREHOUSE"] ?? "local";
  for (;;) {
    const answer = (await prompt.ask(`Warehouse, local or bigquery [${now}]: `)) || now;
    if (answer === "bigquery") {
      return { AI_SPEND_WAREHOUSE: answer, ...(await askProject(prompt, settings)) };
    }
    if (answer === "local") {
      return now === "local" ? {} : { AI_SPEND_WAREHOUSE: null, GOOGLE_CLOUD_PROJECT: null };
    }
    prompt.say(`  ${JSON.stringify(answer)} is no warehouse: write local or bigquery.\n`);
  }
}

/** Google's rule for ids of projects, with the domain that old ones have before them. */
const PROJECT = /^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/;

async function askProject(prompt: Prompt, settings: Settings): Promise<Changes> {
  const now = settings["GOOGLE_CLOUD_PROJECT"];
  const hint = now === undefined ? "" : ` [${now}]`;
  for (;;) {
    const project =
      (await prompt.ask(`GOOGLE_CLOUD_PROJECT, the id of your project${hint}: `)) || now;
    if (project !== undefined && PROJECT.test(project)) return { GOOGLE_CLOUD_PROJECT: project };
    prompt.say("  A project's id has 6 to 30 lower-case letters, digits and hyphens.\n");
  }
}
