/** How a month is set beside the month before it, by any dimension, so that what ended is seen as well. */

const { pick } = require("../columns.js");
const { percent } = require("./ratios.js");

/**
 * Costs per month and dimension, each beside the month before. A dimension that cost something last
 * month and nothing in this one keeps a row; the month after the last one of all gets none.
 *
 * @param {object} options
 * @param {string} options.from Relation with `charge_date`, `cost_usd` and the dimensions.
 * @param {readonly string[]} options.by Names of the dimensions.
 * @returns {string} A query: `month`, the dimensions, `cost_usd`, `previous_month_usd`.
 */
function monthBesideMonth({ from, by }) {
  const names = by.map((name) => `${name},`).join("\n    ");
  return `with

months as (

  select
    date_trunc(charge_date, month) as month,
    ${names}
    sum(cost_usd) as cost_usd,

  from ${from}

  group by
    date_trunc(charge_date, month),
    ${by.join(",\n    ")}

),

last_months as (

  select max(month) as last_month from months

),

side_by_side as (

  select
    month,
    ${names}
    cost_usd,
    numeric '0' as previous_month_usd,

  from months

  union all

  select
    date_add(months.month, interval 1 month) as month,
    ${by.map((name) => `months.${name},`).join("\n    ")}
    numeric '0' as cost_usd,
    months.cost_usd as previous_month_usd,

  from months

  inner join last_months on months.month < last_months.last_month

),

summed as (

  select
    month,
    ${names}
    sum(cost_usd) as cost_usd,
    sum(previous_month_usd) as previous_month_usd,

  from side_by_side

  group by
    month,
    ${by.join(",\n    ")}

)

select
  month,
  ${by.map((name) => `${name},`).join("\n  ")}
  cost_usd,
  previous_month_usd,
  cost_usd - previous_month_usd as change_usd,
  ${percent("cost_usd - previous_month_usd", "previous_month_usd")} as change_pct,

from summed`;
}

/** Wordings of the columns that it adds. */
const COLUMNS = Object.freeze({
  ...pick("month", "month.cost_usd"),
  previous_month_usd: "US dollars of the month before.",
  change_usd: "This month less the month before.",
  change_pct: "The change in percent of the month before; null if that cost nothing or gave back.",
});

module.exports = { monthBesideMonth, COLUMNS };
