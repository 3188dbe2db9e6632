/**
 * How often a quiet year raises a false alarm, and whether planted anomalies are found: the project's own
 * models, run by the CLI over a simulated organization's year. `npx tsx bench/anomalies.ts` prints the table.
 */

import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { openBigQuery } from "../ingest/warehouse/bigquery.ts";
import { cellText } from "../ingest/warehouse/cells.ts";
import { runDataform } from "../cli/build/dataform.ts";
import { projectRoot } from "../ingest/project_root.ts";
import { nullable, type Table } from "../ingest/tables/tables.ts";
import type { Warehouse } from "../ingest/warehouse/warehouse.ts";
import { demoOrganizations, type Organization } from "../local/stand_ins/organization/index.ts";
import { startWarehouse } from "../local/warehouse/index.ts";
import { type CostRow, plantIn, type Planted, yearOf } from "./anomaly_year.ts";
import { type Line, rowsText, TABLE_HEAD } from "./table.ts";

const MONTHS = 12;
/** Sixty requests a key and day at ten times their price: a usual day of a key costs about a hundred dollars. */
const LARGE = { requestsPerKeyDay: 60, factor: 10n };
/** A planted day costs so many usual days more. */
const TIMES = 10n;

const MODELS = ["days", "high_days", "newcomers", "missing_days"].map(
  (name) => `int_watch__anomaly_${name}`,
);

const TEXTS = ["platform", "organization_id", "api_key_id", "user_email", "model", "billing_mode"];

const YEAR: Table = {
  dataset: "ai_raw",
  name: "simulated_year",
  description: "One row per day, key, person and model of the simulated year.",
  fields: [
    ...["day", ...TEXTS].map((column) => nullable(column, "STRING", "")),
    nullable("cost_usd", "NUMERIC", ""),
  ],
  partitionedBy: null,
  clusteredBy: null,
};

/** The three tables of costs that the models read, with the columns that they read of them, and which rows are theirs. */
const TABLES: Readonly<Record<string, string>> = {
  draft_fct_cost_daily: "true",
  draft_fct_key_cost_daily: "api_key_id is not null",
  draft_fct_user_cost_daily: "user_email is not null",
};

/** False alarms of a quiet year, and how many planted anomalies are not found. */
export async function anomalyLines(): Promise<readonly Line[]> {
  const demo = await alarmsIn(yearOf(organizationOf(6), 1n));
  const quiet = yearOf(organizationOf(LARGE.requestsPerKeyDay), LARGE.factor);
  const large = await alarmsIn(quiet);
  const { rows, planted } = plantIn(quiet, TIMES);
  const found = await alarmsIn(rows);
  const missed = planted.filter((each) => !found.has(labelOf(each)));
  for (const each of missed) process.stderr.write(`not found: ${labelOf(each)}\n`);
  return [
    perMonth("quiet year, a dollar a day and key: false alarms a month", falseOnes(demo)),
    perMonth("quiet year, a hundred dollars a day and key: false alarms a month", falseOnes(large)),
    told("models launched in that year and named", large.size - falseOnes(large)),
    told("planted anomalies", planted.length),
    { ...told("planted anomalies not found", missed.length), bar: 0 },
  ];
}

function organizationOf(requestsPerKeyDay: number): Organization {
  const [organization] = demoOrganizations({
    keys: 20,
    days: 365,
    requestsPerKeyDay,
    second: false,
    // A day on which nobody works is a missing day; here they are planted instead.
    categories: { quietDays: false },
  });
  if (organization === undefined) throw new Error("the demo has no organization");
  return organization;
}

/** A model that the simulated vendor launches in mid-year is new indeed. */
function falseOnes(alarms: ReadonlySet<string>): number {
  return [...alarms].filter((label) => !label.includes(" new_model ")).length;
}

function perMonth(what: string, count: number): Line {
  return { what, measured: count / MONTHS, unit: "alarms", bar: 1 };
}

function told(what: string, measured: number): Line {
  return { what, measured, unit: "", bar: null };
}

/** Day, kind and subject of every anomaly that the models see in these rows. */
async function alarmsIn(rows: readonly CostRow[]): Promise<ReadonlySet<string>> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-anomalies-"));
  const server = await startWarehouse({ file: path.join(folder, "year.duckdb") });
  const warehouse = openBigQuery({
    projectId: server.projectId,
    location: "US",
    localUrl: server.url,
    release: () => server.close(),
  });
  try {
    await load(warehouse, rows);
    const actions = [...MODELS, "cost_anomalies"].flatMap((name) => ["--actions", name]);
    const run = await runDataform({ root: projectRoot(), args: ["run", ...actions], warehouse });
    if (run.exitCode !== 0) throw new Error(`the models failed: ${run.stdout}${run.stderr}`);
    const { rows: found } = await warehouse.query(
      "select anomaly_date, kind, scope, scope_value from ai_spend.cost_anomalies",
    );
    return new Set(
      found.map((row) =>
        [row["anomaly_date"], row["kind"], row["scope"], row["scope_value"]]
          .map((cell) => cellText(cell))
          .join(" "),
      ),
    );
  } finally {
    await warehouse.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function load(warehouse: Warehouse, rows: readonly CostRow[]): Promise<void> {
  await warehouse.ensureTables([YEAR]);
  await warehouse.append(YEAR, rows.map(cellsOf), "year");
  await warehouse.query("create schema if not exists ai_staging");
  for (const [name, condition] of Object.entries(TABLES)) {
    await warehouse.query(
      `create table ai_staging.${name} as
       select cast(day as date) as charge_date, cost_usd, ${TEXTS.join(", ")}
       from ai_raw.simulated_year where ${condition}`,
    );
  }
  // Five days after the last one even a missing day has settled.
  await warehouse.query(
    `create table ai_staging.as_of as
     select timestamp(date_add(max(charge_date), interval 5 day)) as as_of
     from ai_staging.draft_fct_cost_daily`,
  );
  // No vendor stands still, and none is known to have been asked: a day without cost is missing.
  await warehouse.query(
    "create table ai_staging.int_everyone__vendors_last_good (domain string, good_at timestamp)",
  );
  await warehouse.query(
    `create table ai_staging.int_landing__fetches_chosen_per_day
     (endpoint string, activity_date date, is_closed bool)`,
  );
}

function cellsOf({ day, platform, model, keyId, person, nanoUsd }: CostRow) {
  return {
    day,
    platform,
    organization_id: "organization",
    api_key_id: keyId,
    user_email: person,
    model,
    billing_mode: "metered",
    cost_usd: `${nanoUsd / 1_000_000_000n}.${String(nanoUsd % 1_000_000_000n).padStart(9, "0")}`,
  };
}

function labelOf({ day, kind, scope, value }: Planted): string {
  return `${day} ${kind} ${scope} ${value}`;
}

if (process.argv[1]?.endsWith("anomalies.ts") === true) {
  anomalyLines()
    .then((lines) => void process.stdout.write(TABLE_HEAD + rowsText(lines)))
    .catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    });
}
