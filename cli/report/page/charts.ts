/** Two kinds of bars by Chart.js. */

/// <reference lib="dom" />

import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartOptions,
  Legend,
  LinearScale,
  Tooltip,
} from "chart.js";

import { COLOURS } from "./colours.ts";
import { el } from "./dom.ts";
import { shownUsd } from "../../../ingest/money/nano_usd.ts";
import { pixels } from "./money.ts";

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip, Legend);
Chart.defaults.animation = false;

const ROW_PIXELS = 26;
const LONGEST_LABEL = 30;
const LONGEST_LABEL_IF_NARROW = 15;
const NARROW = 500;
const MOST_EDGED = 35;

export interface Series {
  readonly label: string;
  /** Drawn in grey: what has no colour of its own, as a whole or bar by bar. */
  readonly isRest: boolean | readonly boolean[];
  readonly nanos: ArrayLike<bigint>;
}

export interface Bars {
  /** What the picture says, for those who do not see it. */
  readonly summary: string;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
}

export interface BarChart {
  readonly element: HTMLElement;
  readonly draw: (bars: Bars) => void;
}

const drawn = new Set<() => void>();

/** Draws all charts anew, in the colours now in force. */
export function redrawCharts(): void {
  for (const draw of drawn) draw();
}

/** `isLying`: one bar a row, names at the left; else upright, series on top of each other. */
export function barChart({ isLying }: { readonly isLying: boolean }): BarChart {
  const canvas = el("canvas", { role: "img" });
  const element = el("div", { class: "chart" }, canvas);
  let bars: Bars = { summary: "", labels: [], series: [] };
  let chart: Chart<"bar"> | null = null;
  const draw = () => {
    canvas.setAttribute("aria-label", bars.summary);
    const perRow = ROW_PIXELS * Math.max(1, bars.series.length * 0.8);
    element.style.height = isLying ? `${bars.labels.length * perRow + 56}px` : "";
    const data = { labels: [...bars.labels], datasets: datasetsOf(bars) };
    const options = optionsOf(isLying, () => bars);
    if (chart === null) {
      chart = new Chart(canvas, { type: "bar", data, options });
    } else {
      chart.data = data;
      chart.options = options;
      chart.resize();
      chart.update("none");
    }
  };
  drawn.add(draw);
  return {
    element,
    draw: (next) => {
      bars = next;
      draw();
    },
  };
}

function datasetsOf({ series, labels }: Bars) {
  // An edge tells neighbours apart; around many thin bars it would be most of what is seen.
  const hasEdge = series.length > 1 && labels.length <= MOST_EDGED;
  const [edge, rest] = [colour("--panel"), colour("--rest")];
  return series.map(({ label, nanos, isRest }, index) => ({
    label,
    data: Array.from(nanos, pixels),
    backgroundColor: Array.from(
      nanos,
      (_usd, bar) =>
        (isRest === true || (isRest !== false && isRest[bar] === true) ? null : COLOURS[index]) ??
        rest,
    ),
    borderColor: edge,
    borderWidth: hasEdge ? 1 : 0,
    maxBarThickness: 40,
  }));
}

function optionsOf(isLying: boolean, bars: () => Bars): ChartOptions<"bar"> {
  const text = colour("--text");
  const line = colour("--line");
  const money = (value: string | number) => `$${Number(value).toLocaleString("en-US")}`;
  const amounts = {
    stacked: !isLying,
    ticks: { color: text, callback: money, maxTicksLimit: 6 },
    grid: { color: line },
  };
  const names = {
    stacked: !isLying,
    grid: { display: false },
    ticks: {
      color: text,
      autoSkip: !isLying,
      maxRotation: isLying ? 0 : 50,
      callback: (_value: string | number, index: number) => shortened(bars().labels[index] ?? ""),
    },
  };
  return {
    indexAxis: isLying ? "y" : "x",
    maintainAspectRatio: false,
    scales: isLying ? { x: amounts, y: names } : { x: names, y: amounts },
    plugins: {
      legend: {
        display: bars().series.length > 1,
        position: "bottom",
        labels: { color: text, boxWidth: 12 },
      },
      tooltip: {
        callbacks: {
          label: ({ datasetIndex, dataIndex }) => {
            const { label = "", nanos } = bars().series[datasetIndex] ?? {};
            return `${label} ${shownUsd(nanos?.[dataIndex] ?? 0n)}`.trim();
          },
        },
      },
    },
  };
}

function shortened(label: string): string {
  const longest = innerWidth < NARROW ? LONGEST_LABEL_IF_NARROW : LONGEST_LABEL;
  return label.length <= longest ? label : `${label.slice(0, longest - 1)}…`;
}

function colour(variable: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
}
