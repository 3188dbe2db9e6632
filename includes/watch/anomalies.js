/**
 * When a cost is worth a look: every threshold in one table. A day is compared with the same series' own
 * recent days of the same kind (workdays with workdays, weekends with weekends) by their median and their
 * median absolute deviation (MAD), which a few odd days do not move. Floors are in dollars, so that cents
 * never alarm; whoever spends much more or much less than a few hundred dollars a day changes them here.
 */

const { caseWhen } = require("../sql/case_when.js");

/** What every comparison with a series' own past needs. */
const BASELINE = Object.freeze({
  /** So many of the newest days of the same kind on which the series cost anything are compared with … */
  days: 20,
  /** … none of them older than so many days … */
  lookback_days: 56,
  /** … and with fewer of them nothing is said. */
  least_days: 8,
  /** A day is high if it is so many MADs above the median; nine are six standard deviations of a bell curve … */
  mads: 9,
  /** … and at least so many times the median, because a series that never moves has a MAD of nothing … */
  least_times_median: "1.5",
});

/** … and at least so many US dollars above the median, by scope. */
const HIGH_DAY_FLOORS_USD = Object.freeze({ platform: "100", key: "50", person: "50" });

/**
 * Something that never cost anything before: what it cost in its first days, in US dollars, that is worth
 * a look. In the first days of the data everything is new, so nothing is said then.
 */
const NEWCOMERS = Object.freeze({
  floors_usd: Object.freeze({ new_key: "100", new_model: "25" }),
  first_days: 7,
  learning_days: 14,
});

/**
 * A workday on which a platform cost nothing, although it nearly always does. On weekends a small team may
 * well rest; days that were never fetched are counted in `data_freshness`, weekends too.
 */
const MISSING_DAY = Object.freeze({
  /** A busy day costs at least so many US dollars. */
  floor_usd: "20",
  /** So many of the last workdays … */
  of_days: 10,
  /** … at least so many of which were busy. */
  least_busy_days: 9,
  /** Sources lag; a day is not missed before so many days have passed since. */
  settle_days: 3,
});

/**
 * @param {string} column SQL expression, DATE.
 * @returns {string} CASE expression, STRING: `workday` or `weekend`.
 */
function kindOfDay(column) {
  return caseWhen(
    [{ when: `extract(dayofweek from ${column}) in (1, 7)`, then: "'weekend'" }],
    "'workday'",
  );
}

/**
 * @param {string} column SQL expression, STRING: a scope.
 * @returns {string} CASE expression, NUMERIC US dollars; null for a scope without a floor.
 */
function highDayFloor(column) {
  return floors(column, HIGH_DAY_FLOORS_USD);
}

/**
 * @param {string} column SQL expression, STRING: `new_key` or `new_model`.
 * @returns {string} CASE expression, NUMERIC US dollars.
 */
function newcomerFloor(column) {
  return floors(column, NEWCOMERS.floors_usd);
}

/**
 * The threshold of a high day.
 *
 * @param {string} median SQL expression, NUMERIC.
 * @param {string} mad SQL expression, NUMERIC.
 * @param {string} floor SQL expression, NUMERIC.
 * @returns {string} SQL expression, NUMERIC US dollars: a day is high above it.
 */
function highDayThreshold(median, mad, floor) {
  return [
    "greatest(",
    `      ${median} + ${mad} * ${BASELINE.mads},`,
    `      ${median} + ${floor},`,
    `      cast(${median} * numeric '${BASELINE.least_times_median}' as numeric)`,
    "    )",
  ].join("\n");
}

/**
 * The middle one of ranked values, exact because it is one of them: of an even number the upper of the two
 * in the middle.
 *
 * @param {string} value SQL expression, NUMERIC.
 * @param {string} place SQL expression, INT64: the value's place from 1 in ascending order.
 * @param {string} count SQL expression, INT64: how many values there are.
 * @returns {string} An aggregate, NUMERIC.
 */
function median(value, place, count) {
  return `max(if(${place} = div(${count}, 2) + 1, ${value}, null))`;
}

/**
 * @param {string} column
 * @param {Readonly<Record<string, string>>} byName
 */
function floors(column, byName) {
  const rules = Object.entries(byName).map(([name, usd]) => ({
    when: `${column} = '${name}'`,
    then: `numeric '${usd}'`,
  }));
  return caseWhen(rules, "cast(null as numeric)");
}

module.exports = {
  BASELINE,
  HIGH_DAY_FLOORS_USD,
  NEWCOMERS,
  MISSING_DAY,
  kindOfDay,
  highDayFloor,
  newcomerFloor,
  highDayThreshold,
  median,
};
