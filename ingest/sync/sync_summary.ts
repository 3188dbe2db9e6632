/** What a run of `sync` did, counted as it goes. */

import { sumDecimals } from "../money/decimal_sum.ts";
import type { SpendError } from "../errors.ts";
import type { Landing } from "../land/landing.ts";
import type { Shrunk } from "./restatements.ts";
import type { Walk } from "../walk/walk.ts";

export interface EndpointSummary {
  readonly connection: string;
  readonly endpoint: string;
  readonly walks: number;
  readonly pages: number;
  readonly rows: number;
  /** Walks whose answer was already landed word for word. */
  readonly same: number;
  /** Exact decimal text in `unit`; null where the endpoint has no money. */
  readonly amount: string | null;
  readonly unit: string | null;
}

export interface SyncSummary {
  readonly runId: string;
  readonly isResumed: boolean;
  /** Walks that the interrupted run had completed. */
  readonly walksKept: number;
  readonly walks: number;
  readonly pages: number;
  readonly rows: number;
  readonly same: number;
  readonly endpoints: readonly EndpointSummary[];
  readonly shrunk: readonly Shrunk[];
  /** Fields that the vendor sends and no schema knows, each once, the first few of them. */
  readonly unknownFields: readonly string[];
  /** How many more there were. */
  readonly moreUnknownFields: number;
  /** Fields that nothing reads and that are missing or of another type than documented, and how many times. */
  readonly changedFields: readonly { readonly field: string; readonly times: number }[];
  /** What cannot be had and is no failure, each a sentence. */
  readonly notes: readonly string[];
  readonly firstSyncs: readonly FirstSync[];
  /** What is missing, most urgent first: the command ends with the first one's exit code. */
  readonly failures: readonly SpendError[];
}

/** A connection of which nothing was landed before, asked without `--from`. */
export interface FirstSync {
  readonly connection: string;
  /** First UTC day of its costs. */
  readonly firstDay: string;
  /** First day of the last month that is over. */
  readonly wholeMonthsFrom: string;
}

export interface Tally {
  landed(connection: string, walk: Walk, landing: Landing): void;
  kept(walks: number): void;
  begun(first: FirstSync): void;
  shrunk(found: readonly Shrunk[]): void;
  /** True the first time, for the first few. */
  unknownField(field: string): boolean;
  changedField(field: string): void;
  /** True the first time. */
  noted(sentence: string): boolean;
  failed(error: SpendError): void;
  /** Most urgent first. */
  failures(): readonly SpendError[];
  summary(run: { readonly runId: string; readonly isResumed: boolean }): SyncSummary;
}

/** What the operator must do comes first, then what the vendor broke, then what time may heal. */
const URGENCY: readonly number[] = [1, 2, 65, 75];

/** A vendor that keeps values under names of their own may send any number of new ones. */
const FIELDS_NAMED = 20;

export function createTally(): Tally {
  const endpoints = new Map<string, EndpointSummary>();
  const shrunk: Shrunk[] = [];
  const unknownFields = new Set<string>();
  const changedFields = new Map<string, number>();
  const notes = new Set<string>();
  const failures: SpendError[] = [];
  const firstSyncs: FirstSync[] = [];
  let walksKept = 0;

  return {
    landed(connection, walk, landing) {
      const { amount } = walk;
      const { name, unit } = walk.endpoint;
      const id = JSON.stringify([connection, name]);
      const before = endpoints.get(id) ?? emptySummary(connection, name, unit);
      endpoints.set(id, {
        ...before,
        walks: before.walks + 1,
        pages: before.pages + walk.pages.length,
        rows: before.rows + walk.rowCount,
        same: before.same + (landing.fetchRow["same_as_fetch_id"] === null ? 0 : 1),
        amount: amount === null ? null : sumDecimals([before.amount ?? "0", amount]),
      });
    },
    kept: (walks) => {
      walksKept += walks;
    },
    begun: (first) => {
      firstSyncs.push(first);
    },
    shrunk: (found) => {
      shrunk.push(...found);
    },
    unknownField: (field) => addNew(unknownFields, field) && unknownFields.size <= FIELDS_NAMED,
    changedField: (field) => {
      changedFields.set(field, (changedFields.get(field) ?? 0) + 1);
    },
    noted: (sentence) => addNew(notes, sentence),
    failed: (error) => {
      failures.push(error);
    },
    failures: () => byUrgency(failures),
    summary({ runId, isResumed }) {
      const all = [...endpoints.values()];
      const sum = (pick: (row: EndpointSummary) => number) =>
        all.reduce((total, row) => total + pick(row), 0);
      return {
        runId,
        isResumed,
        walksKept,
        walks: sum((row) => row.walks),
        pages: sum((row) => row.pages),
        rows: sum((row) => row.rows),
        same: sum((row) => row.same),
        endpoints: all,
        shrunk: [...shrunk].sort((left, right) => (left.date < right.date ? -1 : 1)),
        unknownFields: [...unknownFields].slice(0, FIELDS_NAMED),
        moreUnknownFields: Math.max(0, unknownFields.size - FIELDS_NAMED),
        changedFields: [...changedFields].map(([field, times]) => ({ field, times })),
        notes: [...notes],
        firstSyncs,
        failures: byUrgency(failures),
      };
    },
  };
}

/** True if the set did not have it. */
function addNew(set: Set<string>, text: string): boolean {
  const isNew = !set.has(text);
  set.add(text);
  return isNew;
}

function emptySummary(connection: string, endpoint: string, unit: string | null): EndpointSummary {
  const amount = unit === null ? null : "0";
  return { connection, endpoint, walks: 0, pages: 0, rows: 0, same: 0, amount, unit };
}

function byUrgency(failures: readonly SpendError[]): SpendError[] {
  const urgency = (error: SpendError) => URGENCY.indexOf(error.exitCode);
  return [...failures].sort((left, right) => urgency(left) - urgency(right));
}
