/**
 * How text that people typed is read. A cell that cannot be read becomes null here and is named by
 * `law_reference_rows_are_valid` and its siblings for key owners, seats, prices, budgets and projects, so that nothing is guessed.
 */

/** What one row means in each table that people maintain. */
const TABLES = Object.freeze({
  api_key_owners: "One row per API key and period: whose key it is.",
  shared_key_policies: "One row per policy, version and person: the person's share.",
  people: "One row per person and period: team and cost center in it.",
  claude_code_projects: "One row per Google Cloud project with Claude Code.",
  seats: "One row per platform, person or nobody, seat and period.",
  budgets: "One row per scope and month.",
  invoices: "One row per vendor, invoice and line.",
  closed_months: "One row per month and platform that was booked.",
  prices: "One row per model, token type, tier, context window and first day.",
  pseudonym_salt: "One row at most: the secret that pseudonyms are made with.",
});

/** Of an e-mail address what no list can do without. */
const ADDRESS = "[^@,;[:space:]]+@[^@,;[:space:]]+";

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

/** Lists may begin earlier than anything was sold, but not in another century: a slip of the year makes cost of centuries. */
const FIRST_DAY_OF_LISTS = "2015-01-01";

/**
 * @param {string} column SQL expression, STRING: `YYYY-MM-DD`, a day on which money begins or ends.
 * @returns {string} SQL expression, DATE; null too for one before which no vendor sold anything.
 */
function moneyDay(column) {
  return `if(${day(column)} >= date '${FIRST_DAY_OF_LISTS}', ${day(column)}, null)`;
}

/**
 * @param {string} column SQL expression, STRING.
 * @returns {string} SQL condition: the cell holds something that is no e-mail address. Null for an empty one.
 */
function noAddress(column) {
  return `not regexp_contains(${text(column)}, r'^${ADDRESS}$')`;
}

/**
 * @param {string} column SQL expression, STRING: what a cell of several addresses holds.
 * @returns {string} SQL condition: it holds something between commas, semicolons and spaces that is no e-mail address.
 */
function noAddresses(column) {
  return `not regexp_contains(${text(column)}, r'^[,; ]*${ADDRESS}([,; ]+${ADDRESS})*[,; ]*$')`;
}

/**
 * Of a table's rows those that agree in some columns, and do not in another.
 *
 * @param {string} column SQL expression that must be the same in all of them.
 * @param {readonly string[]} by SQL expressions by which rows belong together.
 * @returns {string} SQL condition.
 */
function differs(column, by) {
  const rows = `over (partition by ${by.join(", ")})`;
  return `min(${column}) ${rows} <> max(${column}) ${rows}`;
}

/**
 * @param {string} column SQL expression, STRING: `YYYY-MM-DD`, which is midnight UTC, or an instant in RFC 3339.
 *   BigQuery refuses a zone beside a text that has its own, so such a text is read by itself.
 * @returns {string} SQL expression, TIMESTAMP.
 */
function instant(column) {
  return `ifnull(safe.timestamp(${text(column)}, 'UTC'), safe_cast(${text(column)} as timestamp))`;
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

module.exports = {
  TABLES,
  FIRST_DAY_OF_LISTS,
  text,
  day,
  moneyDay,
  instant,
  number,
  principal,
  noAddress,
  noAddresses,
  differs,
  badPeriod,
};
