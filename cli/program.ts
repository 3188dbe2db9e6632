/** The verbs, and which exit code each end gets. Prints only through the context. */

import { Command as Program, CommanderError } from "commander";

import { errorMessage, limitReached } from "../ingest/error_facts.ts";
import { ConfigError, isSpendError } from "../ingest/errors.ts";
import { withoutKeys } from "../ingest/key_shapes.ts";
import { nearest } from "../ingest/nearest.ts";
import { loaderVersion } from "../ingest/version.ts";
import { alerts } from "./alerts/command.ts";
import { build } from "./build/command.ts";
import { demo } from "./demo/command.ts";
import { diff } from "./diff/command.ts";
import { doctor } from "./doctor/command.ts";
import { exportFocus } from "./export/command.ts";
import { importFile } from "./import/command.ts";
import { init } from "./init/command.ts";
import { lookerLink } from "./looker_link/command.ts";
import { mcp } from "./mcp/command.ts";
import { owners } from "./owners/command.ts";
import { query } from "./query/command.ts";
import { questions } from "./questions/command.ts";
import { report } from "./report/command.ts";
import type { CommandContext } from "./shared/context.ts";
import { visible } from "./shared/visible.ts";
import type { Verb } from "./shared/verb.ts";
import { status } from "./status/command.ts";
import { sync } from "./sync/command.ts";
import { trace } from "./trace/command.ts";
import { warehouse } from "./warehouse/command.ts";

const USAGE_ERROR = 2;
const CRASH = 70;

/**
 * Runs the program over `argv` (without node and script) and returns the exit code. `loadSettings` is called before
 * a verb, but for those that look at the settings themselves. No key reaches standard error, and nothing that a terminal obeys.
 */
export async function main(
  argv: readonly string[],
  given: CommandContext,
  loadSettings: (signal: AbortSignal) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  const stderr = (text: string) => given.stderr(visible(withoutKeys(text)));
  const context = { ...given, stderr };
  let exitCode = 0;
  const call: Call = async (verb, options) => {
    if (verb.looksAtSettings !== true) await loadSettings(context.signal);
    exitCode = await verb.run(options as never, context);
  };
  try {
    const root = program(call, context);
    refuseUnknownHelp(root, argv);
    await root.parseAsync(argv.map(notAnOption), { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_ERROR;
    return tell(error, given.stderr);
  }
}

/** Says what ended the program, and returns its exit code: also for what was thrown where nobody waits for it. */
export function tell(error: unknown, write: (text: string) => void): number {
  const stderr = (text: string) => write(visible(withoutKeys(text)));
  const limit = limitReached(errorMessage(error));
  const known = isSpendError(error) || limit === null ? error : new ConfigError(limit);
  if (isSpendError(known)) {
    stderr(`${known.message}\n`);
    return known.exitCode;
  }
  stderr(`A fault in ai-spend itself; please report it. ${stackOf(error)}\n`);
  return CRASH;
}

/** Every verb, in the order of the help. */
export const VERBS: readonly Verb<never>[] = [
  init,
  doctor,
  sync,
  importFile,
  owners,
  build,
  diff,
  query,
  questions,
  trace,
  mcp,
  status,
  alerts,
  report,
  lookerLink,
  exportFocus,
  warehouse,
  demo,
];

/** SQL may begin with a comment, which looks like an option. */
function notAnOption(argument: string): string {
  return /^--(\s|.*\n)/.test(argument) ? ` ${argument}` : argument;
}

type Call = (verb: Verb<never>, options: object) => Promise<void>;

function program(call: Call, { stdout, stderr }: CommandContext): Program {
  const root = new Program("ai-spend")
    .description(
      "What did we spend on AI, on which key, by whom: to the cent, and provably all of it.",
    )
    .enablePositionalOptions()
    .version(loaderVersion(), "--version", "print the version")
    .exitOverride()
    .configureOutput({
      writeOut: stdout,
      writeErr: stderr,
      outputError: (text, write) => write(sentence(text)),
    });
  for (const verb of VERBS) {
    const declared = verb.declare(root.command(verb.name).allowExcessArguments(false));
    declared.action(() => {
      refuseEmpty(declared);
      return call(verb, { ...argumentsOf(declared), ...declared.opts() });
    });
  }
  return root;
}

/** Commander answers `help` of no verb with the usage of all. Throws ConfigError. */
function refuseUnknownHelp({ commands }: Program, [help, verb]: readonly string[]): void {
  const names = commands.map((command) => command.name());
  if (help !== "help" || verb === undefined || /^-/.test(verb) || [...names, help].includes(verb))
    return;
  const meant = nearest(verb, names);
  const hint = meant === null ? "" : ` (Did you mean ${meant}?)`;
  throw new ConfigError(`Unknown command '${verb}'${hint}; see ai-spend --help.`);
}

/** What was given for each argument, by its name. */
function argumentsOf({ registeredArguments, processedArgs }: Program): object {
  return Object.fromEntries(
    registeredArguments.map((argument, index) => [argument.name(), processedArgs[index]]),
  );
}

/** An empty value names nothing: a variable of a script that was not set. Throws ConfigError. */
function refuseEmpty(declared: Program): void {
  const { registeredArguments, processedArgs, options } = declared;
  const given: readonly Given[] = [
    ...registeredArguments.map((argument, index) => ({
      what: `The ${argument.name()}`,
      value: processedArgs[index] as unknown,
      form: argument.description,
      mayMiss: !argument.required,
    })),
    ...options.map((option) => ({
      what: option.long ?? option.flags,
      value: declared.getOptionValue(option.attributeName()) as unknown,
      form: /<(.*)>/.exec(option.flags)?.[1] ?? "",
      mayMiss: !option.mandatory,
    })),
  ];
  const empty = given.find(({ value }) => typeof value === "string" && value.trim() === "");
  if (empty === undefined) return;
  const form = empty.form === "" ? "" : ` (${empty.form})`;
  const remedy = empty.mayMiss ? ", or leave it out" : "";
  throw new ConfigError(`${empty.what} is empty: give it a value${form}${remedy}.`);
}

interface Given {
  /** As the operator knows it. */
  readonly what: string;
  readonly value: unknown;
  /** What a value is, in a word or a few. */
  readonly form: string;
  readonly mayMiss: boolean;
}

/** Commander's "error: unknown option '--fro'\n(Did you mean --from?)" on one line, with the remedy. */
function sentence(text: string): string {
  const said = text
    .trim()
    .replace(/^error: /, "")
    .replaceAll("\n", " ")
    .replace(/\.$/, "");
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}; see ai-spend --help.\n`;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
