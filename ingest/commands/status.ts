/** `ai-spend status`: what the numbers rest on, and what deserves a look. */

import { readConfig } from "../config.ts";
import { openWarehouse } from "../open_warehouse.ts";
import { type Format, formatResult } from "../output.ts";
import { type QueryResult, type Warehouse } from "../warehouse.ts";
import { type Command } from "./context.ts";
import { type Section, SECTIONS } from "./status_sections.ts";

export interface StatusOptions {
  readonly format: Format;
}

interface Answered {
  readonly title: string;
  /** Null if the table is not built yet. */
  readonly result: QueryResult | null;
}

export const status: Command<StatusOptions> = async ({ format }, { stdout }) => {
  const warehouse = await openWarehouse(readConfig());
  try {
    stdout(await statusText(warehouse, format));
    return 0;
  } finally {
    await warehouse.close();
  }
};

/** The sections as a text; in JSON one object with a list per section, in CSV one section after the other. */
export async function statusText(warehouse: Warehouse, format: Format): Promise<string> {
  const built = new Set(await warehouse.listTables("ai_spend"));
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

/** Each assertion is a view that is empty while it holds. */
async function assertions(warehouse: Warehouse): Promise<Answered> {
  const names = [...(await warehouse.listTables("ai_spend_assertions"))].sort();
  if (names.length === 0) return { title: "assertions", result: null };
  const counts = names.map(
    (name) =>
      `select '${name}' as assertion, count(*) as failing_rows from ai_spend_assertions.\`${name}\``,
  );
  const result = await warehouse.query(counts.join("\nunion all\n"));
  const failing = result.rows.filter((row) => row["failing_rows"] !== "0");
  const held = {
    assertion: `${names.length - failing.length} of ${names.length} hold`,
    failing_rows: "0",
  };
  return { title: "assertions", result: { ...result, rows: [held, ...failing] } };
}

function sectionText({ title, result }: Answered, format: Format): string {
  const heading = format === "csv" ? `# ${title}\n` : `${title}\n`;
  if (result === null) return `${heading}not built yet: run build\n`;
  if (format === "table" && result.rows.length === 0) return `${heading}nothing to report\n`;
  return heading + formatResult(result, format);
}
