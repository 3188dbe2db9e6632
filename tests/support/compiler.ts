/**
 * The Dataform compiler without its command line: the same @dataform/core over the same files, in a
 * context of its own and without the sandbox that takes most of the command's time. Edits are laid over
 * the files, so that a mutated project needs no copy. The graph is the command's own; a test compares.
 */

import { readFileSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";

import protobuf from "protobufjs";

import { projectFiles } from "./files.ts";
import { type CompiledGraph } from "./graph.ts";

type Module = { exports: Record<string, unknown> };
type Require = (name: string) => unknown;
type Wrapped = (exports: unknown, require: Require, module: Module) => void;

/** New texts of files, by their path from the project's root. */
export type Edits = Readonly<Record<string, string>>;

const CORE = "node_modules/@dataform/core";
const PARTS = /^(definitions|includes)\/.*|^workflow_settings\.yaml$/;

/** Compiles the project of the working directory with some files edited. Throws with the compiler's words. */
export function compileEdited(edits: Edits = {}): CompiledGraph {
  const root = process.cwd();
  const messages = protocol();
  const request = messages.lookupType("dataform.CoreExecutionRequest");
  const filePaths = projectFiles(PARTS);
  const compileConfig = {
    projectDir: root,
    filePaths,
    projectConfigOverride: { defaultDatabase: "local" },
  };
  const bytes = request.encode(request.fromObject({ compile: { compileConfig } })).finish();

  const context = createContext();
  const load = loader(root, edits, context);
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
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  return graph;
}

function createContext(): vm.Context {
  const context = vm.createContext({ Buffer });
  vm.runInContext("globalThis.global = globalThis", context);
  return context;
}

/** Requires modules as the command does: a name that is not relative stands for a path from the root. */
function loader(root: string, edits: Edits, context: vm.Context): Require {
  const modules = new Map<string, Module>();
  const requireFrom = (folder: string): Require => {
    return (name) => {
      const file = name === "@dataform/core" ? path.join(root, CORE, "bundle.js") : resolve(name);
      const known = modules.get(file);
      if (known !== undefined) return known.exports;
      const text = edits[path.relative(root, file)] ?? textOf(file);
      const run = wrapped(file, text).runInContext(context) as Wrapped;
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
const texts = new Map<string, string>();

function textOf(file: string): string {
  const text = texts.get(file) ?? readFileSync(file, "utf8");
  texts.set(file, text);
  return text;
}

/** A file as JavaScript, compiled once for each of its texts. */
function wrapped(file: string, text: string): vm.Script {
  const key = `${file}\n${text}`;
  const isCore = file.includes(CORE);
  const code = scripts.has(key) || isCore ? text : toJavaScript(text, file);
  const script =
    scripts.get(key) ??
    new vm.Script(`(function (exports, require, module) {${code}\n})`, { filename: file });
  scripts.set(key, script);
  return script;
}

let compiler: ((code: string, file: string) => string) | null = null;

function toJavaScript(text: string, file: string): string {
  if (compiler === null) {
    const core = loader(process.cwd(), {}, createContext())("@dataform/core");
    compiler = (core as { readonly compiler: typeof compiler }).compiler;
  }
  if (compiler === null) throw new Error("@dataform/core has no compiler");
  return compiler(text, file);
}

let root: protobuf.Root | null = null;

function protocol(): protobuf.Root {
  if (root !== null) return root;
  root = new protobuf.Root();
  root.resolvePath = (_origin, target) => path.join(CORE, path.basename(target));
  return root.loadSync(["core.proto"], { keepCase: false });
}
