/** What a verb says of itself before anything of it is loaded, so that `--help` loads no database. */

import { type Command as Declaration, Option } from "commander";

import type { Command } from "./context.ts";
import { type Format, FORMATS } from "./format.ts";

export interface Verb<Options> {
  readonly name: string;
  /** Adds description, arguments and options; their names are those of `Options`. */
  readonly declare: (verb: Declaration) => Declaration;
  /** Imports what the verb needs when it is called. Returns the exit code. */
  readonly run: Command<Options>;
  /** True if the verb looks at the file of settings itself; for the others it is read before they run. */
  readonly looksAtSettings?: boolean;
}

/** How query results are written, as several verbs let the operator choose. */
export function formatOption(): Option {
  return new Option("--format <format>").choices([...FORMATS]).default("table" satisfies Format);
}
