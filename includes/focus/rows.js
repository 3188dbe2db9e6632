/**
 * FOCUS, the FinOps Open Cost and Usage Specification: which columns a version has, how they are selected, and
 * what stands for a person. The columns are in focus_columns.js, a charge's words in focus_charges.js, what it
 * all means for a reader in docs/focus.md.
 */

const { COLUMNS } = require("./columns.js");
const { hash } = require("../keys.js");

/** The version that focus_costs has, and the older one that some tools stop at. */
const VERSIONS = Object.freeze(["1.4", "1.2"]);

/** What an older version takes from a column of focus_costs that has another name. */
const SOURCES = new Map([
  ["ProviderName", "ServiceProviderName"],
  ["PublisherName", "x_PublisherName"],
]);

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
  return hash(["'focus_principal'", name]);
}

/** The grain of fct_user_cost_daily as one id. @returns {string} SQL expression, STRING. */
function rowId() {
  return hash(["charge_id", "api_key_id", "user_email", "owner_type", "attribution_method"]);
}

/** @param {string} version @returns {readonly import("./columns.js").FocusColumn[]} In order. */
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

/** Columns that say the same as another, since nothing here tells them apart. */
const COPIES = new Map([
  ["ContractedCost", "BilledCost"],
  ["EffectiveCost", "BilledCost"],
  ["PricingCurrencyEffectiveCost", "BilledCost"],
  ["PricingCurrency", "BillingCurrency"],
  ["HostProviderName", "ServiceProviderName"],
  ["InvoiceIssuerName", "ServiceProviderName"],
  ["RegionName", "RegionId"],
  ["x_CredentialId", "ResourceId"],
  ["x_PrincipalId", "AllocatedResourceId"],
]);

/** @returns {string} The select list of focus_costs, copies made; what is never filled is a null of its type. */
function viewColumns() {
  return columnsOf("1.4")
    .map(({ name, nulls, type }) => {
      if (nulls === "empty") return `  cast(null as ${SQL_TYPES[type]}) as ${name},`;
      return COPIES.has(name) ? `  ${COPIES.get(name)} as ${name},` : `  ${name},`;
    })
    .join("\n");
}

/** @param {string} version @returns {string} The select list that makes a version's rows of focus_costs. */
function exportColumns(version) {
  return columnsOf(version)
    .map(({ name }) => `${SOURCES.has(name) ? `${SOURCES.get(name)} as ` : ""}${name}`)
    .join(", ");
}

/** Wordings of the columns of focus_costs. */
const DESCRIPTIONS = Object.freeze(
  Object.fromEntries(columnsOf("1.4").map(({ name, description }) => [name, description])),
);

module.exports = {
  VERSIONS,
  DESCRIPTIONS,
  jsonObject,
  opaqueId,
  rowId,
  columnsOf,
  viewColumns,
  exportColumns,
};
