/** The Dataform CLI's own compilation, to compare with. */

import { execFileSync } from "node:child_process";
import path from "node:path";

import type { CompiledGraph } from "../../cli/build/graph.ts";

/** The graph as the unmodified Dataform CLI compiles it. Throws with the compiler's words. */
export function compileWithCli(root: string): CompiledGraph {
  const cli = path.resolve("node_modules/@dataform/cli/bundle.js");
  const args = [cli, "compile", root, "--json", "--default-database", "local"];
  const output = execFileSync(process.execPath, args, {
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const graph = JSON.parse(output) as CompiledGraph;
  const errors = graph.graphErrors?.compilationErrors ?? [];
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  return graph;
}
