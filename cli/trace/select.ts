/** Which charges a trace is of: the question as the operator typed it, and the SQL that finds them. Pure. */

import { ConfigError } from "../../ingest/errors.ts";

/** Charges that are shown one by one, unless the operator says otherwise. */
export const MOST_SHOWN = 5;

/** What `--model` takes for use without a model, seats and fees. */
export const NO_MODEL = "none";

export interface Asked {
  readonly charge?: string;
  readonly day?: string;
  readonly invoice?: string;
  readonly platform?: string;
  readonly person?: string;
  readonly key?: string;
  readonly model?: string;
  readonly project?: string;
}

export interface Selection {
  /** Rows: charge_id, charge_date, platform, billing_mode, and selected_usd, which is what of it is asked for; the largest first. */
  readonly sql: string;
  readonly params: Readonly<Record<string, string>>;
}

/** Conditions on fct_user_cost_daily, which has every dollar once. */
const FILTERS: Readonly<Record<string, string>> = {
  charge: "charge_id = @charge",
  day: "charge_date = cast(@day as date)",
  platform: "platform = @platform",
  person: "lower(user_email) = lower(@person)",
  key: "api_key_id = @key",
  model: `(model = @model or model_family = @model or model_family is null and @model = '${NO_MODEL}')`,
  project: "project_id = @project",
};

/** invoice_reconciliation names all invoices of a line in one cell. */
export const ON_INVOICE = "@invoice in unnest(split(invoice_ids, ', '))";

/** Throws ConfigError for what names no charges. */
export function selectionOf(asked: Asked): Selection {
  const { charge, day, invoice } = asked;
  if (day !== undefined && !isDay(day))
    throw new ConfigError(`--day ${day} is no day: write it as YYYY-MM-DD, such as 2026-10-20.`);
  if (charge !== undefined && !/^[0-9a-f]{32}$/.test(charge))
    throw new ConfigError(
      `--charge ${charge} is no charge_id, which has 32 digits from 0 to f: copy one from fct_cost_daily, or name a --day.`,
    );
  if ([charge, day, invoice].every((each) => each === undefined))
    throw new ConfigError("Nothing to trace is named: give --charge, --day or --invoice.");
  if (invoice !== undefined && (charge !== undefined || day !== undefined))
    throw new ConfigError("--invoice stands without --charge and --day: leave the others out.");
  const given = Object.entries(FILTERS).flatMap(([name, condition]) => {
    const value = asked[name as keyof Asked];
    return value === undefined ? [] : [{ name, value, condition }];
  });
  const params = Object.fromEntries(given.map(({ name, value }) => [name, value]));
  const onInvoice = invoice === undefined ? [] : ["charge_id in (select charge_id from billed)"];
  const conditions = [...given.map(({ condition }) => condition), ...onInvoice];
  const billed = invoice === undefined ? "" : `with ${BILLED}\n`;
  return {
    sql: `${billed}select charge_id, charge_date, platform, billing_mode, sum(cost_usd) as selected_usd
from ai_spend.fct_user_cost_daily
where ${conditions.join("\n  and ")}
group by charge_id, charge_date, platform, billing_mode
order by abs(sum(cost_usd)) desc, charge_id`,
    params: invoice === undefined ? params : { ...params, invoice },
  };
}

/** A question about a day of somebody's, as a row of a report asks it. */
export interface DayAsked extends Omit<Asked, "charge" | "invoice"> {
  readonly day: string;
  readonly platform: string;
  readonly person: string;
}

const OF_A_DAY = ["day", "platform", "person", "key", "model", "project"] as const;

/**
 * Many questions in one: rows as selectionOf's with the question's `number` in the list, each question's own the
 * largest first. What has a tab or a line break in a name is nobody's question and finds nothing.
 */
export function selectionsOf(asked: readonly DayAsked[]): Selection {
  const words = asked.map((each) => OF_A_DAY.map((name) => each[name] ?? ""));
  const lines = words.map((each) => (each.some((word) => /[\t\n]/.test(word)) ? [] : each));
  const days = asked.map(({ day }) => day).sort();
  const conditions = OF_A_DAY.map((name, index) => {
    const word = `asked.words[offset(${index})]`;
    const condition = (FILTERS[name] ?? "").replaceAll(`@${name}`, word);
    return "day platform person".includes(name) ? condition : `(${word} = '' or ${condition})`;
  });
  return {
    sql: `with asked as (
  select number, split(line, '\\t') as words
  from unnest(split(@asked, '\\n')) as line with offset as number
  where line <> ''
)
select asked.number, charge_id, charge_date, platform, billing_mode, sum(cost_usd) as selected_usd
from ai_spend.fct_user_cost_daily
inner join asked on ${conditions.join("\n  and ")}
where charge_date between cast(@first as date) and cast(@last as date)
group by asked.number, charge_id, charge_date, platform, billing_mode
order by asked.number, abs(sum(cost_usd)) desc, charge_id`,
    params: {
      asked: lines.map((each) => each.join("\t")).join("\n"),
      first: days[0] ?? "0001-01-01",
      last: days.at(-1) ?? "0001-01-01",
    },
  };
}

/**
 * An invoice is compared with the charges of its vendor whose day decides for its period: with seats or with use, as
 * invoice_reconciliation has dollars of them.
 */
const BILLED = `
invoices as (
  select vendor, period_start, period_end, warehouse_usage_usd, warehouse_seat_usd
  from ai_spend.invoice_reconciliation
  where ${ON_INVOICE}
),
platforms as (
  select distinct vendor, platform from ai_staging.int_finance__invoice_charges
),
billed as (
  select charges.charge_id
  from ai_staging.int_finance__invoice_charges_dated as charges
  inner join platforms on charges.platform = platforms.platform
  inner join invoices
    on platforms.vendor = invoices.vendor
    and charges.invoice_day >= invoices.period_start
    and charges.invoice_day < invoices.period_end
  where if(charges.is_seat, invoices.warehouse_seat_usd, invoices.warehouse_usage_usd) <> numeric '0'
)`;

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime())
    ? date.toISOString().startsWith(text)
    : false;
}
