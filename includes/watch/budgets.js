/** How a budget's range is made: the leanest and the dearest of the last whole weeks, gone on with. */

/** So many whole weeks before the newest fetch say how much a day may cost; weeks hold every weekday once. */
const WEEKS = 4;

const NUMBERS = Object.freeze(Array.from({ length: WEEKS }, (_, index) => index + 1));

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
  const [first, ...others] = NUMBERS.map((week) => `week_${week}_usd`);
  return others.reduce(
    (sofar, week) => `ifnull(${which}(${sofar}, ${week}), ifnull(${sofar}, ${week}))`,
    String(first),
  );
}

module.exports = { WEEKS, weekSums, extremeWeek };
