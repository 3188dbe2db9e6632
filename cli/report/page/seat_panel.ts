/** Seats beside the use that their people make of the platform. */

/// <reference lib="dom" />

import { barChart } from "./charts.ts";
import { dayNumber } from "./days.ts";
import { DEFINITIONS } from "./definitions.ts";
import { el } from "./dom.ts";
import { platformLabel } from "./labels.ts";
import { exactUsd, sum } from "../../../ingest/money/nano_usd.ts";
import { descending } from "./money.ts";
import { panel, type Sheet } from "./panel.ts";
import { moneyCell, numberCell, scrolling, tableOf, textCell } from "./table.ts";
import { nameAt, type Part, type View } from "./view.ts";

interface SeatRow {
  readonly platform: string;
  readonly person: string;
  readonly seat: bigint;
  readonly use: bigint;
  readonly days: number;
}

export function seatUsage(): Part {
  const { title } = DEFINITIONS.seat_usage;
  const chart = barChart({ isLying: true });
  const holder = el("div");
  let sheet: Sheet = { header: [], rows: [] };
  const options = { defined: "seat_usage", isWide: true, sheet: () => sheet } as const;
  const { element, note } = panel(options, chart.element, holder);
  return {
    element,
    update: (view) => {
      note(view);
      const rows = seatRows(view);
      const platforms = [...new Set(rows.map(({ platform }) => platform))];
      const sums = (pick: (row: SeatRow) => bigint) =>
        platforms.map((name) => sum(rows.filter((row) => row.platform === name).map(pick)));
      chart.draw({
        summary: `Bars: for each platform with seats, dollars of seats and dollars of use. ${rows.length} people; all numbers are in the table below.`,
        labels: platforms.map(platformLabel),
        series: [
          { label: "Seats", isRest: false, nanos: sums(({ seat }) => seat) },
          { label: "Metered use and overage", isRest: false, nanos: sums(({ use }) => use) },
        ],
      });
      const header = ["platform", "person", "seat_usd", "use_usd", "days_worked"];
      sheet = {
        header,
        rows: rows.map((row) => [
          ...[row.platform, row.person, exactUsd(row.seat), exactUsd(row.use)],
          String(row.days),
        ]),
      };
      const table = tableOf(
        title,
        ["Platform", "Person", "Seat", "Metered use and overage", "Days worked"],
        rows.map((row) => [
          textCell(platformLabel(row.platform)),
          textCell(row.person),
          moneyCell(row.seat),
          moneyCell(row.use),
          numberCell(String(row.days)),
        ]),
      );
      holder.replaceChildren(scrolling(title, table));
    },
  };
}

/** People with dollars of a seat in what is selected, dearest seat first, then least work. */
function seatRows(view: View): readonly SeatRow[] {
  const { cube } = view.data;
  const found = new Map<string, { platform: string; person: string; seat: bigint; use: bigint }>();
  view.costs.forEach((nanos, index) => {
    if (nanos === 0n) return;
    const platform = nameAt(cube, "platform", index) ?? "";
    const person = nameAt(cube, "person", index) ?? "";
    const spelled = JSON.stringify([platform, person]);
    const row = found.get(spelled) ?? { platform, person, seat: 0n, use: 0n };
    if (nameAt(cube, "mode", index) === "seat") row.seat += nanos;
    else row.use += nanos;
    found.set(spelled, row);
  });
  const days = daysWorked(view);
  return [...found.entries()]
    .filter(([, { seat }]) => seat !== 0n)
    .map(([spelled, row]) => ({ ...row, days: days.get(spelled) ?? 0 }))
    .sort((left, right) => descending(left.seat, right.seat) || left.days - right.days);
}

function daysWorked({ data, from, until }: View): ReadonlyMap<string, number> {
  const { firstDay } = data.cube;
  if (firstDay === null) return new Map();
  const [first, last] = [dayNumber(firstDay, from), dayNumber(firstDay, until)];
  return new Map(
    data.active.map(({ platform, person, days }) => [
      JSON.stringify([platform, person]),
      days.slice(first, last + 1).replaceAll("0", "").length,
    ]),
  );
}
