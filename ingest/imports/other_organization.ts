/** A vendor's file that stands for another organization already: its dollars would count for both. */

import { ConfigError } from "../errors.ts";
import { holdsKey } from "../key_shapes.ts";
import { daysOf } from "../dates.ts";
import type { Window } from "../endpoint/windows.ts";
import { sumDecimals } from "../money/decimal_sum.ts";
import { cellText } from "../warehouse/cells.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { Line } from "./faults.ts";
import { invisibleReason, lookalikeReason } from "./invisible.ts";
import { IMPORT } from "./landed_file.ts";
import type { ReportKind } from "./report_kinds.ts";
import { utcDay } from "./report_period.ts";

/** `--organization` without blanks around it; undefined where it is not given. Throws ConfigError. */
export function organizationOf(asked: string | undefined): string | undefined {
  const name = asked?.trim();
  if (name === "") {
    throw new ConfigError(
      "--organization is empty: give the vendor's id of the organization, or leave the option out.",
    );
  }
  if (name !== undefined && holdsKey(name)) {
    throw new ConfigError(
      "--organization holds a key, which is secret and would be landed: give the vendor's id of the organization, or leave the option out.",
    );
  }
  const mark = name === undefined ? null : (invisibleReason(name) ?? lookalikeReason(name));
  if (mark !== null) throw new ConfigError(`--organization ${mark}.`);
  return name;
}

/** Files of other organizations, those that speak for a day first. */
const OTHERS = `
select
  fetch_id,
  organization_id,
  row_count,
  content_sha256,
  cast(date(fetched_at, 'UTC') as string) as imported_on,
  cast(date(window_start, 'UTC') as string) as period_from,
  cast(date(window_end, 'UTC') as string) as period_to,
from ai_raw.raw_fetches
where vendor = @vendor
  and endpoint = @endpoint
  and organization_id <> @organization_id
order by fetched_at desc, fetch_id desc`;

export interface Landing {
  readonly fileName: string;
  readonly organizationId: string;
  readonly sha256: string;
  readonly lines: readonly Line[];
  readonly window: Window;
}

interface Standing {
  readonly fetchId: string;
  readonly organizationId: string;
  readonly importedOn: string;
  readonly sha256: string;
  readonly period: Window;
  /** The days for which the file speaks, no later one of its organization having them; its range where rows have no day. */
  readonly spans: ReadonlySet<string>;
}

/**
 * Throws ConfigError if a file that stands for another organization has the same bytes, or the very same rows of a
 * day that both have; LandingError if the warehouse cannot be read.
 *
 * One day is enough, since an export made anew differs on its last day, which was not over, or by a line that came
 * late. Cursor's lines have instants, so that one event in common is enough. The Console's are sums of a day, which
 * two small organizations may share by chance where the vendor rounded them to nothing: only a day that costs
 * something counts. Where rows have no day, only files of the same range can be compared.
 */
export async function refuseOtherOrganization(
  kind: ReportKind,
  landing: Landing,
  warehouse: Warehouse,
): Promise<void> {
  const { lines, window, sha256, organizationId } = landing;
  if (lines.length === 0) return;
  const own = groupsOf(
    lines.map(({ cells }) => cells),
    kind,
    window,
  );
  for (const standing of await standingFiles(kind, organizationId, warehouse)) {
    const isCopy = standing.sha256 === sha256;
    if (isCopy || (await hasOneOf(own, { kind, standing, window, warehouse }))) {
      throw countedTwice(kind, landing, standing);
    }
  }
}

/** Files of other organizations with rows that still speak for something. */
async function standingFiles(
  kind: ReportKind,
  organizationId: string,
  warehouse: Warehouse,
): Promise<readonly Standing[]> {
  const { rows } = await warehouse.query(OTHERS, {
    vendor: IMPORT,
    endpoint: kind.name,
    organization_id: organizationId,
  });
  const taken = new Map<string, Set<string>>();
  return rows.flatMap((row) => {
    const name = cellText(row["organization_id"]);
    const period = { start: cellText(row["period_from"]), end: cellText(row["period_to"]) };
    const later = taken.get(name) ?? new Set<string>();
    taken.set(name, later);
    const all = kind.day === null ? [rangeOf(period)] : daysOf(period.start, period.end);
    const spans = new Set(all.filter((span) => !later.has(span)));
    for (const span of spans) later.add(span);
    if (spans.size === 0 || Number(row["row_count"]) === 0) return [];
    const standing: Standing = {
      fetchId: cellText(row["fetch_id"]),
      organizationId: name,
      importedOn: cellText(row["imported_on"]),
      sha256: cellText(row["content_sha256"]),
      period,
      spans,
    };
    return [standing];
  });
}

