/** Settings that are wrong, contradict each other or have no effect. */

import { readConfig } from "../../ingest/settings/config.ts";
import { readConnectionList } from "../../ingest/settings/connection_list.ts";
import { hearPipe } from "../../ingest/operator_file.ts";
import { unknownName, unknownNames } from "../../ingest/settings/known_names.ts";
import { errorMessage } from "../../ingest/error_facts.ts";
import {
  type Environment,
  missingFrom,
  readSettings,
  setting,
  settingsPath,
} from "../../ingest/settings/settings.ts";
import { PROXY_SETTINGS } from "../../ingest/settings/loopback.ts";
import { VENDORS } from "../../ingest/vendors/index.ts";
import path from "node:path";
import type { DoctorEffects } from "./effects.ts";
import { type Finding, look, ok, wrong } from "./finding.ts";

export interface SettingsSeen {
  readonly findings: readonly Finding[];
  /** The environment with what the file adds to it. */
  readonly env: Environment;
}

/** The file of settings: whether it can be read, by whom, and what of it is overruled. */
export async function settingsFileChecks(
  effects: Pick<DoctorEffects, "env" | "cwd" | "disk" | "signal">,
): Promise<SettingsSeen> {
  const { env, disk } = effects;
  try {
    const file = settingsPath(effects);
    await hearPipe(file, effects.signal);
    const settings = readSettings(effects);
    const names = Object.keys(settings);
    const overruled = names.filter(
      (name) => setting(env, name) !== null && setting(env, name) !== settings[name],
    );
    const mode = await disk.mode(file);
    const count = names.length === 1 ? "1 setting" : `${names.length} settings`;
    const read =
      mode === null
        ? ok("settings", `There is no ${file}; settings are those of the environment.`)
        : ok("settings", `${file} has ${count}.`);
    const isOpen = mode !== null && (mode & 0o077) !== 0 && names.length > 0;
    return {
      env: { ...env, ...missingFrom(env, settings) },
      findings: [
        read,
        ...(isOpen ? [look("settings", `${file} can be read by others: chmod 600 it.`)] : []),
        ...overruled.map((name) =>
          look(
            "settings",
            `${name} has one value in the environment and another in ${file}: the environment's is used; unset one of them.`,
          ),
        ),
      ],
    };
  } catch (error) {
    return { env, findings: [wrong("settings", errorMessage(error))] };
  }
}

/** What the settings say together, the file's included. */
export function settingsChecks({
  env,
  cwd,
}: Pick<DoctorEffects, "env" | "cwd">): readonly Finding[] {
  return [...warehouseFindings(env, cwd), ...unusedKeys(env, cwd), ...misspelt(env, cwd)];
}

function warehouseFindings(env: Environment, cwd: string): readonly Finding[] {
  try {
    const config = readConfig({ env, cwd });
    if (config.warehouse === "bigquery") {
      const says = `The warehouse is BigQuery in project ${config.googleCloudProject}.`;
      return [ok("settings", says), ...noEffect(env, "AI_SPEND_HOME", "the warehouse is BigQuery")];
    }
    return [
      ok("settings", `The warehouse is local, in ${config.home}.`),
      ...noEffect(env, "GOOGLE_CLOUD_PROJECT", "the warehouse is local"),
    ];
  } catch (error) {
    return [wrong("settings", errorMessage(error))];
  }
}

function noEffect(env: Environment, name: string, because: string): readonly Finding[] {
  if (setting(env, name) === null) return [];
  return [
    look(
      "settings",
      `${name} has no effect, since ${because}: unset it, or set AI_SPEND_WAREHOUSE.`,
    ),
  ];
}

/** Keys and addresses that nothing asks for. A list that cannot be read is told of where it is read. */
function unusedKeys(env: Environment, cwd: string): readonly Finding[] {
  let listed: ReturnType<typeof readConnectionList>;
  try {
    listed = readConnectionList(path.join(cwd, "connections.yaml"));
  } catch {
    return [];
  }
  const keys = VENDORS.map(({ keyEnv }) => keyEnv).filter((name) => setting(env, name) !== null);
  const used = new Set(listed?.map((entry) => entry.key_env) ?? keys);
  const bases = [...new Set(VENDORS.map(({ baseEnv }) => baseEnv))].filter(
    (name) => setting(env, name) !== null,
  );
  const isAsked = (baseEnv: string) =>
    VENDORS.some(
      (each) =>
        each.baseEnv === baseEnv &&
        (listed?.some(({ vendor, base_url }) => vendor === each && base_url === undefined) ??
          keys.includes(each.keyEnv)),
    );
  return [
    ...keys
      .filter((name) => !used.has(name))
      .map((name) =>
        look(
          "settings",
          `${name} has no effect, since connections.yaml does not name it: name it there, or unset it.`,
        ),
      ),
    ...bases
      .filter((name) => !isAsked(name))
      .map((name) =>
        look(
          "settings",
          `${name} has no effect, since no connection goes there: set the vendor's key, or unset it.`,
        ),
      ),
    ...proxyFinding(env),
  ];
}

/** Vendors are asked directly; Google's client alone goes through a proxy. */
function proxyFinding(env: Environment): readonly Finding[] {
  const name = PROXY_SETTINGS.find((each) => setting(env, each) !== null);
  if (name === undefined) return [];
  return [
    look(
      "settings",
      `${name} has no effect on questions to vendors, which are sent directly: if the network allows that, leave it; if not, point the vendor's base URL to a proxy on 127.0.0.1.`,
    ),
  ];
}

/** Every other verb refuses them. */
function misspelt(env: Environment, cwd: string): readonly Finding[] {
  const listed = listOf(cwd)?.map(({ key_env: keyEnv }) => keyEnv) ?? [];
  return unknownNames(env, listed).map((name) => wrong("settings", unknownName(name)));
}

/** Null without a list. One that cannot be read is told of where it is read. */
function listOf(cwd: string): ReturnType<typeof readConnectionList> {
  try {
    return readConnectionList(path.join(cwd, "connections.yaml"));
  } catch {
    return null;
  }
}
