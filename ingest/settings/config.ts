/** The only file that reads the environment: settings checked once, refused in a sentence, then frozen. */

import path from "node:path";

import { type ListedConnection, readConnectionList } from "./connection_list.ts";
import { ConfigError } from "../errors.ts";
import { isLoopback } from "../ask/http.ts";
import { type Environment, missingFrom, type Place, readSettings, setting } from "./settings.ts";
import { SOURCES } from "../vendors/index.ts";
import { type Source, type Vendor } from "../endpoint/source.ts";

export type Config =
  | { readonly warehouse: "local"; readonly home: string }
  | { readonly warehouse: "bigquery"; readonly home: string; readonly googleCloudProject: string };

export interface Connection {
  readonly name: string;
  readonly vendor: Vendor;
  /** Name of the setting that holds the key, for errors. */
  readonly keyEnv: string;
  readonly key: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
}

interface Surroundings {
  readonly env?: Environment;
  readonly cwd?: string;
}

/** The environment as it is, without the file of settings. */
export function currentPlace(): Place {
  return { env: process.env, cwd: process.cwd() };
}

/** Adds the settings of the file to the environment, which wins where it has a value. Throws ConfigError. */
export function loadSettings(): void {
  Object.assign(process.env, missingFrom(process.env, readSettings(currentPlace())));
}

/** Where the warehouse is. Throws ConfigError. */
export function readConfig({ env = process.env, cwd = process.cwd() }: Surroundings = {}): Config {
  const warehouse = setting(env, "AI_SPEND_WAREHOUSE") ?? "local";
  const home = path.resolve(cwd, setting(env, "AI_SPEND_HOME") ?? ".ai-spend");
  if (warehouse === "local") return Object.freeze({ warehouse, home });
  if (warehouse !== "bigquery") {
    throw new ConfigError(
      `AI_SPEND_WAREHOUSE is ${JSON.stringify(warehouse)}: set it to local or bigquery.`,
    );
  }
  const googleCloudProject = setting(env, "GOOGLE_CLOUD_PROJECT");
  if (googleCloudProject === null) {
    throw new ConfigError(
      "AI_SPEND_WAREHOUSE is bigquery but GOOGLE_CLOUD_PROJECT is not set: set it to the id of your project.",
    );
  }
  return Object.freeze({ warehouse, home, googleCloudProject });
}

/** The project that is named, whatever the warehouse; null if none is. */
export function readGoogleCloudProject(env: Environment = process.env): string | null {
  return setting(env, "GOOGLE_CLOUD_PROJECT");
}

/**
 * Whom to ask: `connections.yaml` in the working directory, else one connection per key that is set; of
 * `sources` alone, if they are given. Throws ConfigError, also if there is nobody to ask.
 */
export function readConnections({
  env = process.env,
  cwd = process.cwd(),
  sources,
}: Surroundings & {
  readonly sources?: readonly Source[] | undefined;
} = {}): readonly Connection[] {
  const listed = readConnectionList(path.join(cwd, "connections.yaml"));
  const isAsked = (source: Source) => sources?.includes(source) ?? true;
  if (listed !== null) return Object.freeze(fromList(listed, { env, isAsked, sources }));

  const wished = SOURCES.filter(isAsked).map((source) => wishOf(source, env));
  const missing = wished.filter(({ key }) => key === null);
  if (missing.length === wished.length || (sources !== undefined && missing.length > 0)) {
    const settings = missing.map(({ source }) => `${source.keyEnv} to ${source.keyText}`);
    throw new ConfigError(
      `No vendor key is set${sources === undefined ? "" : " for every source"}: set ${settings.join(sources === undefined ? ", or " : ", and ")}.`,
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
    SOURCES.map((source) => wishOf(source, env)).filter(({ key }) => key !== null);
  return wished.map((wish) => () => connection(wish));
}

interface Choice {
  readonly env: Environment;
  readonly isAsked: (source: Source) => boolean;
  readonly sources: readonly Source[] | undefined;
}

function fromList(
  listed: readonly ListedConnection[],
  { env, isAsked, sources }: Choice,
): readonly Connection[] {
  const unlisted = sources?.find((source) => listed.every(({ vendor }) => vendor !== source));
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
  readonly source: Source;
  readonly name: string;
  readonly keyEnv: string;
  readonly key: string | null;
  readonly baseUrl: string;
  /** Where the base URL is written, for errors. */
  readonly baseEnv: string;
}

function wishOf(source: Source, env: Environment): Wish {
  const { name, keyEnv, baseEnv, base } = source;
  const baseUrl = setting(env, baseEnv) ?? base;
  return { source, name, keyEnv, key: setting(env, keyEnv), baseUrl, baseEnv };
}

function listedWish(
  { name, vendor: source, key_env: keyEnv, base_url: baseUrl }: ListedConnection,
  env: Environment,
): Wish {
  const wish = { ...wishOf(source, env), name, keyEnv, key: setting(env, keyEnv) };
  return baseUrl === undefined ? wish : { ...wish, baseUrl, baseEnv: `base_url of "${name}"` };
}

/** The execution of a Cloud Run job that this program is an attempt of; null elsewhere. */
export function readExecution(env: Environment = process.env): string | null {
  return setting(env, "CLOUD_RUN_EXECUTION");
}

/** The environment for a program that is started: all but the vendors' keys, which it has no use for. */
export function childEnvironment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const isSecret = (name: string, value: string | undefined) =>
    SOURCES.some(({ keyEnv }) => keyEnv === name) || /^(sk-ant-|crsr_)/.test(value ?? "");
  const kept = Object.entries(process.env).filter(([name, value]) => !isSecret(name, value));
  return { ...Object.fromEntries(kept), ...extra };
}

function connection({ source, name, keyEnv, key, baseUrl, baseEnv }: Wish): Connection {
  if (key === null) {
    throw new ConfigError(`Connection "${name}" has no key: set ${keyEnv} to ${source.keyText}.`);
  }
  const fault = keyFault(source, key);
  if (fault !== null) throw new ConfigError(`${keyEnv} ${fault}`);
  const { vendor } = source;
  return Object.freeze({ name, vendor, keyEnv, key, baseUrl: checkBase(baseUrl, baseEnv) });
}

/** What is wrong with a key, as the rest of a sentence that begins with its setting; null: nothing to be seen. */
export function keyFault({ checkKey }: Source, key: string): string | null {
  return /^[\x21-\x7e]+$/.test(key)
    ? checkKey(key)
    : "holds spaces or characters that no key has: set it to the bare key.";
}

function checkBase(text: string, where: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlainLoopback = url?.protocol === "http:" && isLoopback(url);
  if (url === null || (url.protocol !== "https:" && !isPlainLoopback)) {
    throw new ConfigError(
      `${where} is not an https address (http only for 127.0.0.1): a key is never sent in clear text.`,
    );
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new ConfigError(`${where} must be a bare address without user, query or fragment.`);
  }
  return text.replace(/\/+$/, "");
}