interface Compared {
  readonly kind: ReportKind;
  readonly standing: Standing;
  readonly window: Window;
  readonly warehouse: Warehouse;
}

async function hasOneOf(
  own: ReadonlyMap<string, string>,
  { kind, standing: { fetchId, period, spans }, window, warehouse }: Compared,
): Promise<boolean> {
  const isSpoken = kind.day === null ? spans.has(rangeOf(window)) : overlap(period, window);
  if (!isSpoken) return false;
  const { day } = kind;
  const columns = ["line_number", ...Object.keys(kind.columns)].map((name) => `\`${name}\``);
  const days =
    day === null ? "" : `and substr(${day}, 1, 10) >= @start and substr(${day}, 1, 10) < @end`;
  // A retried load may land a line twice.
  const { rows } = await warehouse.query(
    `select distinct ${columns.join(", ")} from ${kind.table.dataset}.${kind.table.name}
     where fetch_id = @fetch_id ${days}`,
    { fetch_id: fetchId, ...(day === null ? {} : window) },
  );
  const spoken =
    day === null ? rows : rows.filter((row) => spans.has(utcDay(cellText(row[day])) ?? ""));
  const theirs = groupsOf(spoken, kind, window);
  return [...own].some(([group, text]) => theirs.get(group) === text);
}

/**
 * By day or, where rows have one, by instant: one text of all its rows, in an order of their own. Days that cost
 * nothing are left out. Without days all rows are one group.
 */
function groupsOf(
  rows: readonly Readonly<Record<string, unknown>>[],
  kind: ReportKind,
  window: Window,
): ReadonlyMap<string, string> {
  const names = Object.keys(kind.columns);
  const groups = new Map<string, { texts: string[]; tells: boolean }>();
  for (const row of rows) {
    const at = kind.day === null ? rangeOf(window) : String(row[kind.day]);
    const group = groups.get(at) ?? { texts: [], tells: kind.day === null || at.includes("T") };
    groups.set(at, group);
    const cost = costOf(row[kind.money], kind);
    group.tells ||= cost !== "0";
    const cells = names.map((name) => (name === kind.money ? cost : (row[name] ?? null)));
    group.texts.push(JSON.stringify(cells));
  }
  const telling = [...groups].filter(([, { tells }]) => tells);
  return new Map(telling.map(([at, { texts }]) => [at, JSON.stringify(texts.sort())]));
}

/** A spreadsheet that saves a file anew writes 1.50 as 1.5. */
function costOf(cell: unknown, { amount = (text) => text }: ReportKind): string {
  return typeof cell === "string" ? sumDecimals([amount(cell)]) : "0";
}

function overlap(left: Window, right: Window): boolean {
  return left.start < right.end && left.end > right.start;
}

function rangeOf({ start, end }: Window): string {
  return `${start} to ${end}`;
}

/** What is taken back are the days that both files have: those that only the other one has would be nobody's. */
function countedTwice(
  kind: ReportKind,
  { fileName, window }: Landing,
  { organizationId, importedOn, period }: Standing,
): ConfigError {
  const isUnnamed = organizationId === kind.unnamedOrganization;
  const whose = isUnnamed ? "without --organization" : `with --organization ${organizationId}`;
  const isShared = kind.day !== null && overlap(period, window);
  const from = isShared && window.start > period.start ? window.start : period.start;
  const to = isShared && window.end < period.end ? window.end : period.end;
  return new ConfigError(
    `${fileName} has the rows of the ${kind.name} that was imported ${whose} on ${importedOn} and stands for ${rangeOf(period)}, so that its dollars would count twice and nothing was imported: import it ${whose} to replace that one, or first take its days back by importing its header alone with --empty, ${whose} --from ${from} --to ${to}.`,
  );
}
