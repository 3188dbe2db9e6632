/** Asks the warehouse for what a report shows, through the port that every command uses. */

import { createHmac, randomBytes } from "node:crypto";

import { addDays, daysBetween } from "../../ingest/dates.ts";
import { ConfigError } from "../../ingest/errors.ts";
import { countFailingRows } from "../shared/failing_rows.ts";
import { inForce, lawsInForce } from "../shared/in_force.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { type CostRow, packCube } from "./cube.ts";
import { martRow, personColumn, type Row, text } from "./mart_rows.ts";
import { AS_WRITTEN, invoiceNumbers, type Names, pseudonyms, type Renamer } from "./pseudonyms.ts";
import {
  ACTIVE_DAYS,
  COSTS,
  MARTS,
  NAMES_OF_NOBODY,
  NEEDED_TABLES,
  REPLACED_NAMES,
} from "./queries.ts";
import {
  type ActiveDays,
  type Laws,
  MART_NAMES,
  type MartName,
  type MartRow,
  type ReportData,
  SEATS_AND_FEES,
} from "./data/report_data.ts";
import { readTrees, type Trees } from "./trees.ts";

export interface ReportRange {
  /** First day, `YYYY-MM-DD`; null for the first day with a cost. */
  readonly from: string | null;
  /** Day after the last; null for the day after the last with a cost. */
  readonly to: string | null;
}

export interface ReportContent {
  readonly data: ReportData;
  /** The facts of the cost cube, gzip, base64. */
  readonly facts: string;
  /** Empty where names are replaced: a trace is the vendor's own words, which name people, keys and projects. */
  readonly trees: Trees;
}

type Asking = Pick<Warehouse, "query" | "listTables" | "builtAt">;

/** Throws ConfigError if the marts are not built, LandingError if the warehouse refuses a query. */
export async function readReport(
  warehouse: Asking,
  range: ReportRange,
  hasPseudonyms: boolean,
): Promise<ReportContent> {
  const built = new Set(await inForce(warehouse, "ai_spend"));
  const missing = NEEDED_TABLES.filter((table) => !built.has(table));
  if (missing.length > 0) {
    throw new ConfigError(
      `The report needs ${missing.join(", ")}, which ${missing.length === 1 ? "is" : "are"} not built: run build.`,
    );
  }
  const days = { from_day: range.from ?? "0001-01-01", to_day: range.to ?? "9999-12-31" };
  const costs = (await warehouse.query(COSTS, days)).rows;
  const active = (await warehouse.query(ACTIVE_DAYS, days)).rows;
  const answers = {} as Record<MartName, readonly Row[]>;
  for (const name of MART_NAMES) answers[name] = (await warehouse.query(MARTS[name], days)).rows;
  const laws = await countLaws(warehouse);

  const viewsWritePseudonyms = await writesPseudonyms(warehouse);
  const renamer = hasPseudonyms
    ? renamerOf(found(costs, active, answers), (await warehouse.query(NAMES_OF_NOBODY)).rows)
    : { ...AS_WRITTEN, ...(viewsWritePseudonyms && { invoices: invoiceNumbers }) };
  const firstDay = range.from ?? text(costs[0], "charge_date");
  const endDay = range.to ?? dayAfter(text(costs.at(-1), "charge_date"));
  const dayCount = firstDay === null || endDay === null ? 0 : daysBetween(firstDay, endDay);
  const { cube, facts } = packCube(
    costs.map((row) => costRow(row, renamer)),
    dayCount > 0 ? firstDay : null,
    dayCount,
  );
  const marts = {} as Record<MartName, readonly MartRow[]>;
  for (const name of MART_NAMES)
    marts[name] = answers[name].map((row) => martRow(name, row, renamer));
  const data: ReportData = {
    asOf: text(answers.freshness[0], "as_of"),
    hasPseudonyms: hasPseudonyms || viewsWritePseudonyms,
    cube,
    marts,
    active: activeDays(active, cube.firstDay, dayCount, renamer),
    laws,
  };
  const trees = data.hasPseudonyms ? new Map() : await readTrees(warehouse, data, facts);
  return { data, facts, trees };
}

