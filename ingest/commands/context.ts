/** What a command may use of the world. */

import { type Log } from "../log.ts";
import { type Progress } from "../progress.ts";

export interface CommandContext {
  /** For results. */
  readonly stdout: (text: string) => void;
  /** For progress and warnings. */
  readonly stderr: (text: string) => void;
  readonly log: Log;
  readonly progress: Progress;
  /** Aborted when the operator asks to stop. */
  readonly signal: AbortSignal;
}

/** Returns the exit code; throws one of the errors of errors.ts. */
export type Command<Options> = (options: Options, context: CommandContext) => Promise<number>;
