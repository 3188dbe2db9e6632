/** What a run of `sync` may use of the world, and what it is asked to do. */

import type { HttpSend } from "../ask/exchange.ts";
import type { Connection } from "../endpoint/connection.ts";
import type { Log } from "../log.ts";
import type { Progress } from "../progress.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { Holder } from "../lease/holder.ts";

export interface SyncDeps {
  readonly connections: readonly Connection[];
  readonly warehouse: Warehouse;
  readonly send: HttpSend;
  /** Throws ConfigError if this machine's clock is wrong; called once each vendor has said who it is. Default: trusted. */
  readonly refuseSkew?: ((warehouse: Warehouse) => Promise<void>) | undefined;
  /** Resolves early once `signal` is aborted. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Unique and sorted by time. */
  readonly newId: () => string;
  readonly log: Log;
  readonly progress: Progress;
  /** Does the work again and again until the function it returns is called. */
  readonly every: (ms: number, work: () => void) => () => void;
  /** Who is syncing, for other runs to see; null where nobody else can be, and where `now` is not the warehouse's. */
  readonly holder: Holder | null;
  readonly loaderVersion: string;
  /** Aborted when the operator asks to stop. */
  readonly signal?: AbortSignal | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}
