/** Draws the report: unpacks the data that the file holds, and draws all parts anew whenever a filter changes. */

/// <reference lib="dom" />

import type { ReportData } from "../data/report_data.ts";
import { cards } from "./cards.ts";
import { redrawCharts } from "./charts.ts";
import { costBy, trend } from "./cost_panels.ts";
import { shownRange } from "./days.ts";
import { details } from "./details_panel.ts";
import { el } from "./dom.ts";
import { unpackFacts } from "./facts.ts";
import { everything, filters } from "./filters.ts";
import { martPanels } from "./mart_panels.ts";
import { seatUsage } from "./seat_panel.ts";
import { treesIn } from "./trees.ts";
import { viewOf } from "./view.ts";
import { standingSentence } from "./words.ts";

async function main(): Promise<void> {
  const data = JSON.parse(textOf("report-data")) as ReportData;
  const facts = await unpackFacts(textOf("report-facts"), data.cube.factCount);
  const parts = [
    cards(),
    trend(),
    costBy("person", "person"),
    costBy("model", "model"),
    costBy("team", "team"),
    costBy("cost_center", "cost_center"),
    costBy("key", "key", { isRare: true }),
    costBy("funding", "funding", { isRare: true }),
    seatUsage(),
    ...martPanels(),
    details(treesIn(textOf("report-trees"))),
  ];
  const onPaper = el("p", { class: "on-paper" });
  const update = (selection: ReturnType<typeof everything>) => {
    const view = viewOf(data, facts, selection);
    for (const part of parts) part.update(view);
    onPaper.textContent = [shownRange(view.from, view.until), bar.inWords()]
      .filter((words) => words !== "")
      .join(" · ");
  };
  const bar = filters(data.cube, update);
  const [top, ...panels] = parts.map(({ element }) => element);
  const header = el(
    "header",
    { class: "top" },
    el("h1", {}, "AI spend"),
    sinceWhen(data),
    ...standing(data),
    onPaper,
  );
  document
    .getElementById("page")
    ?.append(
      header,
      bar.element,
      el("main", {}, top ?? null, el("div", { class: "panels" }, ...panels)),
    );
  update(everything(data.cube));
  for (const query of ["(prefers-color-scheme: dark)", "print"]) {
    matchMedia(query).addEventListener("change", redrawCharts);
  }
  document.documentElement.dataset["ready"] = "yes";
}

function sinceWhen({ asOf, hasPseudonyms }: ReportData): HTMLElement {
  const when =
    asOf === null ? "No data yet" : `Data up to ${asOf.slice(0, 16).replace("T", " ")} UTC`;
  const words = hasPseudonyms ? `${when}. People's names are replaced.` : `${when}.`;
  return el(
    "p",
    { class: "note" },
    `${words} US dollars; days are UTC unless the platform's setting says otherwise.`,
  );
}

/** Said before any number: a vendor whose numbers are not today's. */
function standing({ marts }: ReportData): readonly HTMLElement[] {
  return marts.standing.map((row) => el("p", { class: "standing" }, standingSentence(row)));
}

function textOf(id: string): string {
  return document.getElementById(id)?.textContent ?? "";
}

void main();