/** Whether the views were built with report_pseudonyms. */
async function writesPseudonyms(warehouse: Asking): Promise<boolean> {
  return (await warehouse.query(REPLACED_NAMES)).rows.length > 0;
}

async function countLaws(warehouse: Asking): Promise<Laws> {
  const laws = await lawsInForce(warehouse);
  const failing = (await countFailingRows(warehouse, laws)).filter(({ rows }) => rows !== "0");
  return { total: laws.length, broken: failing.map(({ name }) => name) };
}

function costRow(row: Row, renamer: Renamer): CostRow {
  const keyId = text(row, "api_key_id");
  return {
    day: text(row, "charge_date") ?? "",
    usd: text(row, "usd") ?? "0",
    names: {
      platform: text(row, "platform"),
      person: renamer.person(text(row, "person") ?? "unattributed"),
      team: text(row, "team"),
      cost_center: text(row, "cost_center"),
      project: projectOf(row, renamer),
      model: text(row, "model_family") ?? withoutModel(text(row, "billing_mode")),
      key: keyId === null ? null : renamer.key(keyId, text(row, "api_key_name")),
      account: text(row, "billing_account"),
      funding: text(row, "funding_source"),
      mode: text(row, "billing_mode"),
      sku: text(row, "sku"),
    },
  };
}

function projectOf(row: Row, renamer: Renamer): string | null {
  const project = text(row, "project_id");
  return project === null ? null : renamer.project(project);
}

/** Use of which the vendor names no model, such as a search, is told apart from what is no use at all. */
function withoutModel(billingMode: string | null): string | null {
  return billingMode === "metered" || billingMode === "included" ? null : SEATS_AND_FEES;
}

/** All that stands where a person or a project is named. */
function found(
  costs: readonly Row[],
  active: readonly Row[],
  answers: Readonly<Record<MartName, readonly Row[]>>,
): Names {
  const persons = [...costs, ...active].map((row) => text(row, "person"));
  for (const mart of MART_NAMES) {
    for (const row of answers[mart]) {
      const column = personColumn(mart, row);
      if (column !== null) persons.push(text(row, column));
    }
  }
  const known = (names: readonly (string | null)[]) =>
    new Set(names.filter((name) => name !== null));
  return { person: known(persons), project: known(costs.map((row) => text(row, "project_id"))) };
}

/** Numbered in an order that is drawn anew for each report, so that nobody with a list of names can repeat it. */
function renamerOf(names: Names, nobodys: readonly Row[]): Renamer {
  const ofKind = (kind: string) =>
    nobodys
      .filter((row) => text(row, "kind") === kind)
      .map((row) => text(row, "report_name") ?? "");
  const secret = randomBytes(32);
  return pseudonyms(
    names,
    { person: new Set(["unattributed", ...ofKind("person")]), project: new Set(ofKind("project")) },
    (name) => createHmac("sha256", secret).update(name).digest("hex"),
  );
}

function activeDays(
  rows: readonly Row[],
  firstDay: string | null,
  dayCount: number,
  renamer: Renamer,
): readonly ActiveDays[] {
  const found = new Map<string, { platform: string; person: string; days: string[] }>();
  for (const row of rows) {
    const platform = text(row, "platform") ?? "";
    const person = renamer.person(text(row, "person") ?? "");
    const index = daysBetween(firstDay ?? "", text(row, "day") ?? "");
    if (firstDay === null || index < 0 || index >= dayCount) continue;
    const spelled = JSON.stringify([platform, person]);
    const entry = found.get(spelled) ?? {
      platform,
      person,
      days: Array.from({ length: dayCount }, () => "0"),
    };
    entry.days[index] = "1";
    found.set(spelled, entry);
  }
  return [...found.values()].map((entry) => ({ ...entry, days: entry.days.join("") }));
}

function dayAfter(day: string | null): string | null {
  return day === null ? null : addDays(day, 1);
}
