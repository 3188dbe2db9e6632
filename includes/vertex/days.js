/** How the two sides of Vertex AI meet, the bill and the calls: on which day, by what weight, for whom. */

const { caseWhen } = require("../sql/case_when.js");

/** A line is no longer expected to change once the export is this many days past the day of the usage. */
const FINAL_AFTER_DAYS = 7;

/**
 * The day on which something happened; both the bill's and the audit logs' are made by it.
 *
 * @param {string} column SQL expression, TIMESTAMP.
 * @param {string} timeZone IANA name.
 * @returns {string} SQL expression, DATE.
 */
function day(column, timeZone) {
  return `date(${column}, '${timeZone}')`;
}

/**
 * Which columns of claude_code_daily_usage weigh a token line, if they are known.
 *
 * @param {string} tokenType SQL expression: the kind of token in the words of cost_report.
 * @param {string} relation Name of the usage relation.
 * @returns {string} CASE expression, INT64.
 */
function tokenWeight(tokenType, relation) {
  const columns = {
    uncached_input_tokens: "input_tokens",
    output_tokens: "output_tokens",
    cache_read_input_tokens: "cache_read_tokens",
    "cache_creation.ephemeral_5m_input_tokens": "cache_write_tokens",
    "cache_creation.ephemeral_1h_input_tokens": "cache_write_tokens",
  };
  const rules = Object.entries(columns).map(([type, column]) => ({
    when: `${tokenType} = '${type}'`,
    then: `${relation}.${column}`,
  }));
  return caseWhen(rules, "cast(null as int64)");
}

/**
 * @param {string} principalType SQL expression: user, workforce, service_account or unknown.
 * @returns {string} CASE expression, STRING: person or automation; null for nobody.
 */
function ownerType(principalType) {
  return caseWhen(
    [
      { when: `${principalType} in ('user', 'workforce')`, then: "'person'" },
      { when: `${principalType} = 'service_account'`, then: "'automation'" },
    ],
    "cast(null as string)",
  );
}

module.exports = { FINAL_AFTER_DAYS, day, tokenWeight, ownerType };
