/**
 * How a billing export is read, whoever provides it: every adapter gives the same columns, named one by
 * one, so that a column that Google adds to one account's export earlier than to another's breaks nothing.
 * All columns that are read have been in every export since 2021.
 *
 * Costs and credits are binary numbers there: each becomes NUMERIC on its own line, before anything is
 * summed. Credits are summed within their line; a join with them would drop lines without credits and
 * multiply lines with several.
 *
 * @typedef {import("./settings.js").TableName} TableName
 *
 * @typedef {object} Adapter
 * @property {string} cost SQL expression: the line's cost, in the billed currency.
 * @property {string} credit Field of a credit that holds its amount.
 */

const { currency } = require("../money.js");
const { caseWhen } = require("../sql/case_when.js");
const { TYPES } = require("./columns.js");
const { fullName } = require("./settings.js");

/** Google's own tables are partitioned by the time of arrival, which only they can be asked for. */
const BY_ARRIVAL = /^gcp_billing_export_(?:resource_)?v1_/;

/**
 * The lines of several exports of one kind.
 *
 * @param {readonly { readonly table: TableName, readonly relation: string }[]} exports Each with what
 *   `ref()` says of it.
 * @param {Adapter} adapter
 * @param {(service: string, sku: string) => string} isClaude SQL condition on two columns.
 * @returns {string} A query with the columns of `google_columns.DESCRIPTIONS`; no row if there is no export.
 */
function lines(exports, adapter, isClaude) {
  const selects = exports.map(
    ({ table, relation }) => `select
    ${Object.entries(expressions(table, adapter))
      .map(([name, expression]) => `${expression} as ${name},`)
      .join("\n    ")}

  from ${relation} as line

  where ${isClaude("line.service.description", "line.sku.description")}`,
  );
  const all = selects.length > 0 ? selects : [nothing()];
  return `with

lines as (

  ${all.join("\n\n  union all\n\n  ")}

)

select
  *,
  ${inUsd("billed_cost")} as cost_usd,
  ${inUsd("billed_credits")} as credits_usd,
  ${inUsd("billed_margin")} as margin_usd,

from lines`;
}

/**
 * @param {TableName} table
 * @param {Adapter} adapter
 * @returns {Readonly<Record<string, string>>} SQL expression of each column of `TYPES`.
 */
function expressions(table, { cost, credit }) {
  return {
    export_name: `'${fullName(table)}'`,
    export_time: "line.export_time",
    export_date: "date(line.export_time, 'UTC')",
    partition_time: BY_ARRIVAL.test(table.name) ? "_PARTITIONTIME" : "line.export_time",
    billing_account_id: "line.billing_account_id",
    service_description: "line.service.description",
    sku_id: "line.sku.id",
    sku_description: "line.sku.description",
    usage_start_time: "line.usage_start_time",
    project_id: "line.project.id",
    invoice_month: "line.invoice.month",
    google_cost_type: "line.cost_type",
    currency: currency("line.currency"),
    conversion_rate: "cast(line.currency_conversion_rate as numeric)",
    amount_field: `'${cost.replace("line.", "")}'`,
    billed_cost: `ifnull(cast(${cost} as numeric), numeric '0')`,
    billed_credits: creditSum(credit, "<>"),
    billed_margin: creditSum(credit, "="),
    usage_amount: "ifnull(cast(line.usage.amount as numeric), numeric '0')",
    usage_unit: "line.usage.unit",
  };
}

/**
 * @param {string} field
 * @param {"=" | "<>"} operator How the type of the credits compares with RESELLER_MARGIN.
 */
function creditSum(field, operator) {
  return `ifnull(
      (
        select sum(cast(credit.${field} as numeric))
        from unnest(line.credits) as credit
        where ifnull(credit.type, '') ${operator} 'RESELLER_MARGIN'
      ),
      numeric '0'
    )`;
}

/**
 * Null where another currency has no rate, which breaks a law instead of counting as dollars.
 *
 * @param {string} amount
 */
function inUsd(amount) {
  return caseWhen(
    [{ when: "currency = 'USD'", then: amount }],
    `safe_divide(${amount}, conversion_rate)`,
  );
}

/** A select without rows that has the columns of a line. */
function nothing() {
  const columns = Object.entries(TYPES).map(([name, type]) => `cast(null as ${type}) as ${name},`);
  return `select
    ${columns.join("\n    ")}

  from unnest(generate_array(1, 0)) as none`;
}

module.exports = { lines };
