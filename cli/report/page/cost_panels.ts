/** The charts of cost: by day, and by each dimension; every chart's numbers are also a table below it. */

/// <reference lib="dom" />

import type { Dimension } from "../data/report_data.ts";
import { barChart } from "./charts.ts";
import { COLOURS } from "./colours.ts";
import { dayText, shownDay, shownMonth, type Step, stepFor, stepStart } from "./days.ts";
import { type Defined, DEFINITIONS } from "./definitions.ts";
import { el } from "./dom.ts";
import { sumByBucket, sumByName } from "./facts.ts";
import { DIMENSION_LABELS, nameLabel } from "./labels.ts";
import { exactUsd, percentOf, shownUsd, sum } from "../../../ingest/money/nano_usd.ts";
import { descending } from "./money.ts";
import { panel, type Sheet } from "./panel.ts";
import { moneyCell, numberCell, scrolling, tableOf, textCell } from "./table.ts";
import type { Part, View } from "./view.ts";

const MOST_BARS = 15;
const MOST_SERIES = COLOURS.length;

/** The names of a dimension with a cost in what is selected, dearest first; "rest" is nobody's or without a name. */
function namedCosts({ data, costs }: View, dimension: Dimension) {
  return sumByName(data.cube, dimension, costs)
    .map((nanos, number) => {
      const name = data.cube.names[dimension][number] ?? null;
      const isRest = name === null || name === "unattributed";
      return { number, name, nanos, isRest, label: nameLabel(dimension, name) };
    })
    .filter(({ nanos }) => nanos !== 0n)
    .sort((left, right) => descending(left.nanos, right.nanos));
}

interface CostBy {
  /** Most platforms have no such name: they are said in words, so that the bars can be seen. */
  readonly isRare?: boolean;
}

/** Lying bars: the dearest names, and the others as one. */
export function costBy(
  defined: Defined,
  dimension: Dimension,
  { isRare = false }: CostBy = {},
): Part {
  const chart = barChart({ isLying: true });
  const holder = el("div");
  let sheet: Sheet = { header: [], rows: [] };
  const besides = el("p", { class: "note" });
  const { element, note } = panel(
    { defined, sheet: () => sheet },
    besides,
    chart.element,
    asTable(DEFINITIONS[defined].title, holder),
  );
  const label = DIMENSION_LABELS[dimension];
  return {
    element,
    update: (view) => {
      note(view);
      const all = namedCosts(view, dimension);
      const [nameless] = isRare ? all.filter(({ name }) => name === null) : [];
      besides.textContent =
        nameless === undefined
          ? ""
          : `Not drawn: ${shownUsd(nameless.nanos)} with ${nameless.label}.`;
      const drawn = all.filter((entry) => entry !== nameless);
      const top = drawn.slice(0, MOST_BARS);
      const rest = drawn.slice(MOST_BARS);
      const bars = [...top];
      if (rest.length > 0) {
        const nanos = sum(rest.map((entry) => entry.nanos));
        bars.push({ number: -1, name: null, nanos, isRest: true, label: `${rest.length} others` });
      }
      const dearest = top.slice(0, 3).map((entry) => `${entry.label} ${shownUsd(entry.nanos)}`);
      chart.draw({
        summary: `Bars: ${DEFINITIONS[defined].title}. ${dearest.join(", ")}. All numbers are in the table below.`,
        labels: bars.map((entry) => entry.label),
        series: [
          {
            label: "",
            isRest: bars.map((bar) => bar.isRest),
            nanos: bars.map((entry) => entry.nanos),
          },
        ],
      });
      sheet = {
        header: [label, "cost_usd"],
        rows: all.map((entry) => [entry.label, exactUsd(entry.nanos)]),
      };
      const rows = all.map((entry) => [
        textCell(entry.label),
        moneyCell(entry.nanos),
        numberCell(percentOf(entry.nanos, view.total)),
      ]);
      const table = tableOf(DEFINITIONS[defined].title, [label, "US dollars", "% of total"], rows);
      holder.replaceChildren(scrolling(DEFINITIONS[defined].title, table));
    },
  };
}

