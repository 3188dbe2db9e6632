/** What the models have to know about seats: what says that one is used, and when one is idle. */

const { caseWhen } = require("./sql/case_when.js");

/** A seat is idle if its person did nothing on its platform on this many days in a row. */
const IDLE_DAYS = 30;

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

module.exports = { IDLE_DAYS, USAGE_ENDPOINTS, platformCountedBy };
