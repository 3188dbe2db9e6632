/** Files and folders that a command writes where the operator says. */

import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, expect, it } from "@jest/globals";

import { ConfigError } from "../../../ingest/errors.ts";
import type { Form } from "../../../cli/shared/replaceable.ts";
import { makeFolder, mayWrite, writeFile as writeForm } from "../../../cli/shared/write_file.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-folders-"));
const inside = (name: string) => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

/** A file that has been written before. */
const OLD: Form = { what: "old file", begins: /^old$/ };
const writeFile = (file: string, content: string) => writeForm(file, content, OLD);

it("- is not made a file of that name", () => {
  expect(() => writeFile("-", "new")).toThrow(ConfigError);
  expect(() => mayWrite("-", OLD)).toThrow(/^- is not taken for standard output: name a place/);
  expect(() => makeFolder("-")).toThrow(/^- is not taken for standard output/);
  expect(existsSync("-")).toBe(false);
});

it("a file is replaced whole, for its owner's eyes alone", () => {
  writeFileSync(inside("report"), "old", { mode: 0o644 });
  writeFile(inside("report"), "new");
  expect(readFileSync(inside("report"), "utf8")).toBe("new");
  expect(statSync(inside("report")).mode & 0o777).toBe(0o600);
});

it.each<readonly [title: string, place: () => string, message: RegExp]>([
  ["a folder", () => folder, /is a folder: name a file in it/],
  ["a folder with a slash after it", () => `${folder}/`, /is a folder: name a file in it/],
  ["a link to a file", () => link("to_a_file", inside("report")), /is a symbolic link/],
  ["a link to nothing", () => link("to_nothing", inside("gone")), /is a symbolic link/],
  ["a link to a folder", () => link("to_a_folder", folder), /is a folder/],
  ["a link to itself", () => link("loop", inside("loop")), /cannot be written: check that/],
  ["below a file", () => inside("report/x"), /cannot be written: check that/],
  ["a name that is too long", () => inside("x".repeat(300)), /cannot be written: check that/],
  ["below nothing", () => inside("gone/x"), /cannot be written: check that/],
  ["below what nobody can write", () => "/proc/x", /cannot be written: check that/],
])("%s gets one sentence, and everything is as it was", (_title, place, message) => {
  writeFileSync(inside("report"), "old");
  const file = place();
  const before = readdirSync(folder);
  expect(() => writeFile(file, "new")).toThrow(ConfigError);
  expect(() => writeFile(file, "new")).toThrow(message);
  expect(readdirSync(folder)).toEqual(before);
  expect(readFileSync(inside("report"), "utf8")).toBe("old");
  expect(existsSync(inside("gone"))).toBe(false);
});

it("what stands for standard output is written into or refused, never replaced", () => {
  const place = link("stdout", "/proc/self/fd/1");
  try {
    writeFile(place, "");
  } catch (error) {
    expect(String(error)).toMatch(/is a symbolic link|cannot be written/);
  }
  expect(readlinkSync(place)).toBe("/proc/self/fd/1");
});

function link(name: string, target: string): string {
  symlinkSync(target, inside(name));
  return inside(name);
}

it("folders are made with those above them, and found the next time", () => {
  const deep = path.join(folder, "a/b/c");
  makeFolder(deep);
  makeFolder(deep);
  expect(statSync(deep).isDirectory()).toBe(true);
});

it("folders end below a file and below what nobody can write", () => {
  const file = path.join(folder, "file");
  writeFileSync(file, "");
  for (const place of [file, path.join(file, "x"), "/proc/x", "/proc/x/y"]) {
    expect(() => makeFolder(place)).toThrow(/ENOTDIR|EEXIST|ENOENT/);
  }
});
