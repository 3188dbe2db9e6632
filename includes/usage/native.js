/** How the vendor's own costs per key are read where they name no key. */

const { caseWhen } = require("../sql/case_when.js");

/**
 * Tokens and searches without a key were used without one, as in Workbench. Code execution and session
 * time carry no key in any report, so for them it says nothing.
 *
 * @param {string} column SQL expression, STRING: the cost type.
 * @returns {string} CASE expression, STRING: a candidate.
 */
function beyondKeys(column) {
  return caseWhen(
    [{ when: `${column} in ('tokens', 'web_search')`, then: "'keyless'" }],
    "'unlisted'",
  );
}

module.exports = { beyondKeys };
