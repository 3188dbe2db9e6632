/** The verbs, their options, and which exit code each end gets. Prints only through the context. */

import { Command as Program, CommanderError, Option } from "commander";

import { type Command, type CommandContext } from "./context.ts";
import { isSpendError } from "../ingest/errors.ts";
import { FORMATS, type Format } from "./output.ts";

const USAGE_ERROR = 2;
const CRASH = 70;

/**
 * Runs the program over `argv` (without node and script) and returns the exit code. `loadSettings` is called before
 * a command, but for those that look at the settings themselves.
 */
export async function main(
  argv: readonly string[],
  context: CommandContext,
  loadSettings: () => void = () => undefined,
): Promise<number> {
  let exitCode = 0;
  const look: Run = async (command, options) => {
    exitCode = await command(options, context);
  };
  const run: Run = (command, options) => {
    loadSettings();
    return look(command, options);
  };
  try {
    await program({ run, look }, context).parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_ERROR;
    if (isSpendError(error)) {
      context.stderr(`${error.message}\n`);
      return error.exitCode;
    }
    context.stderr(`A fault in ai-spend itself; please report it. ${stackOf(error)}\n`);
    return CRASH;
  }
}

type Run = <Options>(command: Command<Options>, options: Options) => Promise<void>;

/** Each command is imported when it is called, so that `--help` does not load a database. */
function program(
  { run, look }: { run: Run; look: Run },
  { stdout, stderr }: CommandContext,
): Program {
  const root = new Program("ai-spend")
    .description(
      "What did we spend on AI, on which key, by whom: to the cent, and provably all of it.",
    )
    .exitOverride()
    .configureOutput({
      writeOut: stdout,
      writeErr: stderr,
      outputError: (text, write) => write(sentence(text)),
    });
  const verb = (name: string, description: string) =>
    root.command(name).description(description).allowExcessArguments(false);
  const format = () => new Option("--format <format>").choices([...FORMATS]).default("table");

  verb(
    "init",
    "ask for keys and warehouse, and write them to a file that only you can read",
  ).action(async () => look((await import("./init/command.ts")).init, {}));
  verb("doctor", "look at keys, rights, network, clock, disk and settings, and say what to do")
    .addOption(format())
    .action(async (options: { format: Format }) =>
      look((await import("./doctor/command.ts")).doctor, options),
    );
  verb("sync", "ask the vendors and land what they say")
    .option("--source <names>", "comma-separated; default: all that have a key")
    .option("--from <date>", "first UTC day, YYYY-MM-DD")
    .option("--to <date>", "UTC day after the last one, YYYY-MM-DD")
    .action(async (options: { source?: string; from?: string; to?: string }) =>
      run((await import("./sync.ts")).sync, options),
    );
  verb("import", "land a file that a person made or a vendor exported, all its rows or none")
    .argument("<kind>", "api-key-owners, people, seats, invoices, gcp-billing-export, …")
    .argument("<file>", "CSV with a header; NDJSON, also .gz, for Google's exports")
    .option("--from <date>", "first day of a vendor's export that has no dates, YYYY-MM-DD")
    .option("--to <date>", "day after the last one of that export, YYYY-MM-DD")
    .option("--organization <id>", "the vendor's id of the organization that the export is of")
    .action(
      async (
        kind: string,
        file: string,
        options: { from?: string; to?: string; organization?: string },
      ) => run((await import("./import.ts")).importCommand, { kind, file, ...options }),
    );
  verb("owners", "write the list of keys that nobody owns, to fill in and import")
    .argument("<what>", "template")
    .option("--out <file>", "default: standard output")
    .action(async (what: string, options: { out?: string }) =>
      run((await import("./owners/command.ts")).owners, { what, ...options }),
    );
  verb("build", "run every model and every law")
    .option("--full-refresh", "build incremental tables anew")
    .option("--all", "build also what cannot come out different")
    .action(async (options: { fullRefresh?: boolean; all?: boolean }) =>
      run((await import("./build/command.ts")).build, options),
    );
  verb("query", "run one GoogleSQL query, all rows")
    .argument("<sql>")
    .addOption(format())
    .action(async (sql: string, options: { format: Format }) =>
      run((await import("./query.ts")).query, { sql, ...options }),
    );
  verb("status", "say what the numbers rest on, and what deserves a look")
    .addOption(format())
    .option("--cost", "instead, what a daily build reads and costs, action by action, by dry runs")
    .action(async (options: { format: Format; cost?: boolean }) =>
      options.cost === true
        ? run((await import("./status/cost_command.ts")).statusCost, options)
        : run((await import("./status/command.ts")).status, options),
    );
  verb("alerts", "write one JSON line for each event that deserves a look, once per event")
    .option("--digest", "instead, a text of all that is open, with names; remembers nothing")
    .action(async (options: { digest?: boolean }) =>
      run((await import("./alerts/command.ts")).alerts, options),
    );
  verb("report", "write one HTML file with charts, filters and tables that needs nothing else")
    .option("--out <file>", "where to write it", "report.html")
    .option("--from <date>", "first day, YYYY-MM-DD; default: the first day with a cost")
    .option("--to <date>", "day after the last one, YYYY-MM-DD; default: all days")
    .option("--pseudonyms", "write person-01 and so on in the place of people's names")
    .action(async (options: { out: string; from?: string; to?: string; pseudonyms?: boolean }) =>
      run((await import("./report/command.ts")).report, options),
    );
  verb(
    "looker-link",
    "print the address that opens a Looker Studio report over this project's views",
  )
    .option("--project <id>", "default: GOOGLE_CLOUD_PROJECT")
    .option("--template <id>", "a report to copy, whose data sources have the aliases ds0 to ds4")
    .action(async (options: { project?: string; template?: string }) =>
      run((await import("./looker_link/command.ts")).lookerLinkCommand, options),
    );
  verb("export", "write the charges as FOCUS files, a CSV and a Parquet for each billing month")
    .argument("<what>", "focus")
    .requiredOption("--out <folder>", "where to write them; made if it is not there")
    .option("--version <version>", "of the specification: 1.4 or 1.2", "1.4")
    .option("--from <date>", "a day of the first billing month, YYYY-MM-DD; default: the first")
    .option("--to <date>", "day after the last one asked for, YYYY-MM-DD; default: all months")
    .action(
      async (what: string, options: { out: string; version: string; from?: string; to?: string }) =>
        run((await import("./export/command.ts")).exportCommand, { what, ...options }),
    );
  verb("warehouse", "serve the local warehouse to any BigQuery client until stopped").action(
    async () => run((await import("./warehouse.ts")).warehouse, {}),
  );
  verb("demo", "an invented organization with known truth, from its API to proven totals").action(
    async () => run((await import("./demo/command.ts")).demo, {}),
  );
  return root;
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
