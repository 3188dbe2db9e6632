/** How a budget's range is made: the leanest and the dearest of the last whole weeks, gone on with. */

/** So many whole weeks before the newest fetch say how much a day may cost; weeks hold every weekday once. */
const WEEKS = 4;

const NUMBERS = Object.freeze(Array.from({ length: WEEKS }, (_, index) => index + 1));

const NAMES = Object.freeze(NUMBERS.map((week) => `week_${week}_usd`));

/**
 * Select-list lines: what was spent in each of the last whole weeks; null for a week that begins before
 * the first charge, because nothing is known of it.
 *
 * @param {string} days Relation with `charge_date` and `cost_usd`.
 * @param {string} budget Relation with `ended_before` and `first_charge_date`.
 * @returns {string}
 */
function weekSums(days, budget) {
  return NUMBERS.map((week) => {
    const from = `date_sub(${budget}.ended_before, interval ${7 * week} day)`;
    const to = `date_sub(${budget}.ended_before, interval ${7 * (week - 1)} day)`;
    const isInWeek = `${days}.charge_date >= ${from} and ${days}.charge_date < ${to}`;
    return [
      "if(",
      `      ${from} >= ${budget}.first_charge_date,`,
      `      sum(if(${isInWeek}, ${days}.cost_usd, numeric '0')),`,
      "      null",
      `    ) as week_${week}_usd,`,
    ].join("\n");
  }).join("\n    ");
}

/**
 * The leanest or the dearest of those weeks; null if there is none.
 *
 * @param {"least" | "greatest"} which
 * @returns {string} SQL expression, NUMERIC: US dollars of a week.
 */
function extremeWeek(which) {
  const [first, ...others] = NAMES;
  return others.reduce(
    (sofar, week) => `ifnull(${which}(${sofar}, ${week}), ifnull(${sofar}, ${week}))`,
    String(first),
  );
}

/** @returns {string} SQL expression, NUMERIC: US dollars of the mean of those weeks that are known; null if none is. */
function usualWeek() {
  const known = NAMES.map((name) => `if(${name} is null, 0, 1)`).join(" + ");
  const total = NAMES.map((name) => `ifnull(${name}, numeric '0')`).join(" + ");
  return `safe_divide(${total}, nullif(cast(${known} as numeric), numeric '0'))`;
}

/**
 * @param {string} week SQL expression, NUMERIC: US dollars of a week.
 * @returns {string} SQL expression of `ended_usd` and `days_left`: the month if it goes on with that week.
 */
function goneOnWith(week) {
  return `ended_usd + safe_divide(${week} * days_left, numeric '7')`;
}

/**
 * @param {string} value SQL expression.
 * @returns {string} An aggregate: the sum; null if any of them is, because a part is no whole.
 */
function wholeSum(value) {
  return `if(countif(${value} is null) > 0, null, sum(${value}))`;
}

/**
 * @param {string} value SQL expression.
 * @param {string} otherwise SQL expression: what stands for it where it is null.
 * @param {string} [isKnown] SQL expression that is null where nothing is known; the value by default.
 * @returns {string} An aggregate: the sum; null if every one is.
 */
function sumOrElse(value, otherwise, isKnown = value) {
  return `if(count(${isKnown}) > 0, sum(ifnull(${value}, ${otherwise})), null)`;
}

/**
 * Select-list lines: where the month ends with each of the weeks, of all sources together. A source of which a week
 * is not known goes on as it is forecast; a week that no source knows is null.
 *
 * @returns {string}
 */
function weekEnds() {
  return NAMES.map(
    (name) => `${sumOrElse(goneOnWith(name), "forecast_usd", name)} as ${name},`,
  ).join("\n    ");
}

module.exports = {
  WEEKS,
  weekSums,
  weekEnds,
  extremeWeek,
  usualWeek,
  goneOnWith,
  wholeSum,
  sumOrElse,
};
