/** A vendor's file that stands for another organization already: its dollars would count for both. */

import { ConfigError } from "../errors.ts";
import type { Window } from "../endpoint/windows.ts";
import { cellText } from "../warehouse/cells.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { Line } from "./faults.ts";
import { invisibleReason } from "./invisible.ts";
import { IMPORT } from "./landed_file.ts";
import type { ReportKind } from "./report_kinds.ts";

/** `--organization` without blanks around it; undefined where it is not given. Throws ConfigError. */
export function organizationOf(asked: string | undefined): string | undefined {
  const name = asked?.trim();
  if (name === "") {
    throw new ConfigError(
      "--organization is empty: give the vendor's id of the organization, or leave the option out.",
    );
  }
  const mark = name === undefined ? null : invisibleReason(name);
  if (mark !== null) throw new ConfigError(`--organization ${mark}.`);
  return name;
}

/** Files of other organizations with rows, that no later file of the same organization covers whole. */
const STANDING = `
with imports as (
  select
    fetch_id,
    organization_id,
    window_start,
    window_end,
    row_count,
    content_sha256,
    concat(cast(fetched_at as string), ' ', fetch_id) as age,
    cast(date(fetched_at) as string) as imported_on,
    cast(date(window_start) as string) as period_from,
    cast(date(window_end) as string) as period_to,
  from ai_raw.raw_fetches
  where vendor = @vendor
    and endpoint = @endpoint
    and organization_id <> @organization_id
)
select
  standing.fetch_id,
  standing.organization_id,
  standing.imported_on,
  standing.period_from,
  standing.period_to,
  standing.content_sha256,
from imports as standing
left join imports as later
  on standing.organization_id = later.organization_id
  and standing.age < later.age
  and later.window_start <= standing.window_start
  and later.window_end >= standing.window_end
where standing.row_count > 0
  and later.fetch_id is null
  and (
    standing.content_sha256 = @sha256
    or (standing.period_from <= @period_from and standing.period_to >= @period_to)
  )
order by standing.age desc`;

export interface Landing {
  readonly fileName: string;
  readonly organizationId: string;
  readonly sha256: string;
  readonly lines: readonly Line[];
  readonly window: Window;
}

/**
 * Throws ConfigError if another organization's file has the same bytes, or the very same rows of these days;
 * LandingError if the warehouse cannot be read.
 */
export async function refuseOtherOrganization(
  kind: ReportKind,
  { fileName, organizationId, sha256, lines, window }: Landing,
  warehouse: Warehouse,
): Promise<void> {
  if (lines.length === 0) return;
  const { rows } = await warehouse.query(STANDING, {
    vendor: IMPORT,
    endpoint: kind.name,
    organization_id: organizationId,
    sha256,
    period_from: window.start,
    period_to: window.end,
  });
  const own = keysOf(
    lines.map(({ cells }) => cells),
    kind,
  );
  for (const row of rows) {
    const isSame =
      cellText(row["content_sha256"]) === sha256 ||
      (await rowsOf(cellText(row["fetch_id"]), kind, window, warehouse)) === own;
    if (!isSame) continue;
    const name = cellText(row["organization_id"]);
    const isUnnamed = name === kind.unnamedOrganization;
    const whose = isUnnamed ? "without --organization" : `with --organization ${name}`;
    const range = `--from ${cellText(row["period_from"])} --to ${cellText(row["period_to"])}`;
    throw new ConfigError(
      `${fileName} has the rows of the ${kind.name} that was imported ${whose} on ${cellText(row["imported_on"])} and stands for ${cellText(row["period_from"])} to ${cellText(row["period_to"])}, so that its dollars would count twice and nothing was imported: import it ${whose} to replace that one, or first take that one back by importing its header alone ${whose} ${range}.`,
    );
  }
}

/** The rows of these days that a file landed, as `keysOf` writes them. */
async function rowsOf(
  fetchId: string,
  kind: ReportKind,
  { start, end }: Window,
  warehouse: Warehouse,
): Promise<string> {
  const days =
    kind.day === null
      ? "period_from = @start and period_to = @end"
      : `substr(${kind.day}, 1, 10) >= @start and substr(${kind.day}, 1, 10) < @end`;
  const columns = Object.keys(kind.columns).map((name) => `\`${name}\``);
  const { rows } = await warehouse.query(
    `select ${columns.join(", ")} from ${kind.table.dataset}.${kind.table.name}
     where fetch_id = @fetch_id and ${days}`,
    { fetch_id: fetchId, start, end },
  );
  return keysOf(rows, kind);
}

/** One text of all rows, in an order of their own. */
function keysOf(rows: readonly Readonly<Record<string, unknown>>[], { columns }: ReportKind) {
  const names = Object.keys(columns);
  return JSON.stringify(
    rows.map((row) => JSON.stringify(names.map((name) => row[name] ?? null))).sort(),
  );
}
