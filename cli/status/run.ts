/** `ai-spend status`: what the numbers rest on, and what deserves a look. */

import { readConfig } from "../../ingest/settings/config.ts";
import { countFailingRows } from "../shared/failing_rows.ts";
import { inForce } from "../shared/in_force.ts";
import { ofThisVersion } from "../shared/of_this_version.ts";
import { openReading } from "../shared/open_warehouse.ts";
import type { Format } from "../shared/format.ts";
import { formatResult } from "../shared/output.ts";
import type { QueryResult, Warehouse } from "../../ingest/warehouse/warehouse.ts";
import type { Command } from "../shared/context.ts";
import { type Section, SECTIONS } from "./sections.ts";

export interface StatusOptions {
  readonly format: Format;
  /** True for what a daily build reads and costs, which is cost/run.ts. */
  readonly cost?: boolean;
}

interface Answered {
  readonly title: string;
  /** Null if the table is not built yet. */
  readonly result: QueryResult | null;
}

export const run: Command<StatusOptions> = async ({ format }, { stdout, signal }) => {
  const warehouse = await openReading(readConfig(), signal);
  try {
    stdout(await ofThisVersion(() => statusText(warehouse, format)));
    return 0;
  } finally {
    await warehouse.close();
  }
};

/** The sections as a text; in JSON one object with a list per section, in CSV one section after the other. */
export async function statusText(warehouse: Warehouse, format: Format): Promise<string> {
  const built = new Set(await inForce(warehouse, "ai_spend"));
  const answered: Answered[] = [];
  for (const section of SECTIONS) answered.push(await answer(warehouse, section, built));
  answered.push(await assertions(warehouse));

  if (format === "json") {
    const entries = answered.map(({ title, result }) => [title, result?.rows ?? null]);
    return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
  }
  return answered.map((section) => sectionText(section, format)).join("\n");
}

async function answer(
  warehouse: Warehouse,
  { title, table, sql }: Section,
  built: ReadonlySet<string>,
): Promise<Answered> {
  return { title, result: built.has(table) ? await warehouse.query(sql) : null };
}

async function assertions(warehouse: Warehouse): Promise<Answered> {
  const names = await inForce(warehouse, "ai_spend_assertions");
  if (names.length === 0) return { title: "assertions", result: null };
  const failing = (await countFailingRows(warehouse, names)).filter(({ rows }) => rows !== "0");
  const held = `${names.length - failing.length} of ${names.length} hold`;
  const rows = [{ name: held, rows: "0" }, ...failing];
  return {
    title: "assertions",
    result: {
      columns: [
        { name: "assertion", type: "STRING" },
        { name: "failing_rows", type: "INTEGER" },
      ],
      rows: rows.map(({ name, rows: count }) => ({ assertion: name, failing_rows: count })),
    },
  };
}

function sectionText({ title, result }: Answered, format: Format): string {
  const heading = format === "csv" ? `# ${title}\n` : `${title}\n`;
  if (result === null) return `${heading}not built yet: run build\n`;
  if (format === "table" && result.rows.length === 0) return `${heading}nothing to report\n`;
  return heading + formatResult(result, format);
}
