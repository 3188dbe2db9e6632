/** Rows that BigQuery would delete by itself after a time, though totals count on them. Pure. */

import { KEPT_PARSED, RAW_DATASET } from "../tables/landing_tables.ts";
import type { DatasetFacts, TableFacts } from "./standing.ts";

/** A dataset as it stands. */
export interface Standing {
  readonly dataset: string;
  readonly isThere: boolean;
  /** Null if there is none yet, or if this account may not see how it is set up. */
  readonly facts: DatasetFacts | null;
  readonly tables: readonly TableFacts[];
}

export interface Keeping {
  /** `dataset.name` of what is added to, landed or incremental: what is built anew each time needs no past. */
  readonly lasting: ReadonlySet<string>;
  /** `raw_days_kept`; null: for good. Asked for only where a landed table drops partitions. */
  readonly daysKept: () => number | null;
}

interface Expiration {
  /** What expires, and when. */
  readonly what: string;
  /** Ends it. */
  readonly statement: string;
}

const DAY_MS = 86_400_000;
const NAMED = 3;

/** One sentence: what is deleted by itself, where, and the statements that end it; null where nothing is. */
export function expirationFault(standings: readonly Standing[], keeping: Keeping): string | null {
  const ofTables = standings.flatMap(({ dataset, tables }) =>
    tables.flatMap((table) => ofTable(dataset, table, keeping)),
  );
  const found = [...standings.flatMap(ofDataset), ...ofTables];
  if (found.length === 0) return null;
  const more = found.length - NAMED;
  const named = found.slice(0, NAMED).map(({ what }) => what);
  const all = [...named, ...(more > 0 ? [`${more} more`] : [])].join(", ");
  const statements = found.map(({ statement }) => `${statement};`).join(" ");
  return `BigQuery deletes by itself what totals count on (${all}): keep it by ai-spend query "${statements}", which BigQuery's sandbox allows once billing is on.`;
}

function ofDataset({ dataset, facts }: Standing): readonly Expiration[] {
  const options = [
    ["tables", facts?.tableMs, "default_table_expiration_days"],
    ["partitions", facts?.partitionMs, "default_partition_expiration_days"],
  ] as const;
  return options.flatMap(([part, ms, option]) =>
    typeof ms === "number"
      ? [
          {
            what: `new ${part} of ${dataset} after ${daysText(ms)}`,
            statement: `alter schema ${dataset} set options (${option} = null)`,
          },
        ]
      : [],
  );
}

function ofTable(
  dataset: string,
  { name, deletedMs, partitionMs }: TableFacts,
  { lasting, daysKept }: Keeping,
): readonly Expiration[] {
  const table = `${dataset}.${name}`;
  if (!lasting.has(table)) return [];
  const setting = (option: string) => `alter table ${table} set options (${option})`;
  const whole =
    deletedMs === null
      ? []
      : [
          {
            what: `${table} on ${new Date(deletedMs).toISOString().slice(0, 10)}`,
            statement: setting("expiration_timestamp = null"),
          },
        ];
  if (partitionMs === null) return whole;
  // Pruned on purpose: what was parsed of such pages stands in tables of its own, and a law knows the number.
  const days = dataset === RAW_DATASET && KEPT_PARSED.has(name) ? daysKept() : null;
  if (days !== null && partitionMs >= days * DAY_MS) return whole;
  return [
    ...whole,
    {
      what: `partitions of ${table} after ${daysText(partitionMs)}`,
      statement: setting(`partition_expiration_days = ${days ?? "null"}`),
    },
  ];
}

function daysText(ms: number): string {
  const days = Math.round((ms / DAY_MS) * 10) / 10;
  return `${days} ${days === 1 ? "day" : "days"}`;
}
