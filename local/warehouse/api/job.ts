/** One job, from its start on. */

import type { LoadOutcome } from "../load/load.ts";
import type { ScriptOutcome } from "../statements/script.ts";
import type { ApiError } from "../store/api_error.ts";

export interface Job {
  readonly id: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  endedAt: number | null;
  outcome: ScriptOutcome | LoadOutcome | null;
  error: ApiError | null;
  /** True once its rows have made room for newer ones. */
  rowsDropped: boolean;
  /** Resolves when the job has ended, whichever way. */
  ended: Promise<void>;
  /** Ends a query that changes nothing; any other job goes on to its end. */
  readonly abandon: () => void;
}
