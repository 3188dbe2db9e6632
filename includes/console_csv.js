/**
 * The vocabulary of the Console's cost CSV, in the words of `cost_report`. Source: the exports of its
 * three generations.
 */

const { hash } = require("./keys.js");
const { caseWhen } = require("./sql/case_when.js");
const { family, idOfDisplayName, modelFamily: familyOfId } = require("./model_families.js");

/** The organization of an imported file whose operator named none. */
const UNNAMED_ORGANIZATION = "console-csv";

/** @type {Readonly<Record<string, string>>} */
const TOKEN_TYPES = Object.freeze({
  input_no_cache: "uncached_input_tokens",
  output: "output_tokens",
  input_cache_read: "cache_read_input_tokens",
  input_cache_write_5m: "cache_creation.ephemeral_5m_input_tokens",
  input_cache_write_1h: "cache_creation.ephemeral_1h_input_tokens",
});

/** What tells one charge of the file from another; the API key is whose charge it is, not which. */
const DIMENSIONS = Object.freeze([
  "workspace_id",
  "model",
  "usage_type",
  "context_window",
  "cost_type",
  "token_type",
  "inference_geo",
  "speed",
]);

/**
 * What one key gets back is no part of what another one cost, so lines that take dollars back are a charge of their own.
 *
 * @param {string} day Relation with the organization and the day.
 * @param {string} line Relation with the dimensions and `is_credit`.
 * @returns {string} SQL expression, STRING: the charge's id.
 */
function chargeId(day, line) {
  return hash([
    `if(${line}.is_credit, 'console_csv_credit', 'console_csv')`,
    `${day}.organization_id`,
    `${day}.activity_date`,
    ...DIMENSIONS.map((name) => `${line}.${name}`),
  ]);
}

/**
 * Select-list or group-by lines that name columns of a relation.
 *
 * @param {string} relation
 * @param {readonly string[]} names
 * @returns {string}
 */
function columns(relation, names) {
  return names.map((name) => `${relation}.${name},`).join("\n    ");
}

/**
 * A cell of the file: `--` stands for what does not apply.
 *
 * @param {string} column SQL expression, STRING.
 * @returns {string} SQL expression, STRING: trimmed; null for an empty cell and for `--`.
 */
function cell(column) {
  return `nullif(nullif(trim(${column}), ''), '--')`;
}

/**
 * @param {string} column SQL expression, STRING: a cell.
 * @returns {string} CASE expression, STRING: the word of `cost_report`; the file's where it has none.
 */
function tokenType(column) {
  const rules = Object.entries(TOKEN_TYPES).map(([word, name]) => ({
    when: `${column} = '${word}'`,
    then: `'${name}'`,
  }));
  return caseWhen(rules, column);
}

/**
 * @param {string} column SQL expression, STRING: a cell.
 * @returns {string} CASE expression, STRING: `tokens` for the file's `token`; else as written.
 */
function costType(column) {
  return caseWhen([{ when: `${column} in ('token', 'tokens')`, then: "'tokens'" }], column);
}

/**
 * Claude Code makes a workspace of this name for its own keys; the file has no other sign of it.
 *
 * @param {string} column SQL expression, STRING: the workspace's name.
 * @returns {string} CASE expression, STRING: the platform.
 */
function platform(column) {
  return caseWhen([{ when: `${column} = 'Claude Code'`, then: "'claude_code'" }], "'claude_api'");
}

/**
 * @param {string} column SQL expression, STRING: a display name, such as Claude Sonnet 4.5.
 * @returns {string} CASE expression, STRING: such as sonnet-4.5; the name as written if no rule knows it.
 */
function modelFamily(column) {
  const id = idOfDisplayName(column);
  return `if(${family(id)} is null, ${column}, ${familyOfId(id)})`;
}

module.exports = {
  UNNAMED_ORGANIZATION,
  TOKEN_TYPES,
  DIMENSIONS,
  chargeId,
  columns,
  cell,
  tokenType,
  costType,
  platform,
  modelFamily,
};
