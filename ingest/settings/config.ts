/** The only file that reads the environment: settings checked once, refused in a sentence, then frozen. */

import path from "node:path";

import { checkBase } from "./base_url.ts";
import { type ListedConnection, readConnectionList } from "./connection_list.ts";
import { ConfigError } from "../errors.ts";
import { holdsKey } from "../key_shapes.ts";
import { hearPipe } from "../operator_file.ts";
import {
  type Environment,
  missingFrom,
  openable,
  pathSetting,
  type Place,
  readSettings,
  setting,
  type Settings,
  settingsPath,
} from "./settings.ts";
import { unknownName, unknownNames } from "./known_names.ts";
import { isProjectName } from "./google_project.ts";
import { VENDORS } from "../vendors/index.ts";
import type { Connection } from "../endpoint/connection.ts";
import type { Vendor } from "../endpoint/vendor.ts";

export type Config =
  | { readonly warehouse: "local"; readonly home: string }
  | { readonly warehouse: "bigquery"; readonly home: string; readonly googleCloudProject: string };

interface Surroundings {
  readonly env?: Environment;
  readonly cwd?: string;
}

/** The environment as it is, without the file of settings. */
export function currentPlace(): Place {
  return { env: process.env, cwd: process.cwd() };
}

/** Adds the file's settings to the environment, which wins. Throws ConfigError, and TransportError if the signal comes first. */
export async function loadSettings(signal: AbortSignal): Promise<void> {
  const place = currentPlace();
  await hearPipe(settingsPath(place), signal);
  const settings = readSettings(place);
  refuseUnknown(settings);
  Object.assign(process.env, missingFrom(process.env, settings));
}

/** Throws ConfigError for a name of the file's settings, or of the environment, that is nearly a setting's. */
export function refuseUnknown(settings: Settings): void {
  const refuse = (names: Settings | Environment, where?: string): void => {
    const [found] = unknownNames(names, keysOfList());
    if (found !== undefined) throw new ConfigError(unknownName(found, where));
  };
  refuse(settings, ` in ${settingsPath(currentPlace())}`);
  refuse(currentPlace().env);
}

/** Where the warehouse is. Throws ConfigError. */
export function readConfig({ env = process.env, cwd = process.cwd() }: Surroundings = {}): Config {
  const warehouse = setting(env, "AI_SPEND_WAREHOUSE") ?? "local";
  const home = pathSetting({ env, cwd }, "AI_SPEND_HOME") ?? path.join(cwd, ".ai-spend");
  if (warehouse === "local") return Object.freeze({ warehouse, home: openable(home) });
  if (warehouse !== "bigquery") {
    throw new ConfigError(
      `AI_SPEND_WAREHOUSE is ${JSON.stringify(warehouse)}: set it to local or bigquery.`,
    );
  }
  const googleCloudProject = readGoogleCloudProject(env);
  if (googleCloudProject === null) {
    throw new ConfigError(
      "AI_SPEND_WAREHOUSE is bigquery but GOOGLE_CLOUD_PROJECT is not set: set it to the id of your project.",
    );
  }
  return Object.freeze({ warehouse, home, googleCloudProject });
}

/** The project that is named, whatever the warehouse; null if none is. Throws ConfigError. */
export function readGoogleCloudProject(env: Environment = process.env): string | null {
  const project = setting(env, "GOOGLE_CLOUD_PROJECT");
  if (project === null) return null;
  if (holdsKey(project))
    throw new ConfigError("GOOGLE_CLOUD_PROJECT holds a key: set it to the id of your project.");
  if (isProjectName(project)) return project;
  throw new ConfigError(
    `GOOGLE_CLOUD_PROJECT is ${JSON.stringify(project)}, which is no project id: set it to one such as my-project-1.`,
  );
}

/**
 * Whom to ask: `connections.yaml` in the working directory, else one connection per key that is set; of
 * `vendors` alone, if they are given. Throws ConfigError, also if there is nobody to ask.
 */
export function readConnections({
  env = process.env,
  cwd = process.cwd(),
  vendors,
}: Surroundings & {
  readonly vendors?: readonly Vendor[] | undefined;
} = {}): readonly Connection[] {
  const listed = readConnectionList(path.join(cwd, "connections.yaml"));
  const isAsked = (vendor: Vendor) => vendors?.includes(vendor) ?? true;
  if (listed !== null) return Object.freeze(fromList(listed, { env, isAsked, vendors }));

  const wished = VENDORS.filter(isAsked).map((vendor) => wishOf(vendor, env));
  const missing = wished.filter(({ key }) => key === null);
  if (missing.length === wished.length || (vendors !== undefined && missing.length > 0)) {
    const settings = missing.map(({ vendor }) => `${vendor.keyEnv} to ${vendor.keyText}`);
    throw new ConfigError(
      `No vendor key is set${vendors === undefined ? "" : " for every source"}: set ${settings.join(vendors === undefined ? ", or " : ", and ")}.`,
    );
  }
  return Object.freeze(wished.filter(({ key }) => key !== null).map(connection));
}

