/** Whose a landed row is. */

const { ENDPOINTS } = require("../endpoints.js");
const { caseWhen } = require("../sql/case_when.js");

/** The domain of each vendor that is asked. */
const OF_VENDOR = Object.freeze({
  anthropic: "console",
  claude_ai: "claude_ai",
  cursor: "cursor",
  google: "vertex",
});

/** The domain of what people import, where it is one vendor's. */
const OF_IMPORT = Object.freeze({
  "claude-console-cost": "console",
  "api-key-owners": "console",
  "shared-key-policies": "console",
  prices: "console",
  "claude-ai-spend-report": "claude_ai",
  "cursor-usage": "cursor",
  "gcp-billing-export": "vertex",
  "gcp-audit-logs": "vertex",
  "vertex-projects": "vertex",
  seats: "seats",
});

/**
 * @param {string} column SQL expression, STRING: a vendor's name.
 * @returns {string} SQL expression, STRING: its domain; null for who is nobody's vendor.
 */
function vendorDomain(column) {
  return chosen(column, OF_VENDOR);
}

/**
 * @param {string} column SQL expression, STRING: an endpoint's name, or the kind of an imported file.
 * @returns {string} SQL expression, STRING: the domain; null for what people maintain for all.
 */
function endpointDomain(column) {
  const asked = ENDPOINTS.map(({ endpoint, vendor }) => [
    endpoint,
    OF_VENDOR[/** @type {keyof typeof OF_VENDOR} */ (vendor)],
  ]);
  return chosen(column, { ...Object.fromEntries(asked), ...OF_IMPORT });
}

/**
 * @param {string} column
 * @param {Readonly<Record<string, string>>} domains
 */
function chosen(column, domains) {
  const names = [...new Set(Object.values(domains))];
  const rules = names.map((domain) => {
    const own = Object.keys(domains).filter((name) => domains[name] === domain);
    return { when: `${column} in ('${own.join("', '")}')`, then: `'${domain}'` };
  });
  return caseWhen(rules, "cast(null as string)");
}

module.exports = { OF_VENDOR, endpointDomain, vendorDomain };
