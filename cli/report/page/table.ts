/** Tables of text and money; numbers stand right in figures of one width. */

/// <reference lib="dom" />

import { el } from "./dom.ts";
import { exactUsd, nanoUsd, shownUsd } from "../../../ingest/money/nano_usd.ts";

/** A longer text may be cut to its column; it is whole when pointed at, in the CSV and on paper. */
const LONG = 24;

export interface TableCell {
  readonly text: string;
  readonly isNumber?: boolean;
  /** The unrounded amount, shown when pointed at. */
  readonly exact?: string;
}

/** A list that may be wider than the screen scrolls by itself, by keyboard too. */
export function scrolling(label: string, ...children: readonly Node[]): HTMLDivElement {
  return el(
    "div",
    { class: "scroll", role: "region", "aria-label": label, tabindex: "0" },
    ...children,
  );
}

export function tableOf(
  caption: string,
  header: readonly string[],
  rows: readonly (readonly TableCell[])[],
): HTMLTableElement {
  const numbers = (rows[0] ?? []).map((cell) => cell.isNumber === true);
  const heads = header.map((label, index) =>
    el("th", { scope: "col", class: numbers[index] === true ? "number" : "" }, label),
  );
  return el(
    "table",
    {},
    el("caption", { class: "hidden" }, caption),
    el("thead", {}, el("tr", {}, ...heads)),
    el("tbody", {}, ...rows.map((cells) => el("tr", {}, ...cells.map(cellOf)))),
  );
}

export function cellOf({ text, isNumber = false, exact }: TableCell): HTMLTableCellElement {
  return el(
    "td",
    {
      class: isNumber ? "number" : text.length > LONG ? "long" : "",
      title: exact ?? (text.length > LONG ? text : false),
      ...(exact !== undefined && { "data-exact": exact }),
    },
    text,
  );
}

export function textCell(text: string | null): TableCell {
  return { text: text ?? "–" };
}

export function numberCell(text: string | null): TableCell {
  return { text: text === null ? "–" : text.replace(/^-/, "−"), isNumber: true };
}

export function moneyCell(nanos: bigint | null): TableCell {
  if (nanos === null) return { text: "–", isNumber: true };
  return { text: shownUsd(nanos), isNumber: true, exact: exactUsd(nanos) };
}

/** A NUMERIC of the warehouse as US dollars. */
export function usdCell(text: string | null): TableCell {
  return moneyCell(text === null ? null : nanoUsd(text));
}
