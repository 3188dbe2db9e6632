/** The part of the project that reads the audit log, as a project of its own: it compiles in a moment. */

import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { compileProject } from "../../../../cli/build/compiler.ts";
import { projectFiles } from "../../../support/files.ts";
import type { CompiledGraph } from "../../../support/graph.ts";
import { lawsOf } from "../../../support/violation_check.ts";

const PARTS = [
  /^definitions\/.*\/(src_google|stg_google__(audit|request)|int_vertex__audit|law_vertex_calls)/,
  /^definitions\/.*\/(draft_)?claude_code_(audit_logs|daily_usage)/,
  /^includes\//,
  /^(workflow_settings\.yaml|package\.json)$/,
];

/** Gates ask the laws of the part; what the others look at is not there. The log alone says up to when data speak. */
const LAWS = `
const inPart = ["law_vertex_calls_are_counted_once", "law_vertex_calls_every_entry_is_classified"];
const rows = (ctx, law) => "from " + ctx.ref(law + "_rows");
Object.keys(laws.OF_VENDOR.vertex).forEach((law) => {
  const nothing = "select 1 as broken from unnest(array<int64>[]) as none";
  assert(law, { schema: "ai_spend_assertions" }).query((ctx) =>
    inPart.includes(law) ? "select * " + rows(ctx, law) : nothing,
  );
});
publish("as_of", { type: "view", schema: "ai_staging" }).query(
  (ctx) => "select max(logged_at) as as_of from " + ctx.ref("stg_google__audit_entries"),
);
publish("int_everyone__vendor_laws", { type: "table", schema: "ai_staging" }).query((ctx) =>
  inPart
    .map((law) => "select 'vertex' as domain, '" + law + "' as law, count(*) as broken_rows " + rows(ctx, law))
    .join(" union all "),
);
`;

/** Copies it into a folder and returns that. */
export function copyCallsProject(): string {
  const root = mkdtempSync(path.join(os.tmpdir(), "vertex-calls-"));
  const [core, cli] = ["node_modules/@dataform/core", "node_modules/@dataform/cli"];
  // The compiler reads nothing outside of the project; the CLI itself may stay where it is.
  for (const file of [...projectFiles(...PARTS), core]) {
    cpSync(file, path.join(root, file), { recursive: true });
  }
  writeFileSync(path.join(root, "definitions/laws_of_the_part.js"), LAWS);
  symlinkSync(path.resolve(cli), path.join(root, cli));
  return root;
}

const compiled = new Map<string, CompiledGraph>();

/** The graph of the calls under other settings, compiled once for each; `project` is what `copyCallsProject` made. */
export function compileCalls(
  project: string,
  vars: Readonly<Record<string, string>>,
): CompiledGraph {
  const key = JSON.stringify([project, vars]);
  const known = compiled.get(key) ?? compileAnew(project, vars);
  compiled.set(key, known);
  return known;
}

function compileAnew(project: string, vars: Readonly<Record<string, string>>): CompiledGraph {
  const settings = Object.entries(vars).reduce(
    (text, [name, value]) =>
      text.replace(new RegExp(`^  ${name}: .*$`, "m"), `  ${name}: "${value}"`),
    readFileSync("workflow_settings.yaml", "utf8"),
  );
  const graph = compileProject(project, { "workflow_settings.yaml": settings });
  const read = new Set(
    graph.tables.flatMap(({ dependencyTargets = [] }) => dependencyTargets.map(({ name }) => name)),
  );
  return {
    ...graph,
    assertions: lawsOf(graph),
    declarations: graph.declarations.filter(({ target }) => read.has(target.name)),
  };
}
