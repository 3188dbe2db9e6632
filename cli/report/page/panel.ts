/** A titled part of the page: its definition and its numbers as CSV are one click away. */

/// <reference lib="dom" />

import type { Dimension } from "../data/report_data.ts";
import { type CsvCell, csvLines } from "../../shared/csv.ts";
import { type Defined, type Definition, DEFINITIONS } from "./definitions.ts";
import { button, download, el } from "./dom.ts";
import { DIMENSION_LABELS } from "./labels.ts";
import type { View } from "./view.ts";

export interface Sheet {
  readonly header: readonly string[];
  readonly rows: readonly (readonly CsvCell[])[];
}

export interface PanelOptions {
  readonly defined: Defined;
  /** Over the whole width of the page. */
  readonly isWide?: boolean;
  /** The filters that act on it; all if left out. Days always act where rows have a day. */
  readonly honours?: readonly Dimension[];
  readonly sheet: () => Sheet;
}

export interface Panel {
  readonly element: HTMLElement;
  /** Says which of the chosen filters do not act on the panel. */
  readonly note: (view: View) => void;
}

export function panel(options: PanelOptions, ...body: readonly Node[]): Panel {
  const { defined, isWide = false, honours, sheet } = options;
  const { title } = DEFINITIONS[defined];
  const heading = `${defined}-title`;
  const note = el("p", { class: "note" });
  const save = () => {
    const { header, rows } = sheet();
    download(`${defined}.csv`, csvLines([header, ...rows]));
  };
  const element = el(
    "section",
    { class: isWide ? "panel wide" : "panel", id: defined, "aria-labelledby": heading },
    el(
      "header",
      {},
      el("h2", { id: heading }, title),
      definitionButton(defined),
      button("CSV", { class: "quiet", "aria-label": `Download as CSV: ${title}` }, save),
    ),
    note,
    ...body,
  );
  return {
    element,
    note: ({ selection }) => {
      const chosen = Object.keys(selection.chosen) as Dimension[];
      const ignored = honours === undefined ? [] : chosen.filter((name) => !honours.includes(name));
      const labels = ignored.map((name) => DIMENSION_LABELS[name].toLowerCase());
      note.textContent = labels.length === 0 ? "" : `Not narrowed by ${labels.join(", ")}.`;
    },
  };
}

/** The "?" beside a figure. */
export function definitionButton(defined: Defined): HTMLButtonElement {
  const { title } = DEFINITIONS[defined];
  const attributes = { class: "what", "aria-label": `What is this: ${title}`, title: "Definition" };
  return button("?", attributes, () => showDefinition(DEFINITIONS[defined]));
}

function showDefinition({ title, text, tables }: Definition): void {
  const close = button("Close", {}, () => dialog.close());
  const dialog = el(
    "dialog",
    { "aria-labelledby": "definition-title" },
    el("h2", { id: "definition-title" }, title),
    el("p", {}, text),
    tables.length === 0 ? null : el("p", { class: "note" }, `Made in ${tables.join(", ")}.`),
    close,
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
