/** The searchable, sortable table of every dollar selected. */

/// <reference lib="dom" />

import type { Dimension } from "../report_data.ts";
import { DEFINITIONS } from "./definitions.ts";
import { button, el } from "./dom.ts";
import { DIMENSION_LABELS, nameLabel } from "./labels.ts";
import { exactUsd, shownUsd, sum } from "../../../ingest/money/nano_usd.ts";
import { descending } from "./money.ts";
import { panel } from "./panel.ts";
import { cellOf, moneyCell, scrolling, textCell } from "./table.ts";
import { nameAt, type Part, type View } from "./view.ts";
import { wayOf } from "./way.ts";

const COLUMNS: readonly { readonly label: string; readonly dimensions: readonly Dimension[] }[] = [
  { label: "Person", dimensions: ["person"] },
  { label: "Platform", dimensions: ["platform"] },
  { label: "Model", dimensions: ["model"] },
  { label: "Project or API key", dimensions: ["project", "key"] },
  { label: "SKU", dimensions: ["sku"] },
  { label: DIMENSION_LABELS.mode, dimensions: ["mode"] },
];
const COST = COLUMNS.length;
const PAGE = 100;

interface DetailRow {
  readonly cells: readonly string[];
  readonly nanos: bigint;
  /** What it adds up. */
  readonly combinations: readonly number[];
}

export function details(): Part {
  const { title } = DEFINITIONS.details;
  const search = el("input", {
    type: "search",
    id: "search",
    placeholder: "Person, model, key, SKU …",
  });
  const found = el("output", { id: "found", for: "search" });
  const body = el("tbody");
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
    found.textContent = `${matches.length.toLocaleString("en-US")} rows, ${shownUsd(total)}`;
    found.dataset["exact"] = exactUsd(total);
    body.replaceChildren(...matches.slice(0, shown).map((row) => rowElement(row, seen)));
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

function headOf(heads: readonly HTMLElement[]): HTMLElement {
  return el("thead", {}, el("tr", {}, ...heads));
}

/** Combinations that look the same are one row: others differ in what the table does not show, such as the team. */
function detailRows({ data, costs }: View): readonly DetailRow[] {
  const found = new Map<string, { cells: string[]; nanos: bigint; combinations: number[] }>();
  costs.forEach((nanos, index) => {
    if (nanos === 0n) return;
    const cells = COLUMNS.map(({ dimensions }) => {
      const named = dimensions.find((name) => nameAt(data.cube, name, index) !== null);
      return named === undefined ? "–" : nameLabel(named, nameAt(data.cube, named, index));
    });
    const spelled = JSON.stringify(cells);
    const row = found.get(spelled);
    if (row === undefined) found.set(spelled, { cells, nanos, combinations: [index] });
    else {
      row.nanos += nanos;
      row.combinations.push(index);
    }
  });
  return [...found.values()];
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

/** A row that opens: what to type to follow it. Pseudonyms lead nowhere, so under them a row stays shut. */
function rowElement(row: DetailRow, view: View | null): HTMLTableRowElement {
  const [first = "", ...others] = row.cells;
  const canOpen = view !== null && !view.data.hasPseudonyms;
  const opener = button(first, { class: "open", "aria-expanded": "false" }, () => {
    const isOpen = opener.getAttribute("aria-expanded") === "true";
    opener.setAttribute("aria-expanded", String(!isOpen));
    if (isOpen) element.nextElementSibling?.remove();
    else if (view !== null) element.after(wayElement(row, view));
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

function wayElement({ combinations }: DetailRow, view: View): HTMLTableRowElement {
  const way = wayOf(view, combinations);
  const words =
    way === null
      ? "Nothing is known of its days."
      : `It cost most on ${way.day}: ${shownUsd(way.nanos)}. To follow that day, of every SKU, to the vendor's own text, type:`;
  const cell = el(
    "td",
    { colspan: String(COST + 1) },
    words,
    way === null ? null : el("code", {}, way.command),
  );
  return el("tr", { class: "way" }, cell);
}
