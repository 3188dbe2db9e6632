/**
 * How text that people typed is read. A cell that cannot be read becomes null here and is named by
 * `law_reference_rows_are_valid` and its siblings for seats, prices, budgets and projects, so that nothing is guessed.
 */

/**
 * @param {string} column SQL expression, STRING.
 * @returns {string} SQL expression, STRING: trimmed; null for an empty cell.
 */
function text(column) {
  return `nullif(trim(${column}), '')`;
}

/**
 * @param {string} column SQL expression, STRING: `YYYY-MM-DD`.
 * @returns {string} SQL expression, DATE.
 */
function day(column) {
  return `safe_cast(${text(column)} as date)`;
}

/**
 * Lower case if it is an e-mail address; a team or an automation stays as written.
 *
 * @param {string} column SQL expression, STRING.
 * @returns {string} SQL expression, STRING.
 */
function principal(column) {
  return `if(regexp_contains(${column}, '@'), lower(${text(column)}), ${text(column)})`;
}

/**
 * @param {string} column SQL expression, STRING.
 * @returns {string} SQL expression, NUMERIC; null for an empty cell and for what is no number.
 */
function number(column) {
  return `safe_cast(${text(column)} as numeric)`;
}

/**
 * @param {string} from Column, STRING: the first day, which may be empty.
 * @param {string} to Column, STRING: the day after the last, which may be empty.
 * @returns {string} SQL expression, STRING: name of the first of the two that cannot be read or ends the period
 *   before it starts; null if both are good.
 */
function badPeriod(from, to) {
  return `case
        when ${text(from)} is not null and ${day(from)} is null then '${from}'
        when ${text(to)} is not null and ${day(to)} is null then '${to}'
        when ${day(to)} <= ${day(from)} then '${to}'
      end`;
}

module.exports = { text, day, number, principal, badPeriod };
