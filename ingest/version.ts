/** The version of this program, as package.json says. */

import { readFileSync } from "node:fs";
import path from "node:path";

import { z } from "zod";

import { projectRoot } from "./project_root.ts";

export function loaderVersion(): string {
  const text = readFileSync(path.join(projectRoot(), "package.json"), "utf8");
  return z.looseObject({ version: z.string() }).parse(JSON.parse(text)).version;
}
