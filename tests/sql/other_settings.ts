/** The project's graph under other `vars` of workflow_settings.yaml than it comes with. */

import { readFileSync } from "node:fs";

import { parse, stringify } from "yaml";

import { compileProject } from "../../cli/build/compiler.ts";
import type { CompiledGraph } from "../support/graph.ts";

const SETTINGS = "workflow_settings.yaml";

const compiled = new Map<string, CompiledGraph>();

/** Compiled once for the same vars. Throws what the compilation throws, such as for a value that means nothing. */
export function compileWith(vars: Readonly<Record<string, string>>): CompiledGraph {
  const key = JSON.stringify(vars);
  const known = compiled.get(key) ?? compileAnew(vars);
  compiled.set(key, known);
  return known;
}

function compileAnew(vars: Readonly<Record<string, string>>): CompiledGraph {
  const settings = parse(readFileSync(SETTINGS, "utf8")) as { readonly vars: object };
  const changed = stringify({ ...settings, vars: { ...settings.vars, ...vars } });
  return compileProject(process.cwd(), { [SETTINGS]: changed });
}
