/** What the models have to know about seats: what says that one is used, and when one is idle. */

const allocation = require("./allocation.js");
const { caseWhen } = require("./sql/case_when.js");

/** A seat is idle if its person did nothing on its platform on this many days in a row. */
const IDLE_DAYS = 30;

/**
 * What a part of a billing cycle costs: the fee times the seats times the seconds that are paid for, divided by the
 * seconds of the cycle, and rounded once, half away from zero, to whole cents, because that is what an invoice asks.
 *
 * - Stripe, which bills for Cursor and for claude.ai, prorates by the second and multiplies by the quantity before it
 *   rounds: docs.stripe.com/billing/subscriptions/prorations.
 * - Anthropic's own example is by days, ($30 × 5 seats × 16 days) ÷ 31 = $77.42 on one line:
 *   support.anthropic.com/en/articles/9267289. Whole days are whole seconds, so one rule serves both.
 * - Cursor's cycle begins on the day of the subscription, and who comes later pays pro rata to the team's renewal:
 *   cursor.com/help/account-and-billing/billing, forum.cursor.com/t/39607.
 *
 * Divided in whole numbers, so that nothing is rounded twice: two steps, `proratedParts` and then `proratedCents`.
 *
 * @param {string} fee SQL expression, NUMERIC, not negative: US dollars of the whole cycle, of all seats together.
 * @param {string} seconds SQL expression, INT64: seconds that are paid for.
 * @param {string} ofSeconds SQL expression, INT64: seconds of the cycle.
 * @returns {string} SQL columns, NUMERIC: `fee_parts`, and how many of those `half_a_cent` and `a_cent` are.
 */
function proratedParts(fee, seconds, ofSeconds) {
  return `cast(cast(${fee} * 1000000000 as numeric) * (2 * ${seconds}) as numeric) as fee_parts,
    cast(cast(${ofSeconds} as numeric) * 10000000 as numeric) as half_a_cent,
    cast(cast(${ofSeconds} as numeric) * 20000000 as numeric) as a_cent`;
}

/** @returns {string} SQL expression of the columns of `proratedParts`, NUMERIC: whole cents. */
function proratedCents() {
  return "cast(div(cast(fee_parts + half_a_cent as numeric), a_cent) as numeric)";
}

/** @returns {string} SQL expression over rows of `stg_reference__seats`, INT64: seconds after midnight at which cycles begin. */
function hourSeconds() {
  return "ifnull(timestamp_diff(cycle_anchor_at, timestamp(date(cycle_anchor_at, 'UTC'), 'UTC'), second), 0)";
}

/**
 * @param {string} day SQL expression, DATE, beside a column `hour_seconds`, which is `hourSeconds`.
 * @returns {string} SQL expression, TIMESTAMP: when a cycle that begins on that day does.
 */
function cycleAt(day) {
  return `timestamp_add(timestamp(${day}, 'UTC'), interval hour_seconds second)`;
}

/**
 * From when on a seat is paid for. A day alone leaves the hour to the cycle, beside an instant before that hour it is its
 * midnight; and seats of calendar months are paid for by whole days.
 *
 * @returns {string} SQL expression over rows of `stg_reference__seats` with `hour_seconds`, TIMESTAMP.
 */
function fromAt() {
  const day = "timestamp(valid_from, 'UTC')";
  return `case
      when cycle_anchor_at is null then ${day}
      when starts_at is null and ends_at <= ${cycleAt("valid_from")} then ${day}
      else ifnull(starts_at, ${cycleAt("valid_from")})
    end`;
}

/**
 * Up to when. The day on which a seat of calendar months ends is another's, unless it is its first too.
 *
 * @returns {string} SQL expression over rows of `stg_reference__seats` with `hour_seconds`, TIMESTAMP: the end of time for
 *   a seat that is still paid for.
 */
function toAt() {
  return `case
      when valid_to is null then timestamp(date '9999-12-31', 'UTC')
      when cycle_anchor_at is null then timestamp(greatest(valid_to, date_add(valid_from, interval 1 day)), 'UTC')
      else ifnull(ends_at, ${cycleAt("valid_to")})
    end`;
}

/**
 * Seats that nobody has may stand side by side at several prices, or in cycles of their own, from the same day on: they
 * are numbered, and the first of them, which is nearly always the only one, has the name of its kind alone.
 *
 * @returns {string} SQL expression over rows of `stg_reference__seats`, STRING: the kind of seat, and which one it is.
 */
function toldBy() {
  const number = `row_number() over (
      partition by import_id, platform, user_email, seat_type, valid_from
      order by
        cycle_anchor_at, cycle_months, starts_at, ends_at, valid_to,
        monthly_fee_usd desc, cycle_fee_usd desc, quantity desc
    )`;
  return `concat(seat_type, ifnull(nullif(concat(' ', cast(${number} as string)), ' 1'), ''))`;
}

/**
 * What seats cost by day: a line's dollars are split among its days and seats, which cost the same each. A calendar
 * month is split among all its days, those without the seat included.
 *
 * @param {string} cycles Relation: rows of `int_seats__cycles`.
 * @returns {string} A query: its columns, one row for each day that is paid for, with `charge_date` and `cost_usd`.
 */
function dayShares(cycles) {
  return `with

cycles as (

  select * from ${cycles}

),

cycle_days as (

  select
    line_id,
    seat_cycle_id,
    quantity,
    generate_date_array(spread_from, date_sub(spread_to, interval 1 day)) as days,

  from cycles

),

seat_days as (

  select
    cycle_days.line_id as charge_key,
    cycle_days.seat_cycle_id,
    day as charge_date,
    cycle_days.quantity as weight,
    'seat' as method,

  from cycle_days

  cross join unnest(cycle_days.days) as day

),

seat_lines as (

  select line_id as charge_key, max(line_usd) as cost_usd

  from cycles

  group by line_id

),

shares as (

  ${allocation.split({ charges: "seat_lines", candidates: "seat_days", candidate: ["charge_date", "seat_cycle_id"] })}

)

select
  cycles.*,
  shares.charge_date,
  shares.cost_usd,

from cycles

inner join shares
  on cycles.seat_cycle_id = shares.seat_cycle_id
  and shares.charge_date >= cycles.first_day
  and shares.charge_date < cycles.end_day`;
}

/**
 * Which answer counts the people who worked on a platform. Whether a seat is idle can only be said on
 * days that it covers.
 *
 * @type {Readonly<Record<string, string>>}
 */
const USAGE_ENDPOINTS = Object.freeze({
  claude_api: "usage_by_key",
  claude_code: "claude_code",
  claude_ai: "claude_ai_users",
  cursor: "cursor_daily_usage",
});

/**
 * @param {string} column SQL expression, STRING: name of an endpoint.
 * @returns {string} CASE expression, STRING: the platform whose people it counts; null for any other.
 */
function platformCountedBy(column) {
  const rules = Object.entries(USAGE_ENDPOINTS).map(([platform, endpoint]) => ({
    when: `${column} = '${endpoint}'`,
    then: `'${platform}'`,
  }));
  return caseWhen(rules, "cast(null as string)");
}

module.exports = {
  IDLE_DAYS,
  proratedParts,
  proratedCents,
  hourSeconds,
  cycleAt,
  fromAt,
  toAt,
  toldBy,
  dayShares,
  USAGE_ENDPOINTS,
  platformCountedBy,
};