/**
 * Those of readConnections one by one, so that a fault of one does not hide the others: each throws its own
 * ConfigError. None if no key is set. Throws ConfigError if the list itself is at fault.
 */
export function eachConnection({ env, cwd }: Place): readonly (() => Connection)[] {
  const listed = readConnectionList(path.join(cwd, "connections.yaml"));
  const wished =
    listed?.map((entry) => listedWish(entry, env)) ??
    VENDORS.map((vendor) => wishOf(vendor, env)).filter(({ key }) => key !== null);
  return wished.map((wish) => () => connection(wish));
}

interface Choice {
  readonly env: Environment;
  readonly isAsked: (vendor: Vendor) => boolean;
  readonly vendors: readonly Vendor[] | undefined;
}

function fromList(
  listed: readonly ListedConnection[],
  { env, isAsked, vendors }: Choice,
): readonly Connection[] {
  const unlisted = vendors?.find((vendor) => listed.every((entry) => entry.vendor !== vendor));
  if (unlisted !== undefined) {
    throw new ConfigError(
      `connections.yaml has no connection of the vendor ${unlisted.name}: add one, or leave it out of --source.`,
    );
  }
  return listed
    .filter(({ vendor }) => isAsked(vendor))
    .map((entry) => connection(listedWish(entry, env)));
}

/** A connection as the settings wish it, before anything is checked. */
interface Wish {
  readonly vendor: Vendor;
  readonly name: string;
  readonly keyEnv: string;
  readonly key: string | null;
  readonly baseUrl: string;
  /** Where the base URL is written, for errors. */
  readonly baseEnv: string;
}

function wishOf(vendor: Vendor, env: Environment): Wish {
  const { name, keyEnv, baseEnv, base } = vendor;
  const baseUrl = setting(env, baseEnv) ?? base;
  return { vendor, name, keyEnv, key: setting(env, keyEnv), baseUrl, baseEnv };
}

function listedWish(
  { name, vendor, key_env: keyEnv, base_url: baseUrl }: ListedConnection,
  env: Environment,
): Wish {
  const wish = { ...wishOf(vendor, env), name, keyEnv, key: setting(env, keyEnv) };
  return baseUrl === undefined ? wish : { ...wish, baseUrl, baseEnv: `base_url of "${name}"` };
}

/** The execution of a Cloud Run job that this program is an attempt of; null elsewhere. */
export function readExecution(env: Environment = process.env): string | null {
  return setting(env, "CLOUD_RUN_EXECUTION");
}

/** The environment for a program that is started: all but the vendors' keys, which it has no use for. */
export function childEnvironment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const listed = keysOfList();
  const isSecret = (name: string, value: string | undefined) =>
    listed.includes(name) || VENDORS.some(({ keyEnv }) => keyEnv === name) || holdsKey(value ?? "");
  const kept = Object.entries(process.env).filter(([name, value]) => !isSecret(name, value));
  return { ...Object.fromEntries(kept), ...extra };
}

/** Settings that the list of connections names, which may have any name; a list at fault is told where connections are read. */
function keysOfList(): readonly string[] {
  try {
    const listed = readConnectionList(path.join(process.cwd(), "connections.yaml")) ?? [];
    return listed.map(({ key_env: keyEnv }) => keyEnv);
  } catch {
    return [];
  }
}

function connection({ vendor, name, keyEnv, key, baseUrl, baseEnv }: Wish): Connection {
  if (key === null) {
    throw new ConfigError(`Connection "${name}" has no key: set ${keyEnv} to ${vendor.keyText}.`);
  }
  const fault = keyFault(vendor, key);
  if (fault !== null) throw new ConfigError(`${keyEnv} ${fault}`);
  return Object.freeze({
    name,
    vendor: vendor.id,
    keyEnv,
    key,
    baseUrl: checkBase(baseUrl, baseEnv),
  });
}

/** What is wrong with a key, as the rest of a sentence that begins with its setting; null: nothing to be seen. */
export function keyFault({ checkKey }: Vendor, key: string): string | null {
  return /^[\x21-\x7e]{1,4096}$/.test(key)
    ? checkKey(key)
    : "holds spaces or characters that no key has, or over 4,096 of them: set it to the bare key.";
}
