/**
 * The five kinds of tokens, and web searches, under the three names they have: in `cost_report`
 * (`token_type`), in `usage_report/messages` (a JSON path), and in our columns.
 *
 * @typedef {object} TokenType
 * @property {string} token_type The vendor's word in `cost_report`.
 * @property {string} column Our column in `claude_usage_keys`.
 * @property {string} path JSON path in a usage row.
 */

/** @type {readonly TokenType[]} */
const TOKEN_TYPES = Object.freeze([
  {
    token_type: "uncached_input_tokens",
    column: "uncached_input_tokens",
    path: "$.uncached_input_tokens",
  },
  { token_type: "output_tokens", column: "output_tokens", path: "$.output_tokens" },
  {
    token_type: "cache_read_input_tokens",
    column: "cache_read_input_tokens",
    path: "$.cache_read_input_tokens",
  },
  {
    token_type: "cache_creation.ephemeral_5m_input_tokens",
    column: "cache_creation_5m_input_tokens",
    path: "$.cache_creation.ephemeral_5m_input_tokens",
  },
  {
    token_type: "cache_creation.ephemeral_1h_input_tokens",
    column: "cache_creation_1h_input_tokens",
    path: "$.cache_creation.ephemeral_1h_input_tokens",
  },
]);

/** Web searches are counted beside the tokens and have no token type in `cost_report`. */
const WEB_SEARCH = Object.freeze({
  column: "web_search_requests",
  path: "$.server_tool_use.web_search_requests",
});

/**
 * Everything that a usage row counts, in the order of the marts.
 *
 * @type {import("./usage/counts.js").Counts}
 */
const COUNTS = Object.freeze(
  Object.fromEntries([...TOKEN_TYPES, WEB_SEARCH].map(({ column, path }) => [column, [path]])),
);

const COUNT_COLUMNS = Object.freeze(Object.keys(COUNTS));

/**
 * Select-list lines that pass every count on, optionally with the sign turned.
 *
 * @param {string} relation Name to qualify the columns with.
 * @param {"" | "-"} [sign] `-` turns the sign.
 * @returns {string}
 */
function counts(relation, sign = "") {
  return COUNT_COLUMNS.map((column) => `${sign}${relation}.${column} as ${column},`).join("\n    ");
}

/**
 * How fast the tokens of a bill's line were made. Fast mode is no dimension of `cost_report`: its lines
 * have a description of their own, such as `Claude Opus 4.8 Usage (Fast) - Input Tokens`.
 *
 * @param {string} costType SQL expression, STRING.
 * @param {string} description SQL expression, STRING: the line's description.
 * @returns {string} SQL expression, STRING: `fast` or `standard`; null for what is not billed by token.
 */
function speed(costType, description) {
  const isFast = `regexp_contains(lower(ifnull(${description}, '')), r'\\bfast\\b')`;
  return `if(${costType} = 'tokens', if(${isFast}, 'fast', 'standard'), null)`;
}

/**
 * SQL condition: at least one count is not zero.
 *
 * @returns {string} SQL expression, BOOL.
 */
function anyCount() {
  return COUNT_COLUMNS.map((column) => `${column} <> 0`).join("\n  or ");
}

/**
 * An array of (count_name, count_value) structs, to turn columns into rows.
 *
 * @returns {string} SQL expression, ARRAY<STRUCT<count_name STRING, count_value INT64>>.
 */
function countsAsArray() {
  const structs = COUNT_COLUMNS.map(
    (column) => `struct('${column}' as count_name, ${column} as count_value)`,
  );
  return `[\n      ${structs.join(",\n      ")}\n    ]`;
}

/**
 * An array of (token_type, tokens) structs in the words of `cost_report`, to meet each cost line with
 * its own tokens. Negative counts, which only an open day can show, weigh nothing.
 *
 * @param {string} relation Name to qualify the columns with.
 * @returns {string} SQL expression, ARRAY<STRUCT<token_type STRING, tokens INT64>>.
 */
function tokensAsArray(relation) {
  const structs = TOKEN_TYPES.map(
    ({ token_type, column }) =>
      `struct('${token_type}' as token_type, greatest(${relation}.${column}, 0) as tokens)`,
  );
  return `[\n      ${structs.join(",\n      ")}\n    ]`;
}

module.exports = {
  TOKEN_TYPES,
  COUNTS,
  COUNT_COLUMNS,
  counts,
  speed,
  anyCount,
  countsAsArray,
  tokensAsArray,
};
