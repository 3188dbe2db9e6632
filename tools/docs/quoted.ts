/**
 * Queries in a document and the answers under them. A document is Markdown; each fenced `sql` block may be
 * followed by a table, which is what the query gives. Pure, but for the query that it is handed.
 */

import type { TextRow } from "../../tests/support/cells.ts";

export type Ask = (sql: string) => Promise<readonly TextRow[]>;

export interface Quotation {
  /** The heading above the query. */
  readonly heading: string;
  readonly sql: string;
  readonly rows: readonly TextRow[];
}

/** Rows of an answer that a document shows; the rest is counted. */
const SHOWN_ROWS = 8;
const SHOWN_LENGTH = 180;
const BLOCK = /```sql\n(.*?)```\n(?:\n(?:\|[^\n]*\n)+(?:\n\*…[^\n]*\n)?)?/gs;

/**
 * The document with the present answer under every query, and what was asked and answered. Throws what is
 * wrong with a query, under its heading.
 */
export async function answered(
  text: string,
  ask: Ask,
): Promise<{ readonly text: string; readonly quotations: readonly Quotation[] }> {
  const quotations: Quotation[] = [];
  let [end, written] = [0, ""];
  for (const match of text.matchAll(BLOCK)) {
    const [block, sql = ""] = match;
    const before = text.slice(0, match.index);
    const heading = [...before.matchAll(/^#+ (.*)$/gm)].at(-1)?.[1] ?? "";
    const rows = await ask(sql).catch((error: unknown) => {
      throw new Error(`${heading}: ${(error as Error).message}`, { cause: error });
    });
    quotations.push({ heading, sql, rows });
    written += `${text.slice(end, match.index)}\`\`\`sql\n${sql}\`\`\`\n\n${answer(rows)}`;
    end = match.index + block.length;
  }
  return { text: written + text.slice(end), quotations };
}

/** The rows as a Markdown table, and how many more there are. */
function answer(rows: readonly TextRow[]): string {
  const columns = Object.keys(rows[0] ?? { "no row": "" });
  const cells = (row: TextRow): readonly string[] => columns.map((name) => cell(row[name] ?? ""));
  const more = rows.length - SHOWN_ROWS;
  const shown = markdownTable(columns, rows.slice(0, SHOWN_ROWS).map(cells));
  return `${shown}\n${more > 0 ? `\n*… ${more} more*\n` : ""}`;
}

/** Cells are Markdown already; see `cell`. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  return [header, header.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

/** Text as a cell: one line, cut where it is long, and nothing that Markdown would take for its own. */
export function cell(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  const cut = line.length > SHOWN_LENGTH ? `${line.slice(0, SHOWN_LENGTH)}…` : line;
  return cut.replaceAll(/[|<\\*]/g, (mark) => `\\${mark}`);
}
