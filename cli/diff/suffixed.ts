/** A copy of a project for the Dataform CLI that reads landed tables with a suffix, and none of Google's own. */

import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { parse, stringify } from "yaml";

import { compileProject } from "../build/compiler.ts";

export interface SuffixedOptions {
  /** Folder of the project. */
  readonly from: string;
  /** Folder whose packages hold Dataform's core. */
  readonly installed: string;
  readonly folder: string;
  readonly suffix: string;
}

const SETTINGS = "workflow_settings.yaml";
const SOURCES = "definitions/sources";
const LANDED = /schema: "ai_raw"/g;
/** Settings that name tables of Google's. */
const GOOGLES = /^gcp_\w*(exports|logs)$/;

/** The CLI reads nothing outside of the folder, links included, so its core is copied along. */
export function suffixedProject({ from, installed, folder, suffix }: SuffixedOptions): void {
  const copy = (root: string, part: string) =>
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  ["definitions", "includes", SETTINGS].forEach((part) => copy(from, part));
  ["node_modules/@dataform/core", "package.json"].forEach((part) => copy(installed, part));
  for (const name of readdirSync(path.join(folder, SOURCES))) {
    const file = path.join(folder, SOURCES, name);
    const text = readFileSync(file, "utf8");
    writeFileSync(
      file,
      text.replaceAll(LANDED, () => `schema: "ai_raw_${suffix}"`),
    );
  }
  const file = path.join(folder, SETTINGS);
  const settings = parse(readFileSync(file, "utf8")) as { vars?: Record<string, string> };
  const vars = Object.entries(settings.vars ?? {}).map(
    ([name, value]) => [name, GOOGLES.test(name) ? "" : value] as const,
  );
  writeFileSync(file, stringify({ ...settings, vars: Object.fromEntries(vars) }));
}

/** The first action that still reads `ai_raw` itself; null if none does. Throws ConfigError if it does not compile. */
export function readsElsewhere(folder: string): string | null {
  const { tables, assertions } = compileProject(folder);
  const found = [...tables, ...assertions].find(({ query }) => query.includes("`local.ai_raw."));
  return found?.target.name ?? null;
}
