/** What `alerts` asks the marts, one query a mart, and the sentence that each row becomes. */

import { cellText } from "../../ingest/warehouse/cells.ts";
import { nanoUsd, shownUsd } from "../../ingest/money/nano_usd.ts";
import type { QueryResult } from "../../ingest/warehouse/warehouse.ts";
import { type Alert, alertOf, type Naming } from "./alert.ts";

type Row = QueryResult["rows"][number];

export interface Watch {
  /** The table of `ai_spend` without which there is nothing to ask. */
  readonly table: string;
  readonly sql: string;
  readonly alert: (row: Row) => Alert;
}

/**
 * What lies further back than this is no news, as after the first load of years. The vendors restate days for as
 * long as 31 days; see `includes/endpoints.js`.
 */
export const NEWS_DAYS = 31;

/** The mart that says up to when the data speak, without which nothing is known to be news. */
export const CLOCK = "data_freshness";

const NEWS_FROM = `(
  select date_sub(date(max(as_of), 'UTC'), interval ${NEWS_DAYS} day)
  from ai_spend.${CLOCK}
)`;

export const WATCHES: readonly Watch[] = [
  {
    table: "cost_anomalies",
    sql: `
select
  anomaly_date, kind, scope, platform, organization_id, scope_value,
  measured_usd, threshold_usd
from ai_spend.cost_anomalies
where anomaly_date >= ${NEWS_FROM}
order by anomaly_date, kind, scope, platform, organization_id, scope_value`,
    alert: anomaly,
  },
  {
    table: "budget_status",
    sql: `
select scope, scope_value, month, state, measured_usd, budget_usd
from ai_spend.budget_status
where state in ('over', 'heading_over') and month >= date_trunc(${NEWS_FROM}, month)
order by month, scope, scope_value`,
    alert: budget,
  },
  {
    table: "data_freshness",
    sql: `
select
  connection, organization_id, endpoint, days_behind, late_after_days,
  ifnull(last_day, date(newest_fetch_at, 'UTC')) as reached_day
from ai_spend.data_freshness
where is_late
order by connection, organization_id, endpoint`,
    alert: lateData,
  },
  {
    table: "cost_restatements",
    sql: `
select
  connection, endpoint, organization_id, activity_date,
  restated_at, previous_usd, restated_usd,
  previous_usd * numeric '0.9' as threshold_usd
from ai_spend.cost_restatements
where is_alarming and date(restated_at, 'UTC') >= ${NEWS_FROM}
order by activity_date, connection, endpoint, organization_id, restated_at`,
    alert: shrunkDay,
  },
];

function anomaly(row: Row): Alert {
  const kind = cellText(row["kind"]);
  const day = cellText(row["anomaly_date"]);
  const measured = cellText(row["measured_usd"]);
  const threshold = cellText(row["threshold_usd"]);
  const [cost, limit] = [usd(measured), usd(threshold)];
  const sentences: Readonly<Record<string, (who: string) => string>> = {
    high_day: (who) =>
      `The ${who} cost ${cost} on ${day}, above its own threshold of ${limit} for a day.`,
    missing_day: (who) =>
      `The ${who} has no cost on ${day}, where nearly every workday costs at least ${limit}.`,
  };
  const newcomer = (who: string) =>
    `The new ${who}, seen first on ${day}, cost ${cost} in its first days, above ${limit}.`;
  return alertOf({
    kind,
    severity: "WARNING",
    grain: texts(row, ["anomaly_date", "scope", "platform", "organization_id", "scope_value"]),
    measured,
    threshold,
    say: (naming) => (sentences[kind] ?? newcomer)(whoseCost(row, naming)),
  });
}

function budget(row: Row): Alert {
  const isOver = row["state"] === "over";
  const measured = cellText(row["measured_usd"]);
  const threshold = cellText(row["budget_usd"]);
  const month = cellText(row["month"]).slice(0, 7);
  const found = isOver
    ? `${usd(measured)} is spent`
    : `the month will end at ${usd(measured)} if it goes on like this`;
  return alertOf({
    kind: isOver ? "budget_over" : "budget_heading_over",
    severity: isOver ? "ERROR" : "WARNING",
    grain: texts(row, ["scope", "scope_value", "month"]),
    measured,
    threshold,
    say: (naming) =>
      `The budget of ${month} for ${budgetOf(row, naming)} is ${usd(threshold)}, and ${found}.`,
  });
}

function lateData(row: Row): Alert {
  const [endpoint, connection] = [cellText(row["endpoint"]), cellText(row["connection"])];
  const measured = cellText(row["days_behind"]);
  const threshold = cellText(row["late_after_days"]);
  const day = cellText(row["reached_day"]);
  return alertOf({
    kind: "late_data",
    severity: "WARNING",
    grain: texts(row, ["connection", "organization_id", "endpoint"]),
    measured,
    threshold,
    say: ({ thing }) =>
      `The data of ${endpoint} from ${thing(connection)} end on ${day}, ${measured} days behind; more than ${threshold} is late.`,
  });
}

function shrunkDay(row: Row): Alert {
  const [endpoint, connection] = [cellText(row["endpoint"]), cellText(row["connection"])];
  const day = cellText(row["activity_date"]);
  const measured = cellText(row["restated_usd"]);
  const change = `from ${usd(cellText(row["previous_usd"]))} to ${usd(measured)}`;
  return alertOf({
    kind: "final_day_shrank",
    severity: "ERROR",
    grain: texts(row, [
      "connection",
      "endpoint",
      "organization_id",
      "activity_date",
      "restated_at",
    ]),
    measured,
    threshold: cellText(row["threshold_usd"]),
    say: ({ thing }) =>
      `${endpoint} from ${thing(connection)}: ${day} was final and shrank ${change}; ask the vendor before you trust it.`,
  });
}

/** Such as `key apikey_01 of claude_api`. */
function whoseCost(row: Row, naming: Naming): string {
  const scope = cellText(row["scope"]);
  const platform = textOrNull(row, "platform");
  const of = platform === null || scope === "platform" ? "" : ` of ${platform}`;
  return `${scope} ${shown(row, naming)}${of}`;
}

/** Such as `the team Research`. */
function budgetOf(row: Row, naming: Naming): string {
  const scope = cellText(row["scope"]);
  return scope === "total" ? "all spend" : `the ${scope} ${shown(row, naming)}`;
}

function shown(row: Row, naming: Naming): string {
  const value = cellText(row["scope_value"]);
  return row["scope"] === "person" ? naming.person(value) : naming.thing(value);
}

function usd(amount: string): string {
  return shownUsd(nanoUsd(amount));
}

function texts(row: Row, columns: readonly string[]): (string | null)[] {
  return columns.map((column) => textOrNull(row, column));
}

function textOrNull(row: Row, column: string): string | null {
  return (row[column] ?? null) === null ? null : cellText(row[column]);
}
