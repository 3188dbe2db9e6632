/**
 * Where a month will end: what its days have cost that are over, and for each day to come a seventh of a usual
 * week. A week holds every weekday once, so that a month that begins with a weekend is not read as a lean one.
 * How far off it has been is measured by `bench/forecast.ts` and told in docs/forecast.md.
 */

const {
  WEEKS,
  extremeWeek,
  goneOnWith,
  sumOrElse,
  usualWeek,
  weekSums,
  wholeSum,
} = require("./budgets.js");

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
 *   `cost_usd`, and `known_before`, up to which day its source is known; null where that is every day that has ended.
 * @param {string} from.moments Relation: one row per day that is asked from, `ended_before`, which has not ended, with
 *   `first_charge_date`, the first day with any charge.
 * @returns {string} A query: `ended_before`, `month`, `platform`, `team`, `days_of_month`, `days_gone`, `spent_usd`,
 *   `straight_usd`, `forecast_usd`, and `forecast_low_usd` and `forecast_high_usd` with the leanest and the dearest of the last whole
 *   weeks, null without such a week. Without one the forecast is a straight line; on the first day it is null then.
 *   Days that are not known yet are days to come, and what is known up to different days is forecast apart.
 */
function monthEnds({ days, moments }) {
  return `with

moments as (

  select
    *,
    date_trunc(ended_before, month) as month,
    date_add(date_trunc(ended_before, month), interval 1 month) as month_end,

  from ${moments}

),

days as (

  select
    moments.ended_before as asked_before,
    least(moments.ended_before, ifnull(days.known_before, moments.ended_before)) as ended_before,
    moments.first_charge_date,
    moments.month,
    moments.month_end,
    days.charge_date,
    days.platform,
    days.team,
    days.cost_usd,

  from moments

  -- Of the day that has not ended what there is of it.
  inner join ${days} as days on days.charge_date <= moments.ended_before

),

sums as (

  select
    asked_before,
    month,
    platform,
    team,
    date_diff(month_end, month, day) as days_of_month,
    date_diff(asked_before, month, day) as days_gone,
    date_diff(month_end, greatest(ended_before, month), day) as days_left,
    ${daysKnown("days")} as days_known,
    sum(if(charge_date >= month, cost_usd, numeric '0')) as spent_usd,
    sum(
      if(charge_date >= month and charge_date < ended_before, cost_usd, numeric '0')
    ) as ended_usd,
    ${weekSums("days", "days")}

  from days

  where charge_date >= least(month, date_sub(ended_before, interval ${7 * WEEKS} day))

  group by
    asked_before,
    ended_before,
    first_charge_date,
    month,
    month_end,
    platform,
    team

),

weeks as (

  select
    *,
    ${usualWeek()} as usual_week_usd,
    ${extremeWeek("least")} as leanest_week_usd,
    ${extremeWeek("greatest")} as dearest_week_usd,
    ${straightLine("days_left")} as straight_usd,

  from sums

),

ends as (

  select
    *,
    greatest(spent_usd, ifnull(${goneOnWith("usual_week_usd")}, straight_usd)) as forecast_usd,
    greatest(spent_usd, ${goneOnWith("leanest_week_usd")}) as low_usd,
    greatest(spent_usd, ${goneOnWith("dearest_week_usd")}) as high_usd,

  from weeks

)

-- A platform's sources may be known up to different days.
select
  asked_before as ended_before,
  month,
  platform,
  team,
  days_of_month,
  days_gone,
  sum(spent_usd) as spent_usd,
  ${wholeSum("straight_usd")} as straight_usd,
  ${wholeSum("forecast_usd")} as forecast_usd,
  ${sumOrElse("low_usd", "forecast_usd")} as forecast_low_usd,
  ${sumOrElse("high_usd", "forecast_usd")} as forecast_high_usd,

from ends

group by
  asked_before,
  month,
  platform,
  team,
  days_of_month,
  days_gone`;
}

module.exports = { daysKnown, monthEnds, straightLine };
