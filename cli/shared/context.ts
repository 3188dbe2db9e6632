/** What a command may use of the world. */

import type { Log } from "../../ingest/log.ts";
import type { Progress } from "../../ingest/progress.ts";

/** Where an operator sits. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

export interface CommandContext {
  /** For results. */
  readonly stdout: (text: string) => void;
  /** Resolves when all that was handed to `stdout` was taken; rejects if it could not be written. */
  readonly flushed?: () => Promise<void>;
  /** For progress and warnings. */
  readonly stderr: (text: string) => void;
  readonly log: Log;
  readonly progress: Progress;
  /** For questions; null or left out if nobody is there to answer. */
  readonly terminal?: Terminal | null;
  /** Aborted when the operator asks to stop. */
  readonly signal: AbortSignal;
}

/** Returns the exit code; throws one of the errors of errors.ts. */
export type Command<Options> = (options: Options, context: CommandContext) => Promise<number>;
