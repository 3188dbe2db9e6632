/**
 * Where a month will end: what its days have cost that are over, and for each day to come a seventh of a usual
 * week. A week holds every weekday once, so that a month that begins with a weekend is not read as a lean one.
 * How far off it has been is measured by `bench/forecast.ts` and told in docs/forecast.md.
 */

const { WEEKS, extremeWeek, weekSums } = require("./budgets.js");

const WEEK_NAMES = Array.from({ length: WEEKS }, (_, index) => `week_${index + 1}_usd`);

/**
 * Days of a month before the first charge of all cost nothing because nobody looked, and are no days to go by.
 *
 * @param {string} asked Relation with `ended_before`, `month` and `first_charge_date`.
 * @returns {string} SQL expression, INT64: the days of the month that have ended and are known.
 */
function daysKnown(asked) {
  return `greatest(
      date_diff(${asked}.ended_before, greatest(${asked}.month, ${asked}.first_charge_date), day), 0
    )`;
}

/**
 * @param {string} daysLeft SQL expression, INT64.
 * @returns {string} SQL expression of `ended_usd` and `days_known`: the month if it goes on as it began, US dollars;
 *   null before its first known day has ended.
 */
function straightLine(daysLeft) {
  return `safe_divide(
      ended_usd * cast(days_known + ${daysLeft} as numeric), nullif(cast(days_known as numeric), numeric '0')
    )`;
}

/**
 * @param {object} from
 * @param {string} from.days Relation: one row per day, platform and team; columns `charge_date`, `platform`, `team`,
 *   `cost_usd`.
 * @param {string} from.moments Relation: one row per day that is asked from, `ended_before`, which has not ended, with
 *   `first_charge_date`, the first day with any charge.
 * @returns {string} A query: `ended_before`, `month`, `platform`, `team`, `days_of_month`, `days_gone`, `spent_usd`,
 *   `straight_usd`, `forecast_usd`, and `forecast_low_usd` and `forecast_high_usd` with the leanest and the dearest of the last whole
 *   weeks, null without such a week. Without one the forecast is a straight line; on the first day it is null then.
 */
function monthEnds({ days, moments }) {
  const known = WEEK_NAMES.map((name) => `if(${name} is null, 0, 1)`).join(" + ");
  const total = WEEK_NAMES.map((name) => `ifnull(${name}, numeric '0')`).join(" + ");
  /** @param {string} week */
  const goneOnWith = (week) => `ended_usd + safe_divide(${week} * days_left, numeric '7')`;
  return `with

moments as (

  select
    *,
    date_trunc(ended_before, month) as month,
    date_add(date_trunc(ended_before, month), interval 1 month) as month_end,

  from ${moments}

),

days as (

  select * from ${days}

),

sums as (

  select
    moments.ended_before,
    moments.month,
    days.platform,
    days.team,
    date_diff(moments.month_end, moments.month, day) as days_of_month,
    date_diff(moments.ended_before, moments.month, day) as days_gone,
    date_diff(moments.month_end, moments.ended_before, day) as days_left,
    ${daysKnown("moments")} as days_known,
    sum(if(days.charge_date >= moments.month, days.cost_usd, numeric '0')) as spent_usd,
    sum(
      if(
        days.charge_date >= moments.month and days.charge_date < moments.ended_before,
        days.cost_usd,
        numeric '0'
      )
    ) as ended_usd,
    ${weekSums("days", "moments")}

  from moments

  inner join days
    -- Of the day that has not ended what there is of it.
    on days.charge_date <= moments.ended_before
    and days.charge_date >= least(
      moments.month, date_sub(moments.ended_before, interval ${7 * WEEKS} day)
    )

  group by
    moments.ended_before,
    moments.first_charge_date,
    moments.month,
    moments.month_end,
    days.platform,
    days.team

),

weeks as (

  select
    *,
    safe_divide(${total}, nullif(cast(${known} as numeric), numeric '0')) as usual_week_usd,
    ${extremeWeek("least")} as leanest_week_usd,
    ${extremeWeek("greatest")} as dearest_week_usd,
    ${straightLine("days_left")} as straight_usd,

  from sums

)

select
  ended_before,
  month,
  platform,
  team,
  days_of_month,
  days_gone,
  spent_usd,
  straight_usd,
  greatest(spent_usd, ifnull(${goneOnWith("usual_week_usd")}, straight_usd)) as forecast_usd,
  greatest(spent_usd, ${goneOnWith("leanest_week_usd")}) as forecast_low_usd,
  greatest(spent_usd, ${goneOnWith("dearest_week_usd")}) as forecast_high_usd,

from weeks`;
}

module.exports = { daysKnown, monthEnds, straightLine };
