/** Settings by name, and the file of `NAME=value` lines that stands in for the environment: read strictly, edited in place. */

import { readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";

import { errorCode } from "../error_facts.ts";
import { ConfigError } from "../errors.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export type Settings = Readonly<Record<string, string>>;

export interface Place {
  readonly env: Environment;
  readonly cwd: string;
}

/** The value of a setting; null for none and for an empty one. A name that every object has, such as toString, is none. */
export function setting(env: Environment, name: string): string | null {
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  return value === undefined || value.trim() === "" ? null : value.trim();
}

/** The file of settings: `.env` in the working directory, if AI_SPEND_SETTINGS names no other. */
export function settingsPath({ env, cwd }: Place): string {
  return path.resolve(cwd, setting(env, "AI_SPEND_SETTINGS") ?? ".env");
}

/** What the file of settings says; nothing without a file. Throws ConfigError. */
export function readSettings(place: Place): Settings {
  const file = settingsPath(place);
  const text = readSettingsText(file);
  if (text !== null) return parseSettings(text, file);
  if (setting(place.env, "AI_SPEND_SETTINGS") === null) return {};
  throw new ConfigError(
    `AI_SPEND_SETTINGS names ${file}, which does not exist: write it, or unset AI_SPEND_SETTINGS.`,
  );
}

/** Those settings that the environment does not have: where it has a value, it wins. */
export function missingFrom(env: Environment, settings: Settings): Settings {
  return Object.fromEntries(
    Object.entries(settings).filter(([name]) => setting(env, name) === null),
  );
}

/** The file's text, null if there is no such file. Throws ConfigError if it cannot be read. */
export function readSettingsText(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw new ConfigError(`${file} cannot be read: check its permissions, or remove it.`, {
      cause: error,
    });
  }
}

const LINE = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/;

/**
 * The settings of a file's text. Node's parser reads on where it does not understand, so that each line is looked
 * at first. Throws ConfigError with the number of the line; its text may hold a key and is not told.
 */
export function parseSettings(marked: string, file: string): Settings {
  const text = withoutMark(marked);
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "" || line.trimStart().startsWith("#") || LINE.test(line)) continue;
    throw new ConfigError(
      `${file}, line ${index + 1}: neither NAME=value nor a # comment; correct or remove the line.`,
    );
  }
  return Object.fromEntries(
    Object.entries(parseEnv(text)).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}

/** Some editors begin a file with a byte order mark, which is no part of the first name. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, "");
}

/** The text with these settings in it, every other line as it was; null takes a setting out. Throws ConfigError. */
export function editSettings(
  text: string,
  changes: Readonly<Record<string, string | null>>,
): string {
  const names = Object.keys(changes);
  const lines = withoutMark(text)
    .split(/\r?\n/)
    .filter((line, index, all) => {
      return line !== "" || index < all.length - 1;
    });
  const written = new Set<string>();
  const kept = lines.flatMap((line) => {
    const name = LINE.exec(line)?.[1];
    if (name === undefined || !names.includes(name)) return [line];
    const value = written.has(name) ? null : (changes[name] ?? null);
    written.add(name);
    return value === null ? [] : [lineOf(name, value)];
  });
  const added = names.flatMap((name) => {
    const value = changes[name] ?? null;
    return written.has(name) || value === null ? [] : [lineOf(name, value)];
  });
  return [...kept, ...added].map((line) => `${line}\n`).join("");
}

/** Quoted where the parser would cut it, at a `#` or a space, by a mark that it does not hold. Throws ConfigError. */
function lineOf(name: string, value: string): string {
  if (/^[\w./:@%+,=~-]*$/.test(value)) return `${name}=${value}`;
  // Between double quotes the parser reads \n as the end of a line.
  const mark = ["'", "`", ...(value.includes("\\") ? [] : ['"'])].find(
    (one) => !value.includes(one),
  );
  if (mark !== undefined) return `${name}=${mark}${value}${mark}`;
  throw new ConfigError(
    `${name} holds every kind of quotes, which a file of settings cannot keep: set it in the environment.`,
  );
}
