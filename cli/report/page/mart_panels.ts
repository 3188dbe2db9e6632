/** Marts shown as they are: months, invoices, idle seats, restatements, anomalies, freshness. */

/// <reference lib="dom" />

import type { Dimension, MartRow } from "../data/report_data.ts";
import { type Defined, DEFINITIONS } from "./definitions.ts";
import { el } from "./dom.ts";
import { platformLabel } from "./labels.ts";
import {
  shownAnomalies,
  shownFreshness,
  shownIdleSeats,
  shownInvoices,
  shownMonths,
  shownRestatements,
} from "./mart_rows.ts";
import { panel } from "./panel.ts";
import { numberCell, scrolling, type TableCell, tableOf, textCell, usdCell } from "./table.ts";
import type { Part, View } from "./view.ts";
import { codeLabel, columnLabel } from "./words.ts";

interface MartPanel {
  readonly defined: Defined;
  readonly honours: readonly Dimension[];
  readonly rows: (view: View) => readonly MartRow[];
  readonly columns: readonly string[];
  /** What is said when there is no row. */
  readonly none: string;
}

const PEOPLE = ["person", "team", "cost_center"] as const;

const MART_PANELS: readonly MartPanel[] = [
  {
    defined: "months",
    honours: ["platform"],
    rows: shownMonths,
    columns: [
      ...["month", "platform", "metered_usd", "seat_usd", "overage_usd", "credit_usd", "total_usd"],
      ...["change_pct", "unattributed_usd", "budget_usd", "paid_by_invoice_usd", "prepaid_usd"],
      ...["uninvoiced_usd", "adjusted_usd", "prepaid_balance_usd", "billed_usd", "unexplained_usd"],
      ...["forecast_usd", "forecast_low_usd", "forecast_high_usd"],
      ...["included_worth_usd", "is_final"],
    ],
    none: "No month has a cost in these days.",
  },
  {
    defined: "invoices",
    honours: ["platform"],
    rows: shownInvoices,
    columns: [
      ...["vendor", "period_start", "period_end", "invoice_ids", "invoice_usd", "warehouse_usd"],
      ...["line_kind", "difference_usd", "explained_by", "explained_usd", "rounding_usd"],
      ...["unexplained_usd"],
    ],
    none: "No invoice was imported for these days.",
  },
  {
    defined: "idle",
    honours: ["platform", ...PEOPLE],
    rows: shownIdleSeats,
    columns: [
      ...["platform", "person", "seat_type", "quantity", "status", "last_active_day"],
      ...["days_without_activity", "idle_after_days", "monthly_fee_usd"],
    ],
    none: "Every seat paid for is in use, or too new to say.",
  },
  {
    defined: "anomalies",
    honours: ["platform", "model", ...PEOPLE],
    rows: shownAnomalies,
    columns: [
      ...["anomaly_date", "kind", "scope", "platform", "scope_value", "measured_usd"],
      ...["threshold_usd", "usual_usd", "baseline_days"],
    ],
    none: "No day, key or model stands out.",
  },
  {
    defined: "restatements",
    honours: ["platform"],
    rows: shownRestatements,
    columns: [
      ...["activity_date", "vendor", "connection", "endpoint", "previous_usd", "restated_usd"],
      ...["difference_usd", "restated_at", "was_final", "is_alarming"],
    ],
    none: "No vendor changed a day after it had ended.",
  },
  {
    defined: "freshness",
    honours: ["platform"],
    rows: shownFreshness,
    columns: [
      ...["vendor", "connection", "endpoint", "first_day", "last_day", "missing_days"],
      ...["days_behind", "newest_fetch_at", "is_late"],
    ],
    none: "Nothing was fetched yet.",
  },
];

export function martPanels(): readonly Part[] {
  return MART_PANELS.map(martPanel);
}

function martPanel({ defined, honours, rows: rowsOf, columns, none }: MartPanel): Part {
  const { title } = DEFINITIONS[defined];
  const holder = el("div");
  let rows: readonly MartRow[] = [];
  const sheet = () => ({
    header: columns,
    rows: rows.map((row) => columns.map((column) => row[column] ?? null)),
  });
  const { element, note } = panel({ defined, isWide: true, honours, sheet }, holder);
  return {
    element,
    update: (view) => {
      note(view);
      rows = rowsOf(view);
      if (rows.length === 0) {
        holder.replaceChildren(el("p", { class: "none" }, none));
        return;
      }
      const cells = rows.map((row) => columns.map((column) => cell(column, row[column] ?? null)));
      const table = tableOf(title, columns.map(columnLabel), cells);
      holder.replaceChildren(scrolling(title, table), ...paperTables(title, columns, cells));
      holder.classList.toggle("is-divided", columns.length > MOST_ON_PAPER);
    },
  };
}

/** Columns that fit beside each other on paper. */
const MOST_ON_PAPER = 14;

/** Columns by which rows are told apart, and how many stand beside them on paper. */
const [KEYS, BESIDE] = [2, 7];

/** A table that is too wide for paper, as several under each other. */
function paperTables(
  title: string,
  columns: readonly string[],
  cells: readonly (readonly TableCell[])[],
): readonly HTMLElement[] {
  if (columns.length <= MOST_ON_PAPER) return [];
  const count = Math.ceil((columns.length - KEYS) / BESIDE);
  const part = <T>(all: readonly T[], index: number): readonly T[] => [
    ...all.slice(0, KEYS),
    ...all.slice(KEYS + index * BESIDE, KEYS + (index + 1) * BESIDE),
  ];
  return Array.from({ length: count }, (_, index) =>
    el(
      "div",
      { class: "on-paper" },
      tableOf(
        `${title}, part ${index + 1}`,
        part(columns, index).map(columnLabel),
        cells.map((row) => part(row, index)),
      ),
    ),
  );
}

const NUMBERS = /^(quantity|days_|missing_days|idle_after_days|baseline_days)/;

function cell(column: string, value: string | boolean | null): TableCell {
  if (typeof value === "boolean") return textCell(value ? "yes" : "no");
  if (column.endsWith("_usd")) return usdCell(value);
  if (column.endsWith("_pct")) return numberCell(value === null ? null : oneDecimal(value));
  if (NUMBERS.test(column)) return numberCell(value);
  if (value === null) return textCell(null);
  if (column === "month") return textCell(value.slice(0, 7));
  if (column === "platform") return textCell(platformLabel(value));
  if (column.endsWith("_at")) return textCell(`${value.slice(0, 16).replace("T", " ")} UTC`);
  return textCell(codeLabel(column, value));
}

/** A percentage for reading; the CSV has all decimals. */
function oneDecimal(text: string): string {
  const value = Number(text);
  return Number.isFinite(value) ? value.toFixed(1) : text;
}
