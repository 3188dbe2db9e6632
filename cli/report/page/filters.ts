/** The filters: days, and names by dimension. Whatever they let through, all parts of the page show at once. */

/// <reference lib="dom" />

import { type CostCube, type Dimension, DIMENSIONS } from "../data/report_data.ts";
import { dayNumber, dayText, monthsIn, shownMonth } from "./days.ts";
import { button, el } from "./dom.ts";
import type { Selection } from "./facts.ts";
import { DIMENSION_LABELS, nameLabel } from "./labels.ts";

/** The SKU is told apart in the table alone. */
const OFFERED = DIMENSIONS.filter((dimension) => dimension !== "sku");

interface Filters {
  readonly element: HTMLElement;
  /** For paper, where controls cannot be read: what is chosen, in words. */
  readonly inWords: () => string;
}

export function everything(cube: CostCube): Selection {
  return { first: 0, last: Math.max(0, cube.dayCount - 1), chosen: {} };
}

/** `changed` is called with what is selected from then on. */
export function filters(cube: CostCube, changed: (selection: Selection) => void): Filters {
  let selection = everything(cube);
  const change = (next: Selection) => {
    selection = next;
    changed(next);
  };
  const days = dayFilter(cube, (first, last) => change({ ...selection, first, last }));
  const lists = OFFERED.map((dimension) =>
    nameFilter(cube, dimension, (names) => {
      const { [dimension]: _left, ...others } = selection.chosen;
      change({ ...selection, chosen: names === null ? others : { ...others, [dimension]: names } });
    }),
  );
  const reset = button("Reset", { class: "quiet" }, () => {
    days.reset();
    for (const list of lists) list.reset();
    change(everything(cube));
  });
  closeOutside(lists.map(({ element }) => element));
  const bar = [days.element, ...lists.map(({ element }) => element), reset];
  return {
    element: el("form", { id: "filters", "aria-label": "Filters" }, ...bar),
    inWords: () =>
      lists
        .map(({ inWords }) => inWords())
        .filter((words) => words !== "")
        .join(" · "),
  };
}

function dayFilter(cube: CostCube, changed: (first: number, last: number) => void) {
  const start = cube.firstDay ?? "";
  const end = start === "" ? "" : dayText(start, cube.dayCount - 1);
  const input = (label: string, value: string) =>
    el("input", { type: "date", "aria-label": label, min: start, max: end, value });
  const [from, until] = [input("First day", start), input("Last day", end)];
  const period = el("select", { "aria-label": "Period" }, ...periodOptions(cube));
  const read = () => {
    const first = from.value === "" ? 0 : Math.max(0, dayNumber(start, from.value));
    const last = until.value === "" ? cube.dayCount - 1 : dayNumber(start, until.value);
    const isBackward = last < first;
    until.setCustomValidity(isBackward ? "The last day is before the first." : "");
    if (isBackward) {
      until.reportValidity();
      return;
    }
    const end = Math.min(last, cube.dayCount - 1);
    const same = [...period.options].find(({ value }) => value === `${first} ${end}`);
    period.value = same?.value ?? OWN_DAYS;
    changed(first, end);
  };
  for (const field of [from, until]) field.addEventListener("change", read);
  const show = (first: number, last: number) => {
    [from.value, until.value] =
      start === "" ? ["", ""] : [dayText(start, first), dayText(start, last)];
    until.setCustomValidity("");
  };
  period.addEventListener("change", () => {
    if (period.value === OWN_DAYS) return;
    const [first = 0, last = 0] = period.value.split(" ").map(Number);
    show(first, last);
    changed(first, last);
  });
  const reset = () => {
    show(0, cube.dayCount - 1);
    period.selectedIndex = 0;
  };
  return { element: el("span", { class: "days" }, period, from, "to", until), reset };
}

const OWN_DAYS = "own";

/** All days, each month, and a last entry for days that are neither; values are day numbers. */
function periodOptions(cube: CostCube): readonly HTMLOptionElement[] {
  const option = (value: string, text: string) => el("option", { value }, text);
  const months = monthsIn(cube.firstDay ?? "", cube.dayCount);
  return [
    option(`0 ${cube.dayCount - 1}`, "All days"),
    ...months.map(({ month, first, last }) => option(`${first} ${last}`, shownMonth(month))),
    option(OWN_DAYS, "Other days"),
  ];
}

function nameFilter(
  cube: CostCube,
  dimension: Dimension,
  changed: (names: ReadonlySet<number> | null) => void,
) {
  const label = DIMENSION_LABELS[dimension];
  const names = cube.names[dimension]
    .map((name, number) => ({ number, text: nameLabel(dimension, name) }))
    .sort((left, right) => left.text.localeCompare(right.text, "en"));
  const boxes = names.map(({ number, text }) => {
    const box = el("input", { type: "checkbox", value: String(number) });
    return { box, number, text, row: el("label", {}, box, text) };
  });
  const summary = el("summary", {}, label);
  const checked = () => boxes.filter(({ box }) => box.checked);
  const describe = () => {
    const [only, ...more] = checked();
    summary.textContent =
      only === undefined ? label : `${label}: ${more.length === 0 ? only.text : more.length + 1}`;
    summary.classList.toggle("chosen", only !== undefined);
  };
  const list = el("fieldset", {}, el("legend", { class: "hidden" }, label));
  list.append(...boxes.map(({ row }) => row));
  list.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === "search") return;
    describe();
    const numbers = checked().map(({ number }) => number);
    changed(numbers.length === 0 ? null : new Set(numbers));
  });
  const reset = () => {
    for (const { box } of boxes) box.checked = false;
    describe();
  };
  const finder = el("input", {
    type: "search",
    placeholder: "Find",
    "aria-label": `Find ${label}`,
  });
  finder.addEventListener("input", () => {
    const wanted = finder.value.trim().toLowerCase();
    for (const { row, text } of boxes) row.hidden = !text.toLowerCase().includes(wanted);
  });
  if (boxes.length > 12) list.prepend(finder);
  return {
    element: el("details", { class: "filter", "data-dimension": dimension }, summary, list),
    reset,
    inWords: () => {
      const texts = checked().map(({ text }) => text);
      return texts.length === 0 ? "" : `${label}: ${texts.join(", ")}`;
    },
  };
}

/** An open list closes on Escape, and when work goes on elsewhere. */
function closeOutside(lists: readonly HTMLDetailsElement[]): void {
  const closeAllBut = (target: EventTarget | null) => {
    for (const list of lists) {
      if (!(target instanceof Node && list.contains(target))) list.open = false;
    }
  };
  document.addEventListener("click", ({ target }) => closeAllBut(target));
  document.addEventListener("focusin", ({ target }) => closeAllBut(target));
  document.addEventListener("keydown", ({ key }) => {
    const open = lists.find((list) => list.open);
    if (key !== "Escape" || open === undefined) return;
    open.open = false;
    open.querySelector("summary")?.focus();
  });
}
