/**
 * How claude.ai's analytics are read: who an actor is, what is counted of a person, and the name of what
 * no group of the cost report holds. Source: the Enterprise Analytics reference and the types of
 * `@anthropic-ai/sdk`.
 */

const { toolPaths } = require("./usage/claude_code.js");
const { pick } = require("./columns.js");
const { hash } = require("./keys.js");

/** The product of a day's dollars beyond the groups that came back: the report holds its top 100. */
const OTHER_PRODUCT = "(other)";

/** The organization of an imported spend report whose operator named none. */
const UNNAMED_ORGANIZATION = "claude-ai-csv";

/** @type {import("./usage/counts.js").Counts} */
const USAGE_COUNTS = Object.freeze({
  requests: ["$.requests"],
  input_tokens: ["$.uncached_input_tokens"],
  output_tokens: ["$.output_tokens"],
  cache_read_tokens: ["$.cache_read_input_tokens"],
  cache_write_tokens: [
    "$.cache_creation.ephemeral_5m_input_tokens",
    "$.cache_creation.ephemeral_1h_input_tokens",
  ],
});

const TOOLS = "$.claude_code_metrics.tool_actions";
const OFFICE = ["excel", "outlook", "powerpoint", "word"].map((name) => `office_metrics.${name}`);

/** @type {import("./usage/counts.js").Counts} */
const ENGAGEMENT_COUNTS = Object.freeze({
  sessions: [
    "$.chat_metrics.distinct_conversation_count",
    "$.claude_code_metrics.core_metrics.distinct_session_count",
    ...["cowork_metrics", "design_metrics", ...OFFICE].map(
      (part) => `$.${part}.distinct_session_count`,
    ),
    "$.chat_cowork_unified_metrics.chat.distinct_conversation_count",
    "$.chat_cowork_unified_metrics.sessions.distinct_session_count",
  ],
  lines_accepted: ["$.claude_code_metrics.core_metrics.lines_of_code.added_count"],
  commits: ["$.claude_code_metrics.core_metrics.commit_count"],
  pull_requests: ["$.claude_code_metrics.core_metrics.pull_request_count"],
  tool_accepted: toolPaths(TOOLS, "accepted_count"),
  tool_rejected: toolPaths(TOOLS, "rejected_count"),
});

const COUNT_DESCRIPTIONS = Object.freeze({
  usage: Object.freeze({
    requests: "Requests, over all products.",
    ...pick("input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens"),
  }),
  engagement: Object.freeze({
    sessions: "Conversations in the chat, and sessions of the other products.",
    lines_accepted: "Lines of code that Claude Code added.",
    commits: "Commits made by Claude Code.",
    pull_requests: "Pull requests made by Claude Code.",
    tool_accepted: "Proposed edits that the person accepted, over all edit tools.",
    tool_rejected: "Proposed edits that the person rejected, over all edit tools.",
  }),
});

/** Every count of a person and day, in the order of the usage of all platforms. */
const COUNT_COLUMNS = Object.freeze([
  "sessions",
  ...Object.keys(USAGE_COUNTS),
  "lines_accepted",
  "tool_accepted",
  "tool_rejected",
  "commits",
  "pull_requests",
]);

/**
 * SQL condition: at least one count is not zero.
 *
 * @returns {string} SQL expression, BOOL, never null.
 */
function anyCount() {
  return COUNT_COLUMNS.map((column) => `ifnull(${column}, 0) > 0`).join("\n    or ");
}

/**
 * The address of a report's actor; null for a deleted account and for a service account. The reference
 * names the field `email` in its example and `email_address` in its schema.
 *
 * @param {string} row SQL expression, JSON text of one row.
 * @returns {string} SQL expression, STRING, lower case.
 */
function actorEmail(row) {
  const fields = ["$.actor.email_address", "$.actor.email"];
  const values = fields.map((path) => `json_value(${row}, '${path}')`);
  return `nullif(lower(trim(ifnull(${values.join(", ")}))), '')`;
}

/**
 * Whether a cell of the spend report names a person; `ingest/imports/report_rows.ts` reads it alike.
 *
 * @param {string} column SQL expression, STRING.
 * @returns {string} SQL condition, never null.
 */
function isAddress(column) {
  return `regexp_contains(ifnull(trim(${column}), ''), r'^[^@ ]+@[^@ ]+$')`;
}

/** A cell that calls its row a total, in the languages of the product's pages; as in the loader's rule. */
const TOTAL =
  "(?i)^(?:(?:grand|sub|over) *-?(?:total|all)|(?:.*[ _-])?totals?(?:[ :(].*)?|all(?: .*)?|sum|suma|soma|summa|summe|gesamt(?:summe|betrag)?|insgesamt|totale|totaal|totalt|toplam|somme|razem|итого|всего|合計|合计|小計|小计|总计|總計|합계|총계)[: ]*$";

/** A cell that says nothing; as in `ingest/imports/report_rows.ts`. */
const NOTHING = "(?i)^(?:[-–—.*]+|n/?a|none)$";

/**
 * Whether a row of the spend report is use, and not a total or a note: its person is an address or empty, no cell
 * calls it a total, and what is nobody's says what else it is. Reads user_email, account_uuid, product and model.
 *
 * @returns {string} SQL condition, never null.
 */
function isUse() {
  const cell = (/** @type {string} */ column) => `ifnull(trim(${column}), '')`;
  const others = ["account_uuid", "product", "model"].map(
    (column) => `regexp_replace(${cell(column)}, r'${NOTHING}', '')`,
  );
  const noTotal = others.map((text) => `not regexp_contains(${text}, r'${TOTAL}')`);
  return `(${isAddress("user_email")} or (${cell("user_email")} = '' and concat(${others.join(", ")}) <> ''))
    and ${noTotal.join("\n    and ")}`;
}

/**
 * The id of a day's charge for a product and model, from whichever report it is known.
 *
 * @param {string} organization SQL expression, STRING.
 * @param {string} day SQL expression, DATE.
 * @param {string} product SQL expression, STRING.
 * @param {string} model SQL expression, STRING.
 * @returns {string} SQL expression, STRING.
 */
function chargeId(organization, day, product, model) {
  return hash(["'claude_ai'", organization, day, product, model]);
}

/**
 * What a day is taken to cost: the total, since groups may lack dollars and the total cannot; but the
 * groups where they exceed it and are believed, which happens only if the vendor revised the day after
 * the total was asked for. Reads the column `uses_groups`.
 *
 * @param {string} total SQL expression, NUMERIC; null if the total was not asked for.
 * @param {string} groups SQL expression, NUMERIC; null if groups were not asked for.
 * @returns {string} SQL expression, NUMERIC.
 */
function dayAmount(total, groups) {
  return `if(uses_groups, greatest(ifnull(${total}, ${groups}), ${groups}), ${total})`;
}

module.exports = {
  OTHER_PRODUCT,
  UNNAMED_ORGANIZATION,
  chargeId,
  dayAmount,
  USAGE_COUNTS,
  ENGAGEMENT_COUNTS,
  COUNT_DESCRIPTIONS,
  COUNT_COLUMNS,
  anyCount,
  isAddress,
  isUse,
  actorEmail,
};
