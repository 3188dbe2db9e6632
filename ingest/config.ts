/** The only file that reads the environment: settings checked once, refused in a sentence, then frozen. */

import path from "node:path";

import { type ListedConnection, readConnectionList } from "./connection_list.ts";
import { ConfigError } from "./errors.ts";
import { isLoopback } from "./http.ts";
import { SOURCES } from "./sources/index.ts";
import { type Source, type Vendor } from "./sources/source.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

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

  const keys = SOURCES.filter(isAsked).map((source) => ({
    source,
    key: setting(env, source.keyEnv),
  }));
  const missing = keys.filter(({ key }) => key === null);
  if (missing.length === keys.length || (sources !== undefined && missing.length > 0)) {
    const settings = missing.map(({ source }) => `${source.keyEnv} to ${source.keyText}`);
    throw new ConfigError(
      `No vendor key is set${sources === undefined ? "" : " for every source"}: set ${settings.join(sources === undefined ? ", or " : ", and ")}.`,
    );
  }
  return Object.freeze(
    keys.flatMap(({ source, key }) => {
      if (key === null) return [];
      const { name, keyEnv, baseEnv } = source;
      const baseUrl = setting(env, baseEnv) ?? source.base;
      return [connection(source, { name, keyEnv, key, baseUrl, baseEnv })];
    }),
  );
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
    .map(({ name, vendor: source, key_env: keyEnv, base_url: baseUrl }) => {
      const key = setting(env, keyEnv);
      if (key === null) {
        throw new ConfigError(
          `Connection "${name}" has no key: set ${keyEnv} to ${source.keyText}.`,
        );
      }
      return connection(source, {
        name,
        keyEnv,
        key,
        baseUrl: baseUrl ?? setting(env, source.baseEnv) ?? source.base,
        baseEnv: baseUrl === undefined ? source.baseEnv : `base_url of "${name}"`,
      });
    });
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

interface Unchecked extends Omit<Connection, "vendor"> {
  readonly baseEnv: string;
}

function connection(
  { vendor, checkKey }: Source,
  { name, keyEnv, key, baseUrl, baseEnv }: Unchecked,
): Connection {
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new ConfigError(
      `${keyEnv} holds spaces or characters that no key has: set it to the bare key.`,
    );
  }
  const fault = checkKey(key);
  if (fault !== null) throw new ConfigError(`${keyEnv} ${fault}`);
  return Object.freeze({ name, vendor, keyEnv, key, baseUrl: checkBase(baseUrl, baseEnv) });
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

function setting(env: Environment, name: string): string | null {
  const value = env[name];
  return value === undefined || value.trim() === "" ? null : value.trim();
}
