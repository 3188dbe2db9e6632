/** The headings of `claude_daily_summary`, as data. */

const { caseWhen } = require("../sql/case_when.js");

/**
 * Under which heading of the daily summary a cost line counts.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const TOKEN_TYPES_BY_HEADING = Object.freeze({
  input_cost_usd: ["uncached_input_tokens"],
  output_cost_usd: ["output_tokens"],
  cache_read_cost_usd: ["cache_read_input_tokens"],
  cache_write_cost_usd: [
    "cache_creation.ephemeral_5m_input_tokens",
    "cache_creation.ephemeral_1h_input_tokens",
  ],
});

/**
 * @param {string} column SQL expression that holds the vendor's token type.
 * @returns {string} CASE expression, STRING: the heading; other_cost_usd for what has no token type.
 */
function headingOf(column) {
  const rules = Object.entries(TOKEN_TYPES_BY_HEADING).map(([heading, tokenTypes]) => ({
    when: `${column} in (${tokenTypes.map((name) => `'${name}'`).join(", ")})`,
    then: `'${heading}'`,
  }));
  return caseWhen(rules, "'other_cost_usd'");
}

/**
 * Select-list lines: one sum per heading, zero where nothing falls under it.
 *
 * @param {string} heading Column that holds the heading.
 * @param {string} amount Column to sum, NUMERIC.
 * @returns {string}
 */
function sums(heading, amount) {
  return [...Object.keys(TOKEN_TYPES_BY_HEADING), "other_cost_usd"]
    .map((name) => `sum(if(${heading} = '${name}', ${amount}, numeric '0')) as ${name},`)
    .join("\n  ");
}

module.exports = { TOKEN_TYPES_BY_HEADING, headingOf, sums };
