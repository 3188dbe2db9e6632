/**
 * What the Claude Code report counts, and where it stands in a record. Source: the vendor's
 * reference of `usage_report/claude_code`; entries of `tool_actions` may be absent.
 */

/** @type {Readonly<Record<string, readonly string[]>>} */
const COUNTS = Object.freeze({
  num_sessions: ["$.core_metrics.num_sessions"],
  lines_added: ["$.core_metrics.lines_of_code.added"],
  lines_removed: ["$.core_metrics.lines_of_code.removed"],
  commits: ["$.core_metrics.commits_by_claude_code"],
  pull_requests: ["$.core_metrics.pull_requests_by_claude_code"],
  tool_accepted: toolPaths("accepted"),
  tool_rejected: toolPaths("rejected"),
});

/** @param {string} outcome */
function toolPaths(outcome) {
  const tools = ["edit_tool", "multi_edit_tool", "write_tool", "notebook_edit_tool"];
  return tools.map((tool) => `$.tool_actions.${tool}.${outcome}`);
}

/**
 * Select-list lines that read every count out of a record; a count that is absent is zero.
 *
 * @param {string} record SQL expression, JSON text of one record.
 * @returns {string}
 */
function countsFromJson(record) {
  return Object.entries(COUNTS)
    .map(([column, paths]) => {
      const terms = paths.map(
        (path) => `ifnull(cast(json_value(${record}, '${path}') as int64), 0)`,
      );
      return `${terms.join("\n      + ")} as ${column},`;
    })
    .join("\n    ");
}

/**
 * Select-list lines that sum every count.
 *
 * @param {string} relation Name to qualify the columns with.
 * @returns {string}
 */
function summedCounts(relation) {
  return Object.keys(COUNTS)
    .map((column) => `sum(${relation}.${column}) as ${column},`)
    .join("\n    ");
}

module.exports = { COUNTS, countsFromJson, summedCounts };
