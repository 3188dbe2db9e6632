/**
 * One wording per column, everywhere. A model documents a column with `...columns.pick("a", "b")`, and one
 * whose name means several things with what it is said of, `...columns.pick("seat.platform")`.
 */

const { TOPICS } = require("./columns/topics.js");

/**
 * Columns whose name means one thing, or that one unless a topic says otherwise.
 *
 * @type {Readonly<Record<string, string>>}
 */
const DESCRIPTIONS = Object.freeze({
  activity_date: "Day of the usage, UTC.",
  organization_id: "The vendor's id of the organization.",
  connection: "Name of the connection (one key at one vendor) that fetched it.",
  vendor: "Name of the vendor.",
  endpoint: "What was asked of the vendor; names are in includes/endpoints.js.",
  fetch_id: "Id of the finished walk that speaks for the row.",
  page_number: "Page of the walk.",
  fetched_at: "When the vendor gave the answer that speaks for the row.",
  is_final:
    "True once the answer was given so long after the day that the vendor no longer revises it.",
  workspace_id: "Id of the workspace; 'default' for the default workspace.",
  api_key_id: "Id of the API key; null for keyless usage such as Workbench or OAuth.",
  model: "The vendor's id of the model; null where the vendor names none, as for web search.",
  model_family: "The model as people read it, such as sonnet-4.5; the raw id if no rule knows it.",
  cost_type: "tokens, web_search, code_execution or session_usage.",
  token_type: "Kind of token, in the vendor's words; null for what is not billed by token.",
  service_tier: "standard or batch in costs; usage also knows priority, flex and others.",
  context_window: "Size class of the request's context, such as 0-200k; null for what has none.",
  inference_geo: "Where the model ran: global, us or not_available.",
  description: "The vendor's text for the line.",
  amount_usd: "US dollars, exact to the billionth; never rounded here.",
  currency: "Currency of the vendor's amount; a line that is not USD fails a law.",
  uncached_input_tokens: "Input tokens read without a cache.",
  output_tokens: "Tokens written by the model.",
  cache_read_input_tokens: "Input tokens read from the prompt cache.",
  cache_creation_5m_input_tokens: "Input tokens written to the five-minute prompt cache.",
  cache_creation_1h_input_tokens: "Input tokens written to the one-hour prompt cache.",
  web_search_requests: "Web searches made by the server-side tool.",
  actor_type: "user_actor for a person, api_actor for an API key.",
  user_email: "E-mail address in lower case; null for an API key.",
  api_key_name: "Name of the API key; null for a person.",
  terminal_type: "Where Claude Code ran, such as vscode or iTerm.app.",
  is_remote: "True for remote sessions; null where the vendor does not say.",
  customer_type: "api for Console billing, subscription for a claude.ai plan.",
  num_sessions: "Claude Code sessions.",
  lines_added: "Lines of code that Claude Code added.",
  lines_removed: "Lines of code that Claude Code removed.",
  commits: "Commits made by Claude Code.",
  pull_requests: "Pull requests made by Claude Code.",
  tool_accepted: "Proposed edits that people accepted, over all edit tools.",
  tool_rejected: "Proposed edits that people rejected, over all edit tools.",
  archived_at: "When it was archived; null while it is live.",
  cache_read_tokens: "Tokens read from the prompt cache.",
  cache_write_tokens: "Tokens written to the prompt caches.",
  charge_date: "Day of the charge.",
  charge_id: "Hash of the charge's grain, never of its amount.",
  cost_usd: "US dollars, exact to the billionth.",
  family: "opus, sonnet, haiku, …; null for a model that no rule knows.",
  input_tokens: "Uncached input tokens.",
  is_active: "True if anything was used or done.",
  major: "Major version of the model.",
  minor: "Minor version of the model, 0 where its id has none.",
  month: "First day of the month.",
  owner: "E-mail address in lower case, or the service account as written; null for nobody.",
  owner_type: "person or automation; null for nobody.",
  pages_fetch_id: "The fetch whose pages hold the answer.",
  platform: "Who bills: claude_api, claude_code, claude_ai, cursor or vertex_ai.",
  usage_date: "Day of the usage, UTC.",
});

/**
 * @param {...string} names Column names, after a topic and a dot where one is meant.
 * @returns {Record<string, string>} Their descriptions, for a config block's `columns`.
 */
function pick(...names) {
  return Object.fromEntries(names.map((name) => [name.split(".").pop(), describe(name)]));
}

/** @param {string} name */
function describe(name) {
  const [column = "", topic] = name.split(".").reverse();
  const description = (topic === undefined ? DESCRIPTIONS : TOPICS[topic])?.[column];
  if (description === undefined) {
    throw new Error(
      `columns: no description for ${name}; add one to includes/columns.js or columns/topics.js.`,
    );
  }
  return description;
}

module.exports = { DESCRIPTIONS, pick };
