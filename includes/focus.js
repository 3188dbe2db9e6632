/**
 * How charges are told in FOCUS, the FinOps Open Cost and Usage Specification: who sells a platform, what a
 * charge is called, and the rules that every row keeps. The columns are in focus_columns.js, what they mean
 * for a reader in docs/focus.md.
 */

const { caseWhen } = require("./case_when.js");
const { COLUMNS } = require("./focus_columns.js");
const { hash } = require("./keys.js");

/** The version that the view has, and the older one that some tools stop at. */
const VERSIONS = Object.freeze(["1.4", "1.2"]);

/** What an older version takes from a column of the view that has another name. */
const SOURCES = new Map([
  ["ProviderName", "ServiceProviderName"],
  ["PublisherName", "x_PublisherName"],
]);

/** Who sells, runs, makes and bills each platform. @type {Readonly<Record<string, Platform>>} */
const PLATFORMS = Object.freeze({
  claude_api: anthropic("Claude API"),
  claude_code: anthropic("Claude Code"),
  claude_ai: anthropic("Claude.ai"),
  cursor: { service: "Cursor", seller: "Anysphere", maker: "Anysphere", account: "Team" },
  vertex_ai: {
    service: "Vertex AI",
    seller: "Google Cloud",
    maker: "Anthropic",
    account: "Billing Account",
  },
});

/**
 * @typedef {object} Platform
 * @property {string} service
 * @property {string} seller Who also runs it and sends the invoice.
 * @property {string} maker
 * @property {string} account What the seller calls an account.
 *
 * @param {string} service
 * @returns {Platform}
 */
function anthropic(service) {
  return { service, seller: "Anthropic", maker: "Anthropic", account: "Organization" };
}

/** @returns {string} A query: `platform`, `service`, `seller`, `maker`, `account`; one row per platform. */
function platforms() {
  return Object.entries(PLATFORMS)
    .map(
      ([platform, { service, seller, maker, account }]) =>
        `select '${platform}' as platform, '${service}' as service, '${seller}' as seller, '${maker}' as maker, '${account}' as account`,
    )
    .join("\n\n  union all\n\n  ");
}

/**
 * @param {string} billingMode SQL expression, STRING.
 * @param {string} costType SQL expression, STRING.
 * @returns {string} CASE expression, STRING: a ChargeCategory.
 */
function chargeCategory(billingMode, costType) {
  const rules = [
    { when: `${costType} = 'tax'`, then: "'Tax'" },
    { when: `${costType} = 'adjustment'`, then: "'Adjustment'" },
    { when: `${billingMode} = 'credit'`, then: "'Credit'" },
    { when: `${billingMode} = 'seat'`, then: "'Purchase'" },
  ];
  return caseWhen(rules, "'Usage'");
}

/** @type {Readonly<Record<string, string>>} */
const METERS = Object.freeze({
  uncached_input_tokens: "Input Tokens",
  output_tokens: "Output Tokens",
  cache_read_input_tokens: "Cache Read Tokens",
  "cache_creation.ephemeral_5m_input_tokens": "Cache Write Tokens, 5 Minutes",
  "cache_creation.ephemeral_1h_input_tokens": "Cache Write Tokens, 1 Hour",
  web_search: "Web Searches",
  code_execution: "Code Execution",
  session_usage: "Session Usage",
  seat: "Seats",
});

/**
 * @param {string} tokenType SQL expression, STRING.
 * @param {string} costType SQL expression, STRING.
 * @returns {string} CASE expression, STRING: a SkuMeter.
 */
function skuMeter(tokenType, costType) {
  const word = `ifnull(${tokenType}, ${costType})`;
  const rules = Object.entries(METERS).map(([name, meter]) => ({
    when: `${word} = '${name}'`,
    then: `'${meter}'`,
  }));
  return caseWhen(rules, "'Usage'");
}

/**
 * A JSON object of the properties that are not null.
 *
 * @param {Readonly<Record<string, string>>} properties SQL expressions, STRING, by key.
 * @returns {string} SQL expression, STRING; null if all are.
 */
function jsonObject(properties) {
  const parts = Object.entries(properties).map(
    ([key, value]) => `if(${value} is null, '', concat(',"${key}":', to_json_string(${value})))`,
  );
  return `nullif(concat('{', substr(concat(${parts.join(", ")}), 2), '}'), '{}')`;
}

/**
 * An id that shows nobody's name: half of a hash of the person, team or automation. Whoever knows an
 * address can compute its id; nobody can read an address from one.
 *
 * @param {string} name SQL expression, STRING: user_email of fct_user_cost_daily.
 * @returns {string} SQL expression, STRING: 32 hex digits.
 */
function opaqueId(name) {
  return `substr(${hash(["'focus_principal'", name])}, 1, 32)`;
}

/** The grain of fct_user_cost_daily as one id. @returns {string} SQL expression, STRING. */
function rowId() {
  return hash(["charge_id", "api_key_id", "user_email", "owner_type", "attribution_method"]);
}

/** @param {string} version @returns {readonly import("./focus_columns.js").FocusColumn[]} In order. */
function columnsOf(version) {
  if (!VERSIONS.includes(version)) throw new Error(`focus: no version ${version}.`);
  return COLUMNS.filter(({ versions }) => versions.includes(version));
}

/** Types of the warehouse. @type {Readonly<Record<string, string>>} */
const SQL_TYPES = Object.freeze({
  String: "string",
  JSON: "string",
  Decimal: "numeric",
  "Date/Time": "timestamp",
  Boolean: "bool",
});

/** @returns {string} The view's select list: what is never filled is a null of its type. */
function viewColumns() {
  return columnsOf("1.4")
    .map(({ name, nulls, type }) =>
      nulls === "empty" ? `  cast(null as ${SQL_TYPES[type]}) as ${name},` : `  ${name},`,
    )
    .join("\n");
}

/** @param {string} version @returns {string} The select list that makes a version's rows of the view. */
function exportColumns(version) {
  return columnsOf(version)
    .map(({ name }) => `${SOURCES.has(name) ? `${SOURCES.get(name)} as ` : ""}${name}`)
    .join(", ");
}

/** Wordings of the view's columns. */
const DESCRIPTIONS = Object.freeze(
  Object.fromEntries(columnsOf("1.4").map(({ name, description }) => [name, description])),
);

module.exports = {
  VERSIONS,
  PLATFORMS,
  DESCRIPTIONS,
  platforms,
  chargeCategory,
  skuMeter,
  jsonObject,
  opaqueId,
  rowId,
  columnsOf,
  viewColumns,
  exportColumns,
};
