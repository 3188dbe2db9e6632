/** What a tool answers: one JSON text, no longer than a conversation bears. Pure. */

import type { QueryResult } from "../../ingest/warehouse/warehouse.ts";
import type { Standing } from "./standing.ts";

/** As the protocol has it; a type, so that it may be handed over where any fields are. */
export type Answer = {
  content: { type: "text"; text: string }[];
  isError?: boolean;
};

/** Bytes of rows in one answer: some 25,000 tokens. */
const MOST_BYTES = 100_000;

export interface Rows extends QueryResult {
  /** True if there are more rows than these. */
  readonly isCut: boolean;
}

export function answerOf(standing: Standing, said: Readonly<Record<string, unknown>>): Answer {
  return { content: [{ type: "text", text: JSON.stringify({ standing, ...said }) }] };
}

/** NUMERIC and INT64 stay text, so that no dollar passes through a double. */
export function rowsAnswer(standing: Standing, { columns, rows, isCut }: Rows): Answer {
  const lines: QueryResult["rows"][number][] = [];
  let bytes = 0;
  for (const row of rows) {
    bytes += Buffer.byteLength(JSON.stringify(row));
    if (bytes > MOST_BYTES) break;
    lines.push(row);
  }
  const isShort = isCut || lines.length < rows.length;
  const note = isShort
    ? { note: "There are more rows than these: sum them up in SQL, and never add up what is here." }
    : {};
  return answerOf(standing, { columns, rows: lines, is_cut: isShort, ...note });
}

export function errorAnswer(sentence: string): Answer {
  return { content: [{ type: "text", text: sentence }], isError: true };
}