const STACKS: readonly Dimension[] = ["platform", "person", "model", "team"];

/** Upright bars over time, stacked by a dimension that can be switched. */
export function trend(): Part {
  const chart = barChart({ isLying: false });
  const holder = el("div");
  const { title } = DEFINITIONS.trend;
  const options = STACKS.map((name) => el("option", { value: name }, DIMENSION_LABELS[name]));
  const stack = el("select", { id: "trend-stack" }, ...options);
  let sheet: Sheet = { header: [], rows: [] };
  let current: View | null = null;
  const draw = (view: View) => {
    current = view;
    const { buckets, step, series } = stacked(view, stack.value as Dimension);
    chart.draw({
      summary: `Bars: cost by ${step}, stacked by ${stack.value}. All numbers are in the table below.`,
      labels: axisLabels(buckets, step),
      series,
    });
    const labels = series.map(({ label }) => label);
    const cells = (index: number) => series.map(({ nanos }) => nanos[index] ?? 0n);
    sheet = {
      header: [step, ...labels],
      rows: buckets.map((bucket, index) => [bucket, ...cells(index).map(exactUsd)]),
    };
    const rows = buckets.map((bucket, index) => [
      textCell(bucket),
      ...[...cells(index), sum(cells(index))].map(moneyCell),
    ]);
    const table = tableOf(title, [step, ...labels, "Total"], rows);
    holder.replaceChildren(scrolling(title, table));
  };
  const { element, note } = panel(
    { defined: "trend", isWide: true, sheet: () => sheet },
    el("p", { class: "controls" }, el("label", { for: "trend-stack" }, "Stacked by "), stack),
    chart.element,
    asTable(title, holder),
  );
  stack.addEventListener("change", () => {
    if (current !== null) draw(current);
  });
  return {
    element,
    update: (view) => {
      note(view);
      draw(view);
    },
  };
}

function axisLabels(buckets: readonly string[], step: Step): readonly string[] {
  if (step === "month") return buckets.map(shownMonth);
  const hasYears = buckets[0]?.slice(0, 4) !== buckets.at(-1)?.slice(0, 4);
  return buckets.map((bucket) => shownDay(bucket, hasYears));
}

interface Stacked {
  readonly step: Step;
  readonly buckets: readonly string[];
  readonly series: readonly {
    readonly label: string;
    readonly isRest: boolean;
    readonly nanos: BigInt64Array;
  }[];
}

function stacked(view: View, dimension: Dimension): Stacked {
  const { cube } = view.data;
  const { first, last } = view.selection;
  const step = stepFor(last - first + 1);
  const buckets: string[] = [];
  const bucketOf = new Uint32Array(cube.dayCount);
  for (let day = first; day <= last && cube.firstDay !== null; day += 1) {
    const start = stepStart(dayText(cube.firstDay, day), step);
    if (buckets.at(-1) !== start) buckets.push(start);
    bucketOf[day] = buckets.length - 1;
  }
  const all = namedCosts(view, dimension);
  const top = all.length <= MOST_SERIES ? all : all.slice(0, MOST_SERIES - 1);
  const seriesOfName = new Map(top.map(({ number }, index) => [number, index]));
  const nanos = sumByBucket(view.facts, view.passes, view.selection, {
    seriesOf: cube.combinations[dimension].map((name) => seriesOfName.get(name) ?? top.length),
    seriesCount: top.length + 1,
    bucketOf,
    bucketCount: buckets.length,
  });
  const labels = [...top.map(({ label }) => label), `${all.length - top.length} others`];
  const count = all.length > top.length ? labels.length : top.length;
  return {
    step,
    buckets,
    series: labels.slice(0, count).map((label, index) => ({
      label,
      isRest: index === top.length || label === "unattributed",
      nanos: nanos[index] ?? new BigInt64Array(buckets.length),
    })),
  };
}

function asTable(title: string, holder: HTMLElement): HTMLElement {
  return el("details", { class: "as-table" }, el("summary", {}, `${title} as a table`), holder);
}
