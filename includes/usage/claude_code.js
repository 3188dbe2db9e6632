/**
 * What the Claude Code report counts, and where it stands in a record. Source: the vendor's
 * reference of `usage_report/claude_code`; entries of `tool_actions` may be absent.
 */

/** @type {import("./counts.js").Counts} */
const COUNTS = Object.freeze({
  num_sessions: ["$.core_metrics.num_sessions"],
  lines_added: ["$.core_metrics.lines_of_code.added"],
  lines_removed: ["$.core_metrics.lines_of_code.removed"],
  commits: ["$.core_metrics.commits_by_claude_code"],
  pull_requests: ["$.core_metrics.pull_requests_by_claude_code"],
  tool_accepted: toolPaths("$.tool_actions", "accepted"),
  tool_rejected: toolPaths("$.tool_actions", "rejected"),
});

/**
 * What an entry of the record's `model_breakdown` counts.
 *
 * @type {import("./counts.js").Counts}
 */
const TOKENS = Object.freeze({
  input_tokens: ["$.tokens.input"],
  output_tokens: ["$.tokens.output"],
  cache_read_tokens: ["$.tokens.cache_read"],
  cache_write_tokens: ["$.tokens.cache_creation"],
});

/**
 * Where the edits of Claude Code's tools are counted, in its own report and in claude.ai's.
 *
 * @param {string} root JSON path of the tools.
 * @param {string} outcome Name of the count.
 * @returns {string[]} One path a tool.
 */
function toolPaths(root, outcome) {
  const tools = ["edit_tool", "multi_edit_tool", "write_tool", "notebook_edit_tool"];
  return tools.map((tool) => `${root}.${tool}.${outcome}`);
}

module.exports = { COUNTS, TOKENS, toolPaths };
