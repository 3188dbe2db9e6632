/** The only file that reads the environment: settings checked once, refused in a sentence, then frozen. */

import { readFileSync } from "node:fs";
import path from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import { errorCode } from "./error_facts.ts";
import { ConfigError } from "./errors.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export type Config =
  | { readonly warehouse: "local"; readonly home: string }
  | { readonly warehouse: "bigquery"; readonly home: string; readonly googleCloudProject: string };

export interface Connection {
  readonly name: string;
  readonly vendor: "anthropic";
  /** Name of the setting that holds the key, for errors. */
  readonly keyEnv: string;
  readonly key: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
}

interface Source {
  readonly env?: Environment;
  readonly cwd?: string;
}

const ANTHROPIC = {
  keyEnv: "ANTHROPIC_ADMIN_KEY",
  baseEnv: "ANTHROPIC_BASE_URL",
  base: "https://api.anthropic.com",
} as const;

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Where the warehouse is. Throws ConfigError. */
export function readConfig({ env = process.env, cwd = process.cwd() }: Source = {}): Config {
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

const connectionList = z.array(
  z.strictObject({
    name: z.string().min(1),
    vendor: z.literal("anthropic", "vendor must be anthropic"),
    key_env: z.string().min(1),
    base_url: z.string().min(1).optional(),
  }),
);

/**
 * Whom to ask: `connections.yaml` in the working directory, else one connection per key that is set.
 * Throws ConfigError, also if there is none.
 */
export function readConnections({
  env = process.env,
  cwd = process.cwd(),
}: Source = {}): readonly Connection[] {
  const listed = readConnectionList(path.join(cwd, "connections.yaml"));
  const base = setting(env, ANTHROPIC.baseEnv) ?? ANTHROPIC.base;
  if (listed === null) {
    const key = setting(env, ANTHROPIC.keyEnv);
    if (key === null) {
      throw new ConfigError(
        `No vendor key is set: set ${ANTHROPIC.keyEnv} to an Admin key (sk-ant-admin…) of your organization.`,
      );
    }
    return Object.freeze([
      connection({
        name: "anthropic",
        keyEnv: ANTHROPIC.keyEnv,
        key,
        baseUrl: base,
        baseEnv: ANTHROPIC.baseEnv,
      }),
    ]);
  }
  const names = listed.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new ConfigError(
      `connections.yaml names ${JSON.stringify(twice)} twice: give each connection its own name.`,
    );
  }
  return Object.freeze(
    listed.map(({ name, key_env: keyEnv, base_url: baseUrl }) => {
      const key = setting(env, keyEnv);
      if (key === null) {
        throw new ConfigError(`Connection "${name}" has no key: set ${keyEnv} to its Admin key.`);
      }
      const baseEnv = baseUrl === undefined ? ANTHROPIC.baseEnv : `base_url of "${name}"`;
      return connection({ name, keyEnv, key, baseUrl: baseUrl ?? base, baseEnv });
    }),
  );
}

/** The environment for a program that is started: all but the vendors' keys, which it has no use for. */
export function childEnvironment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const isSecret = (name: string, value: string | undefined) =>
    /^(ANTHROPIC_ADMIN_KEY|CLAUDE_ANALYTICS_KEY|CURSOR_ADMIN_KEY)$/.test(name) ||
    (value ?? "").startsWith("sk-ant-");
  const kept = Object.entries(process.env).filter(([name, value]) => !isSecret(name, value));
  return { ...Object.fromEntries(kept), ...extra };
}

function readConnectionList(file: string): z.output<typeof connectionList> | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw new ConfigError(`${file} cannot be read: check its permissions.`, { cause: error });
  }
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    throw new ConfigError(`${file} is not YAML: correct it or remove it.`, { cause: error });
  }
  const checked = connectionList.safeParse(content);
  if (checked.success && checked.data.length > 0) return checked.data;
  const issue = checked.error?.issues[0];
  const place =
    issue === undefined ? "it names no connection" : `${issue.path.join(".")}: ${issue.message}`;
  throw new ConfigError(
    `${file} is not a list of {name, vendor, key_env, base_url?} (${place}): correct it or remove it.`,
  );
}

interface Unchecked extends Omit<Connection, "vendor"> {
  readonly baseEnv: string;
}

function connection({ name, keyEnv, key, baseUrl, baseEnv }: Unchecked): Connection {
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new ConfigError(
      `${keyEnv} holds spaces or characters that no key has: set it to the bare key.`,
    );
  }
  if (key.startsWith("sk-ant-") && !key.startsWith("sk-ant-admin")) {
    throw new ConfigError(
      `${keyEnv} holds a key of another kind: the Admin API needs an Admin key (sk-ant-admin…), which an organization admin creates in the Console.`,
    );
  }
  return Object.freeze({
    name,
    vendor: "anthropic",
    keyEnv,
    key,
    baseUrl: checkBase(baseUrl, baseEnv),
  });
}

function checkBase(text: string, where: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlainLoopback = url?.protocol === "http:" && LOOPBACK.has(url.hostname);
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
