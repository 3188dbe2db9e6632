/** The searchable, sortable table of every dollar selected. */

/// <reference lib="dom" />

import { DEFINITIONS } from "./definitions.ts";
import { COLUMNS, type DetailRow, detailRows } from "./detail_rows.ts";
import { button, el } from "./dom.ts";
import { exactUsd, shownUsd, sum } from "../../../ingest/money/nano_usd.ts";
import { descending } from "./money.ts";
import { panel } from "./panel.ts";
import { cellOf, moneyCell, scrolling, textCell } from "./table.ts";
import type { TreeFinder } from "./trees.ts";
import type { Part, View } from "./view.ts";
import { wayElement } from "./way_element.ts";

const COST = COLUMNS.length;
const PAGE = 100;

/** `trees` are the traces that the file carries. */
export function details(trees: () => Promise<TreeFinder>): Part {
  const { title } = DEFINITIONS.details;
  const search = el("input", {
    type: "search",
    id: "search",
    placeholder: "Person, model, key, SKU …",
  });
  const found = el("output", { id: "found", for: "search" });
  const body = el("tbody");
  const onPaper = el("p", { class: "on-paper" });
  const more = button(`Show ${PAGE} more`, { class: "quiet" }, () => {
    shown += PAGE;
    draw();
  });
  let rows: readonly DetailRow[] = [];
  let seen: View | null = null;
  let order = { column: COST, isDescending: true };
  let shown = PAGE;
  const matching = () => sorted(searched(rows, search.value), order);
  const draw = () => {
    const matches = matching();
    const total = sum(matches.map(({ nanos }) => nanos));
    found.textContent = `${rowsOf(matches.length)}, ${shownUsd(total)}`;
    found.dataset["exact"] = exactUsd(total);
    onPaper.textContent = paperText(matches, shown, search.value.trim());
    body.replaceChildren(...matches.slice(0, shown).map((row) => rowElement(row, seen, trees)));
    more.hidden = matches.length <= shown;
    heads.forEach((head, index) => head.setAttribute("aria-sort", sortOf(order, index)));
  };
  const heads = [...COLUMNS.map(({ label }) => label), "US dollars"].map((label, column) => {
    const isNumber = column === COST;
    const sorter = button(label, { class: "sort" }, () => {
      const isDescending = order.column === column ? !order.isDescending : isNumber;
      order = { column, isDescending };
      draw();
    });
    return el("th", { scope: "col", class: isNumber ? "number" : "" }, sorter);
  });
  search.addEventListener("input", () => {
    shown = PAGE;
    draw();
  });
  const table = el("table", {}, el("caption", { class: "hidden" }, title), headOf(heads), body);
  const { element, note } = panel(
    {
      defined: "details",
      isWide: true,
      sheet: () => ({
        header: [...COLUMNS.map(({ label }) => label), "cost_usd"],
        rows: matching().map(({ cells, nanos }) => [...cells, exactUsd(nanos)]),
      }),
    },
    el("p", { class: "controls" }, el("label", { for: "search" }, "Search "), search, " ", found),
    onPaper,
    scrolling(title, table),
    more,
  );
  return {
    element,
    update: (view) => {
      note(view);
      seen = view;
      rows = detailRows(view);
      shown = PAGE;
      draw();
    },
  };
}

/** What of the rows found stands on paper, where nobody can ask for more. */
function paperText(matches: readonly DetailRow[], shown: number, search: string): string {
  const dollars = (rows: readonly DetailRow[]) => shownUsd(sum(rows.map(({ nanos }) => nanos)));
  const found = search === "" ? "" : ` with “${search}”`;
  const printed = matches.slice(0, shown);
  if (printed.length === matches.length)
    return `All of ${rowsOf(matches.length)}${found}, ${dollars(matches)}.`;
  return `${printed.length.toLocaleString("en-US")} of ${rowsOf(matches.length)}${found}, ${dollars(printed)} of ${dollars(matches)}; the CSV file has all of them.`;
}

function rowsOf(count: number): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? "row" : "rows"}`;
}

function headOf(heads: readonly HTMLElement[]): HTMLElement {
  return el("thead", {}, el("tr", {}, ...heads));
}

/** Rows that have every word somewhere. */
function searched(rows: readonly DetailRow[], text: string): readonly DetailRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ cells }) => {
    const all = cells.join("\n").toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

function sorted(
  rows: readonly DetailRow[],
  { column, isDescending }: { readonly column: number; readonly isDescending: boolean },
): readonly DetailRow[] {
  const sign = isDescending ? 1 : -1;
  return [...rows].sort((left, right) => {
    if (column === COST) return sign * descending(left.nanos, right.nanos);
    return -sign * (left.cells[column] ?? "").localeCompare(right.cells[column] ?? "", "en");
  });
}

function sortOf(order: { column: number; isDescending: boolean }, column: number): string {
  if (order.column !== column) return "none";
  return order.isDescending ? "descending" : "ascending";
}

/** A row that opens to its way. Pseudonyms lead nowhere, so under them a row stays shut. */
function rowElement(
  row: DetailRow,
  view: View | null,
  trees: () => Promise<TreeFinder>,
): HTMLTableRowElement {
  const [first = "", ...others] = row.cells;
  const canOpen = view !== null && !view.data.hasPseudonyms;
  const opener = button(first, { class: "open", "aria-expanded": "false" }, () => {
    const isOpen = opener.getAttribute("aria-expanded") === "true";
    opener.setAttribute("aria-expanded", String(!isOpen));
    if (isOpen) element.nextElementSibling?.remove();
    else if (view !== null) element.after(wayElement(row, view, trees));
  });
  const head = cellOf(textCell(first));
  if (canOpen) head.replaceChildren(opener);
  const element = el(
    "tr",
    {},
    head,
    ...others.map((cell) => cellOf(textCell(cell))),
    cellOf(moneyCell(row.nanos)),
  );
  return element;
}
