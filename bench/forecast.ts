/**
 * How far off `spend_forecast` would have been: asked on the 8th, 15th and 22nd of every month of a simulated
 * organization's year, by the SQL that the mart runs. `npx tsx bench/forecast.ts` prints the table of docs/forecast.md.
 */

import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import watch from "../includes/watch.js";
import { nanoUsd } from "../ingest/money/nano_usd.ts";
import { nullable, type Table } from "../ingest/tables/tables.ts";
import { openBigQuery } from "../ingest/warehouse/bigquery.ts";
import { cellText } from "../ingest/warehouse/cells.ts";
import { demoOrganizations } from "../local/stand_ins/organization/index.ts";
import { startWarehouse } from "../local/warehouse/index.ts";
import { yearOf } from "./anomaly_year.ts";

const DAYS = [8, 15, 22];

const YEAR: Table = {
  dataset: "ai_raw",
  name: "simulated_year",
  description: "One row per day, platform and team of the simulated year.",
  fields: [
    ...["day", "platform", "team"].map((column) => nullable(column, "STRING", "")),
    nullable("cost_usd", "NUMERIC", ""),
  ],
  partitionedBy: null,
  clusteredBy: null,
};

const COSTS = `(
  select cast(day as date) as charge_date, platform, team, cost_usd, cast(null as date) as known_before
  from ai_raw.simulated_year
)`;

/** A month of a platform and team, or of everything, seen from one of its days. */
interface Seen {
  readonly day: number;
  readonly actual: number;
  readonly forecast: number;
  readonly straight: number;
  readonly isWithin: boolean;
}

async function main(): Promise<void> {
  const [organization] = demoOrganizations({
    keys: 20,
    days: 365,
    requestsPerKeyDay: 20,
    second: false,
  });
  if (organization === undefined) throw new Error("the demo has no organization");
  const teams = new Map(organization.people.map(({ email, team }) => [email, team]));
  const rows = yearOf(organization, 10n).map(({ day, platform, person, nanoUsd: nanos }) => ({
    day,
    platform,
    team: person === null ? null : (teams.get(person) ?? null),
    cost_usd: usd(nanos),
  }));
  const months = [...new Set(rows.map(({ day }) => day.slice(0, 7)))].sort().slice(1, -1);
  const folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-forecast-"));
  const server = await startWarehouse({ file: path.join(folder, "year.duckdb") });
  const warehouse = openBigQuery({
    ...{ projectId: server.projectId, location: "US", localUrl: server.url },
    release: () => server.close(),
  });
  try {
    await warehouse.ensureTables([YEAR]);
    await warehouse.append(YEAR, rows, "year");
    const asked = months.flatMap((month) =>
      DAYS.map((day) => `select date '${month}-${String(day).padStart(2, "0")}' as ended_before`),
    );
    const query = watch.forecast.monthEnds({
      days: COSTS,
      moments: `(
        select ended_before, (select min(charge_date) from ${COSTS}) as first_charge_date
        from (${asked.join(" union all ")})
      )`,
    });
    const found = await warehouse.query(`
      with forecasts as (${query}),
      actuals as (
        select date_trunc(charge_date, month) as month, platform, ifnull(team, '') as team, sum(cost_usd) as actual_usd
        from ${COSTS} group by date_trunc(charge_date, month), platform, ifnull(team, '')
      )
      select days_gone, actual_usd, forecast_usd, forecast_low_usd, forecast_high_usd, straight_usd
      from forecasts
      inner join actuals
        on forecasts.month = actuals.month
        and forecasts.platform = actuals.platform
        and ifnull(forecasts.team, '') = actuals.team`);
    const seen = found.rows.map((row): Seen => {
      const of = (column: string) => Number(nanoUsd(cellText(row[column]) ?? "0"));
      return {
        day: Number(cellText(row["days_gone"])) + 1,
        actual: of("actual_usd"),
        forecast: of("forecast_usd"),
        straight: of("straight_usd"),
        isWithin:
          of("actual_usd") >= of("forecast_low_usd") && of("actual_usd") <= of("forecast_high_usd"),
      };
    });
    process.stdout.write(tableOf(seen, months.length));
  } finally {
    await warehouse.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function tableOf(seen: readonly Seen[], months: number): string {
  const head = `| asked on the | months, platforms and teams | error, median | error, of all dollars | straight line, of all dollars | ended within low and high |\n| --- | --- | --- | --- | --- | --- |\n`;
  const lines = DAYS.map((day) => {
    const rows = seen.filter((each) => each.day === day);
    const total = sum(rows.map(({ actual }) => actual));
    const off = (of: (each: Seen) => number) =>
      sum(rows.map((each) => Math.abs(of(each) - each.actual))) / total;
    const errors = rows
      .map(({ forecast, actual }) => Math.abs(forecast - actual) / actual)
      .sort((left, right) => left - right);
    const median = errors[Math.floor(errors.length / 2)] ?? 0;
    const within = rows.filter(({ isWithin }) => isWithin).length / rows.length;
    const cells = [
      day === 22 ? "22nd" : `${day}th`,
      `${rows.length} in ${months} months`,
      ...[median, off(({ forecast }) => forecast), off(({ straight }) => straight), within].map(
        percent,
      ),
    ];
    return `| ${cells.join(" | ")} |\n`;
  });
  return `${head}${lines.join("")}`;
}

function usd(nanos: bigint): string {
  const digits = nanos.toString().padStart(10, "0");
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((left, right) => left + right, 0);
}

await main();
