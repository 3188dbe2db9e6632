/**
 * How text that people typed is read. A cell that cannot be read becomes null here and is named by
 * `law_reference_rows_are_valid`, so that nothing is guessed.
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

module.exports = { text, day, principal };
