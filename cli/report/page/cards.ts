/** The figures at the top: each with its definition, and what it is compared with below it. */

/// <reference lib="dom" />

import type { MartRow } from "../data/report_data.ts";
import { type Defined, DEFINITIONS } from "./definitions.ts";
import { monthsCompared, shownMonth, shownRange } from "./days.ts";
import { el } from "./dom.ts";
import { total as totalOf } from "./facts.ts";
import { shownIdleSeats, shownInvoices, shownSeats } from "./mart_rows.ts";
import { exactUsd, nanoUsd, percentOf, shownUsd, sum } from "../../../ingest/money/nano_usd.ts";
import { definitionButton } from "./panel.ts";
import { nameAt, type Part, type View } from "./view.ts";
import { moreOrLess, vendorLabel } from "./words.ts";

interface Figure {
  readonly value: string;
  readonly below: string;
  readonly exact?: string;
  readonly isBad?: boolean;
}

const FIGURES: readonly (readonly [Defined, (view: View) => Figure])[] = [
  ["total", total],
  ["change", change],
  ["unattributed", unattributed],
  ["invoices", invoices],
  ["laws", laws],
  ["idle", idle],
];

export function cards(): Part {
  const drawn = FIGURES.map(([defined, figure]) => {
    const value = el("output", { class: "value" });
    const below = el("p", { class: "note" });
    const title = el("h2", {}, DEFINITIONS[defined].title);
    const heading = el("header", {}, title, definitionButton(defined));
    const element = el("section", { class: "card", id: `card-${defined}` }, heading, value, below);
    return { element, value, below, figure };
  });
  return {
    element: el("div", { class: "cards" }, ...drawn.map(({ element }) => element)),
    update: (view) => {
      for (const { element, value, below, figure } of drawn) {
        const { value: text, below: words, exact = "", isBad = false } = figure(view);
        value.textContent = text;
        value.title = exact;
        value.dataset["exact"] = exact;
        below.textContent = words;
        element.classList.toggle("bad", isBad);
      }
    },
  };
}

function total(view: View): Figure {
  const exact = exactUsd(view.total);
  return { value: shownUsd(view.total), below: shownRange(view.from, view.until), exact };
}

function change({ data, facts, passes, selection }: View): Figure {
  const { firstDay } = data.cube;
  if (firstDay === null) return { value: "–", below: "no cost at all" };
  const months = monthsCompared(firstDay, selection.last);
  if (months.before.first < 0 && months.before.last < 0) {
    return { value: "–", below: `${shownMonth(months.monthBefore)} is not in this report` };
  }
  const now = totalOf(facts, passes, months.now);
  const before = totalOf(facts, passes, months.before);
  const percent = percentOf(now - before, before);
  const days = months.isPart ? `, days 1 to ${months.now.last - months.now.first + 1}` : "";
  return {
    value: percent === null ? "–" : `${now > before ? "+" : ""}${percent} %`,
    below: `${shownUsd(before)} in ${shownMonth(months.monthBefore)} → ${shownUsd(now)} in ${shownMonth(months.month)}${days}`,
    exact: exactUsd(now - before),
  };
}

function unattributed({ data, costs, total: whole }: View): Figure {
  const nobody = sum(
    [...costs].filter((_cost, index) => nameAt(data.cube, "person", index) === "unattributed"),
  );
  const percent = percentOf(nobody, whole);
  return {
    value: percent === null ? "–" : `${percent} %`,
    below: `${shownUsd(nobody)} belong to nobody`,
    exact: exactUsd(nobody),
  };
}

function invoices(view: View): Figure {
  const rows = shownInvoices(view);
  const isOdd = (row: MartRow) => /[1-9]/.test(String(row["unexplained_usd"] ?? ""));
  if (rows.length === 0) return { value: "–", below: "no invoice in these days" };
  const [odd, ...others] = rows.filter(isOdd);
  const explained = odd === undefined ? rows.length : rows.length - others.length - 1;
  return {
    value: `${explained} of ${rows.length}`,
    below:
      odd === undefined
        ? "nothing unexplained"
        : others.length > 0
          ? `${others.length + 1} differ`
          : odds(odd),
    isBad: explained < rows.length,
  };
}

function odds(row: MartRow): string {
  const vendor = vendorLabel(String(row["vendor"]));
  const difference = row["difference_usd"];
  if (typeof difference !== "string") return `${vendor} is in another currency`;
  return `${vendor}: ${moreOrLess(nanoUsd(difference))} ours`;
}

function laws({ data }: View): Figure {
  const { total: count, broken } = data.laws;
  if (count === 0) return { value: "–", below: "no law was checked" };
  return {
    value: `${count - broken.length} of ${count}`,
    below: broken.length === 0 ? "every dollar once, exactly" : broken.join(", "),
    isBad: broken.length > 0,
  };
}

/** Seats, of which a row may stand for several; the rows are those of the panel. */
function idle(view: View): Figure {
  const current = shownSeats(view).filter((row) => row["is_current"] === true);
  const idleRows = shownIdleSeats(view);
  return {
    value: String(seats(idleRows)),
    below: `of ${seats(current)} paid for; ${shownUsd(fees(idleRows))} a month`,
    isBad: idleRows.length > 0,
  };
}

function seats(rows: readonly MartRow[]): bigint {
  return sum(rows.map((row) => BigInt(String(row["quantity"] ?? "1"))));
}

function fees(rows: readonly MartRow[]): bigint {
  return sum(rows.map((row) => nanoUsd(String(row["monthly_fee_usd"] ?? "0"))));
}
