/** Settings by name, and the file of `NAME=value` lines that stands in for the environment: read strictly, edited in place. */

import { homedir } from "node:os";
import path from "node:path";

import { ConfigError } from "../errors.ts";
import { holdsKey } from "../key_shapes.ts";
import { readSettingsText } from "../operator_file.ts";

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
export function settingsPath(place: Place): string {
  return pathSetting(place, "AI_SPEND_SETTINGS") ?? path.join(place.cwd, ".env");
}

/**
 * The whole path that a setting names, null for none. No shell has looked at a file of settings, so that ~ is read
 * here. Throws ConfigError for what would make a file or folder that nobody meant.
 */
export function pathSetting({ env, cwd }: Place, name: string): string | null {
  const value = setting(env, name);
  if (value === null) return null;
  if (holdsKey(value)) throw new ConfigError(`${name} holds a key: set it to a path.`);
  const [, tilde, rest = ""] = /^(~[^/]*)\/*(.*)$/s.exec(value) ?? [];
  if (tilde === undefined) return path.resolve(cwd, value);
  if (tilde === "~") return path.resolve(setting(env, "HOME") ?? homedir(), rest);
  throw new ConfigError(
    `${name} begins with ${tilde}, which is read as nobody's folder: write the whole path.`,
  );
}

/**
 * The folder, if the warehouse's engine can open a file in it: DuckDB takes what follows a ? for settings of its own,
 * and looks for its log in another folder. Throws ConfigError.
 */
export function openable(home: string): string {
  if (!home.includes("?")) return home;
  throw new ConfigError(
    `The warehouse's folder, ${home}, may not hold ?: let AI_SPEND_HOME name another.`,
  );
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

const LINE = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/;

/**
 * The settings of a file's text, the last line of a name its value. Node's parser is not asked: it reads on where it
 * does not understand, into the lines below, takes some white space for a part of the name, and cuts a value at any #.
 * Throws ConfigError with the number of the line; its text may hold a key and is not told.
 */
export function parseSettings(marked: string, file: string): Settings {
  const lines = withoutMark(marked).split(/\r?\n/);
  const values = lines.flatMap((line, index) => {
    const fault = faultOf(line);
    if (fault !== null) throw new ConfigError(`${file}, line ${index + 1}: ${fault}`);
    const [beginning, name] = LINE.exec(line) ?? [];
    if (beginning === undefined || name === undefined) return [];
    return [[name, valueOf(line.slice(beginning.length).trim())] as const];
  });
  const last = Object.entries(Object.fromEntries(values));
  return Object.fromEntries(
    last.flatMap(([name, value]) => (value.trim() === "" ? [] : [[name, value]])),
  );
}

/** What is wrong with a line, as a sentence that goes on from its number; null: nothing. */
function faultOf(line: string): string | null {
  if (line.includes("\r")) {
    return "it ends with a carriage return alone; save the file with line ends of Unix or Windows.";
  }
  if (line.trim() === "" || line.trimStart().startsWith("#")) return null;
  const [beginning] = LINE.exec(line) ?? [];
  if (beginning === undefined)
    return "neither NAME=value nor a # comment; correct or remove the line.";
  const rest = line.slice(beginning.length);
  const value = rest.trim();
  const [mark = ""] = MARK.exec(value) ?? [];
  // Of a # that no space sets apart nobody can say whether it is a part of the value.
  if (mark === "") return /^([^#]*\S)?#/.test(rest) ? CUT : null;
  const end = value.indexOf(mark, 1);
  if (end < 0) return `its quote (${mark}) is not closed on the line; close it, or take it out.`;
  return /^\s*(#|$)/.test(value.slice(end + 1))
    ? null
    : `something follows the value in quotes (${mark}), which would be lost; put other quotes around all of it.`;
}

const MARK = /^["'`]/;
const CUT =
  "a # in its value begins a comment, by which the rest would be lost; put quotes around the value, or a space before the comment.";

/** What a line without a fault says behind its =. Between double quotes \n is the end of a line. */
function valueOf(text: string): string {
  const [mark] = MARK.exec(text) ?? [];
  if (mark === undefined) return text.replace(/(^|\s+)#.*$/s, "");
  const value = text.slice(1, text.indexOf(mark, 1));
  return mark === '"' ? value.replaceAll("\\n", "\n") : value;
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
