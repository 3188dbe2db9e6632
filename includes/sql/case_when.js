/**
 * Renders rule tables as CASE expressions.
 *
 * @typedef {object} Rule
 * @property {string} when SQL condition.
 * @property {string} then SQL value.
 */

/**
 * A searched CASE, first match wins. It refuses to render without rules or without an ELSE, since a
 * CASE that falls through turns dollars into NULL.
 *
 * @param {readonly Rule[]} rules
 * @param {string} otherwise SQL value where no rule matches.
 * @returns {string} A CASE expression over several lines, indented for a column four spaces deep.
 */
function caseWhen(rules, otherwise) {
  if (rules.length === 0) throw new Error("caseWhen: no rules; a CASE needs at least one WHEN.");
  if (typeof otherwise !== "string" || otherwise.trim() === "") {
    throw new Error("caseWhen: no ELSE; say what an unmatched row becomes, even if it is null.");
  }
  const branches = rules.map(({ when, then }) => `      when ${when} then ${then}`);
  return ["case", ...branches, `      else ${otherwise}`, "    end"].join("\n");
}

module.exports = { caseWhen };
