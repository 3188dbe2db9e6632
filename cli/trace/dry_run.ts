/** What a trace would read of BigQuery, query by query, from dry runs. */

import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { batches, countingSql } from "../shared/failing_rows.ts";
import { linesSql, PLATFORMS } from "./lines_sql.ts";
import { chargesAt, STAGES } from "./queries.ts";
import { type Asked, selectionOf } from "./select.ts";

/** `laws` are those whose views are counted. A day stands in for those of the charges, which only the first query can find; so do ids. */
export async function dryRunText(
  warehouse: Pick<Warehouse, "dryRun" | "localUrl">,
  asked: Asked,
  laws: readonly string[],
): Promise<string> {
  const { sql, params } = selectionOf(asked);
  const [id, day] = [asked.charge ?? "0".repeat(32), asked.day ?? "2000-01-01"];
  const at = chargesAt([{ id, day }]);
  const ofEachKind = PLATFORMS.flatMap((platform) =>
    [false, true].map((isSeat) => ({ id, day, platform, isSeat })),
  );
  const queries: readonly (readonly [string, string])[] = [
    ["selection", withValues(sql, params)],
    ["lines", linesSql(ofEachKind)],
    ...Object.entries(STAGES).map(([name, stage]) => [name, stage.sql(at)] as const),
    ...batches(laws).map((batch) => ["laws", countingSql(batch)] as const),
  ];
  const lines: string[] = [];
  let total = 0;
  for (const [name, text] of queries) {
    const bytes = await warehouse.dryRun(text);
    total += bytes;
    lines.push(`${name}: ${bytes} bytes`);
  }
  const days = asked.day === undefined ? "The stages are asked of the charges' own days. " : "";
  const source = warehouse.localUrl === null ? "From BigQuery's dry runs." : "Local estimate.";
  return `${lines.join("\n")}\ntogether: ${total} bytes, and the pages of the lines\n${days}${source}\n`;
}

/** A dry run knows no parameters: each value as a literal. */
function withValues(sql: string, values: Readonly<Record<string, string>>): string {
  return sql.replaceAll(/@(\w+)/g, (name, key: string) => {
    const value = values[key];
    return value === undefined
      ? name
      : `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  });
}
