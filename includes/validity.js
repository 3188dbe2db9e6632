/**
 * Periods of validity: `valid_from` is the first day, `valid_to` the day after the last. A period
 * without the one has no beginning, without the other no end.
 */

/**
 * @param {string} column SQL expression, DATE: the first day of a period.
 * @returns {string} The same, or the first of all days where it is null.
 */
function openStart(column) {
  return `ifnull(${column}, date '0001-01-01')`;
}

/**
 * @param {string} column SQL expression, DATE: the day after the last day of a period.
 * @returns {string} The same, or the last of all days where it is null.
 */
function openEnd(column) {
  return `ifnull(${column}, date '9999-12-31')`;
}

/**
 * The condition that a period holds on a day, for a join as of that day.
 *
 * @param {string} day SQL expression, DATE.
 * @param {string} from SQL expression, DATE: the first day of the period.
 * @param {string} to SQL expression, DATE: the day after its last.
 * @returns {string} A condition, never null while `day` is not.
 */
function holdsOn(day, from, to) {
  return `${day} >= ${openStart(from)} and ${day} < ${openEnd(to)}`;
}

module.exports = { openStart, openEnd, holdsOn };
