/** The project with a planted bug in it. */

import { readFileSync } from "node:fs";

import { expect } from "@jest/globals";

import { compileProject } from "../../../cli/build/compiler.ts";
import type { CompiledGraph } from "../../support/graph.ts";
import type { Mutation } from "./mutation.ts";

/** Compiles the project with one edit in it, whose text must stand exactly once in its file. */
export function mutatedGraph({ file, find, replace }: Mutation): CompiledGraph {
  const text = readFileSync(file, "utf8");
  expect(text.split(find)).toHaveLength(2);
  return compileProject(process.cwd(), { [file]: text.replace(find, () => replace) });
}
