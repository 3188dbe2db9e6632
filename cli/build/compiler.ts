/**
 * The Dataform compiler without its command line: the same @dataform/core over the same files, in a
 * context of its own and without the sandbox that takes most of the command's time. Edits are laid over
 * the files, so that a mutated project needs no copy. The graph is the command's own; a test compares.
 */

import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";

import protobuf from "protobufjs";

import { ConfigError } from "../../ingest/errors.ts";
import type { CompiledGraph } from "./graph.ts";
import { checkWorkflowSettings, SETTINGS } from "./workflow_settings.ts";

type Module = { exports: Record<string, unknown> };
type Require = (name: string) => unknown;
type Wrapped = (exports: unknown, require: Require, module: Module) => void;

/** New texts of files, by their path from the project's root. */
export type Edits = Readonly<Record<string, string>>;

const CORE = "node_modules/@dataform/core";

/**
 * Compiles the project in `root`, with some files edited, for a project of BigQuery or the local warehouse's. Throws
 * ConfigError with the compiler's words.
 */
export function compileProject(
  root: string,
  edits: Edits = {},
  projectId = "local",
): CompiledGraph {
  return compileWithFiles(root, edits, projectId).graph;
}

/** The same, and every file that was loaded for it, relative to the root. */
export function compileWithFiles(
  root: string,
  edits: Edits = {},
  projectId = "local",
): { readonly graph: CompiledGraph; readonly files: readonly string[] } {
  checkWorkflowSettings(root, edits[SETTINGS]);
  const messages = protocol(root);
  const request = messages.lookupType("dataform.CoreExecutionRequest");
  const filePaths = compiledFiles(root);
  const compileConfig = {
    projectDir: root,
    filePaths,
    projectConfigOverride: { defaultDatabase: projectId },
  };
  const bytes = request.encode(request.fromObject({ compile: { compileConfig } })).finish();

  const context = createContext();
  const loaded = new Map<string, Module>();
  const load = loader(root, edits, context, loaded);
  context["require"] = load;
  context["workflowSettingsYaml"] = load("./workflow_settings.yaml");
  const core = load("@dataform/core") as { readonly main: (request: string) => string };
  const answer = core.main(Buffer.from(bytes).toString("base64"));

  const response = messages.lookupType("dataform.CoreExecutionResponse");
  const { compile } = response.toObject(
    response.decode(Buffer.from(answer, "base64")),
    protobuf.util.toJSONOptions,
  ) as { readonly compile: { readonly compiledGraph: CompiledGraph } };
  const graph = compile.compiledGraph;
  const errors = graph.graphErrors?.compilationErrors ?? [];
  if (errors.length > 0) {
    throw new ConfigError(`The Dataform project does not compile:\n${linesOf(errors).join("\n")}`);
  }
  return { graph, files: [...loaded.keys()].map((file) => path.relative(root, file)) };
}

/**
 * A line for each message: what is wrong in an include is wrong in every model that asks for it, and what asks for such
 * a model has nothing to say while that is wrong.
 */
function linesOf(
  errors: readonly { readonly fileName?: string; readonly message: string }[],
): readonly string[] {
  const files = new Map<string, Set<string>>();
  const causes = errors.filter(({ message }) => !message.startsWith("Missing dependency detected"));
  for (const { fileName = "", message } of causes.length > 0 ? causes : errors) {
    files.set(message, (files.get(message) ?? new Set()).add(fileName));
  }
  return [...files].map(([message, [first = "", ...others]]) => {
    // What is wrong with a setting says so itself, and not in a model.
    if (message.startsWith(`${SETTINGS}: `)) return message;
    const beside = others.length === 0 ? "" : ` and ${others.length} more`;
    return `${first}${beside}: ${message}`;
  });
}

/**
 * Everything that a compilation reads of the project, relative to its root, sorted. Hidden files are none of it, as the
 * command has it: editors put their locks there. Throws ConfigError for what is no file.
 */
export function compiledFiles(root: string): readonly string[] {
  return [...filesBelow(root, "definitions"), ...filesBelow(root, "includes"), SETTINGS].sort();
}

function filesBelow(root: string, folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    if (entry.name.startsWith(".")) return [];
    if (entry.isDirectory()) return filesBelow(root, file);
    const isFile = statSync(path.join(root, file), { throwIfNoEntry: false })?.isFile() ?? false;
    if (!isFile) throw new ConfigError(`${file} is no file, and leads to none: remove it.`);
    return [file];
  });
}

function createContext(): vm.Context {
  const context = vm.createContext({ Buffer });
  vm.runInContext("globalThis.global = globalThis", context);
  return context;
}

/** Requires modules as the command does: a name that is not relative stands for a path from the root. */
function loader(
  root: string,
  edits: Edits,
  context: vm.Context,
  modules = new Map<string, Module>(),
): Require {
  const requireFrom = (folder: string): Require => {
    return (name) => {
      const file = name === "@dataform/core" ? path.join(root, CORE, "bundle.js") : resolve(name);
      const known = modules.get(file);
      if (known !== undefined) return known.exports;
      const text = edits[path.relative(root, file)] ?? readFileSync(file, "utf8");
      const run = wrapped(root, file, text).runInContext(context) as Wrapped;
      const module: Module = { exports: {} };
      modules.set(file, module);
      run(module.exports, requireFrom(path.dirname(file)), module);
      return module.exports;
    };
    function resolve(name: string): string {
      const base = name.startsWith(".") ? folder : root;
      const file = path.resolve(base, name);
      return path.extname(file) === "" ? `${file}.js` : file;
    }
  };
  return requireFrom(root);
}

const scripts = new Map<string, vm.Script>();

/** A file as JavaScript, compiled once for each of its texts. */
function wrapped(root: string, file: string, text: string): vm.Script {
  const key = `${file}\n${text}`;
  const isCore = file.includes(CORE);
  const code = scripts.has(key) || isCore ? text : toJavaScript(root, text, file);
  const script =
    scripts.get(key) ??
    new vm.Script(`(function (exports, require, module) {${code}\n})`, { filename: file });
  scripts.set(key, script);
  return script;
}

let compiler: ((code: string, file: string) => string) | null = null;

function toJavaScript(root: string, text: string, file: string): string {
  if (compiler === null) {
    const core = loader(root, {}, createContext())("@dataform/core");
    compiler = (core as { readonly compiler: typeof compiler }).compiler;
  }
  if (compiler === null) throw new Error("@dataform/core has no compiler");
  return compiler(text, file);
}

let messages: protobuf.Root | null = null;

function protocol(root: string): protobuf.Root {
  if (messages !== null) return messages;
  messages = new protobuf.Root();
  messages.resolvePath = (_origin, target) => path.join(root, CORE, path.basename(target));
  return messages.loadSync(["core.proto"], { keepCase: false });
}
