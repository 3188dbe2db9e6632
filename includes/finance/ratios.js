/**
 * What finance has to know beside the charges: which platforms an invoice is for, and how far it may be
 * off. Everything that compares an invoice with the warehouse reads it from here.
 */

/**
 * Which platforms a vendor's invoice bills. Anthropic's Console sends one invoice for the API and for
 * Claude Code on it; a claude.ai plan, Cursor and Google send their own.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const INVOICED_PLATFORMS = Object.freeze({
  anthropic_console: ["claude_api", "claude_code"],
  claude_ai: ["claude_ai"],
  cursor: ["cursor"],
  google: ["vertex_ai"],
});

/** An invoice matches if it is off by no more than this many US dollars: invoices are in whole cents. */
const MATCH_LIMIT_USD = "0.01";

/** @returns {string} SQL list of every platform that can cost anything, for `in (…)`. */
function platformList() {
  return Object.values(INVOICED_PLATFORMS)
    .flat()
    .map((platform) => `'${platform}'`)
    .join(", ");
}

/**
 * The vendors' map as a relation.
 *
 * @returns {string} A query: `vendor`, `platform`, both STRING; one row per vendor and platform.
 */
function invoicedPlatforms() {
  const rows = Object.entries(INVOICED_PLATFORMS).flatMap(([vendor, platforms]) =>
    platforms.map((platform) => `select '${vendor}' as vendor, '${platform}' as platform`),
  );
  return rows.join("\n\n  union all\n\n  ");
}

/**
 * A share in percent, of sums.
 *
 * @param {string} part SQL expression, NUMERIC.
 * @param {string} whole SQL expression, NUMERIC.
 * @returns {string} SQL expression, NUMERIC percent; null if the whole is zero.
 */
function percent(part, whole) {
  return `safe_divide((${part}) * 100, nullif(${whole}, numeric '0'))`;
}

module.exports = {
  INVOICED_PLATFORMS,
  MATCH_LIMIT_USD,
  platformList,
  invoicedPlatforms,
  percent,
};
