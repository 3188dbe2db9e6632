/** How many rows a table has in an organization of another size after some months, and what is read of them. Pure. */

export interface Size {
  readonly name: string;
  readonly keys: number;
  readonly people: number;
  /** Usage events of Cursor on a day. */
  readonly events: number;
  /** Entries of Vertex AI's audit logs on a day. */
  readonly entries: number;
}

export const SIZES: readonly Size[] = [
  { name: "small", keys: 20, people: 25, events: 1_000, entries: 5_000 },
  { name: "medium", keys: 100, people: 120, events: 20_000, entries: 100_000 },
  { name: "large", keys: 400, people: 500, events: 100_000, entries: 1_000_000 },
];

export const MONTHS = [3, 12, 36] as const;

/** What a table's rows grow with. Answers and walks are as many whatever the organization. */
type Driver = "keys" | "people" | "events" | "entries" | "one";

/** A table as it was measured in the demo. */
export interface MeasuredTable {
  readonly table: string;
  /** Names of its columns of days and times. */
  readonly dates: readonly string[];
  /** Share of its rows that are charges or users of the Console's keys; null where no platform is named. */
  readonly keyShare: number | null;
  /** Rows, and those that a day added: of a table of answers, the days after the first load. */
  readonly rows: number;
  readonly rowsPerDay: number;
}

/** One table that one query reads. */
export interface Read {
  readonly table: MeasuredTable;
  /** Bytes of a row's columns that are read. */
  readonly rowBytes: number;
  /** Days from the oldest that is read to the newest; null where all are. */
  readonly days: number | null;
}

export interface Scale {
  /** The demo. */
  readonly from: Size;
  readonly to: Size;
  readonly months: number;
}

const DAYS_PER_MONTH = 30.4;

/** Bytes that the read takes at another scale. */
export function bytesAt(read: Read, scale: Scale): number {
  const { table, rowBytes } = read;
  const factor = isOfPages(read) ? pagesOfEvents(table, scale) : growth(table, scale);
  if (!growsByDay(table)) return table.rows * factor * rowBytes;
  const days = Math.min(read.days ?? Infinity, scale.months * DAYS_PER_MONTH);
  return table.rowsPerDay * factor * days * rowBytes;
}

/** What the loader asks for at most: `ingest/vendors/cursor/endpoints.ts`. */
const EVENTS_PER_PAGE = 1_000;

/** Of a table of pages without their bodies rows alone count, and those of a large organization are full. */
function isOfPages({ table, rowBytes }: Read): boolean {
  return table.table.endsWith("raw_cursor_events") && rowBytes < EVENTS_PER_PAGE;
}

/** A day is landed twice. */
function pagesOfEvents({ rowsPerDay }: MeasuredTable, { to }: Scale): number {
  return Math.max(1, (2 * to.events) / EVENTS_PER_PAGE / rowsPerDay);
}

const DAYS =
  /^(activity_date|charge_date|usage_date|export_date|export_time|fetched_at|recorded_at|timestamp|BillingPeriodStart)$/;
/** What has no day of its own but a row for each charge or each day's share of one. */
const PER_CHARGE = /charge|candidate|weight|share|claim|user_costs|key_costs|split_to_days/;
const DIRECTORIES = /_latest$|\bdim_|draft_dim_|ai_reference\./;

function growsByDay({ table, dates }: MeasuredTable): boolean {
  if (DIRECTORIES.test(table)) return false;
  return dates.some((name) => DAYS.test(name)) || PER_CHARGE.test(table);
}

function growth({ table, keyShare }: MeasuredTable, { from, to }: Scale): number {
  const ratio = (driver: Driver) => (driver === "one" ? 1 : to[driver] / from[driver]);
  if (keyShare !== null) return keyShare * ratio("keys") + (1 - keyShare) * ratio("people");
  return ratio(driverOf(table));
}

function driverOf(table: string): Driver {
  if (/raw_cursor_events|stg_cursor__events/.test(table)) return "events";
  if (/raw_gcp_audit_logs|audit_entries_classified|claude_code_audit_logs/.test(table))
    return "entries";
  if (/fetches|landing__|raw_sync|raw_alerts|vendor_laws|laws_counted|data_freshness/.test(table))
    return "one";
  if (/console|anthropic|claude_costs|usage_keys|agent_cost|key_cost|api_key/.test(table))
    return "keys";
  return "people";
}

/** Days from the oldest partition that a condition of the local warehouse leaves to the newest; null for all of them. */
export function daysRead(partitions: readonly string[] | null, newestDay: string): number | null {
  if (partitions === null) return null;
  const days = partitions.map((condition) => {
    if (condition.endsWith(" is null")) return 0;
    const [, from] =
      />?=? ?(?:date_trunc\('day', )?'(\d{4}-\d\d-\d\d)/.exec(lower(condition)) ?? [];
    return from === undefined ? Infinity : daysBetween(from, newestDay) + 1;
  });
  const most = Math.max(...days);
  return Number.isFinite(most) ? Math.max(most, 0) : null;
}

/** The column by which a condition of the local warehouse leaves out partitions. */
export function partitionOf(condition: string): string {
  const [, column] = /^(?:date_trunc\('day', )?("[^"]+"|\w+)/.exec(condition) ?? [];
  if (column === undefined) throw new Error(`No column in ${condition}`);
  return column;
}

/** The parts of a condition that leave out what is older. */
function lower(condition: string): string {
  return condition
    .split(" and ")
    .filter((part) => />|[^<>]= /.test(part))
    .join(" and ");
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
