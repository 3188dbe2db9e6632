/**
 * How a charge is told in FOCUS: who sells its platform, which category it is, what is measured, and what is
 * taken as it is. The sellers' names are those on their invoices.
 */

const { caseWhen } = require("../sql/case_when.js");
const { jsonObject } = require("./rows.js");

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
    { when: `${costType} in ('adjustment', 'rounding_error')`, then: "'Adjustment'" },
    { when: `${billingMode} = 'credit'`, then: "'Credit'" },
    { when: `${billingMode} = 'seat'`, then: "'Purchase'" },
  ];
  return caseWhen(rules, "'Usage'");
}

/**
 * @param {string} category SQL expression, STRING: a ChargeCategory.
 * @returns {string} CASE expression, STRING: a ChargeFrequency.
 */
function chargeFrequency(category) {
  const rules = [
    { when: `${category} = 'Purchase'`, then: "'Recurring'" },
    { when: `${category} in ('Tax', 'Adjustment')`, then: "'One-Time'" },
  ];
  return caseWhen(rules, "'Usage-Based'");
}

/**
 * Which lines of an invoice may bill a part of the charges, by what they pay for. Tax is a line of its own or stands
 * beside the use.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const BILLED_BY = Object.freeze({
  seats: ["all", "seats"],
  tax: ["all", "usage", "tax"],
  usage: ["all", "usage"],
});

/** @returns {string} A query: `part`, `pays_for`; one row per part of the charges and what may bill it. */
function billedBy() {
  return Object.entries(BILLED_BY)
    .flatMap(([part, bills]) =>
      bills.map((bill) => `select '${part}' as part, '${bill}' as pays_for`),
    )
    .join("\n\n    union all\n\n    ");
}

/** @param {string} charge SQL relation of charges. @returns {string} CASE expression, STRING: a part of BILLED_BY. */
function billedPart(charge) {
  const rules = [
    { when: `${charge}.billing_mode = 'seat'`, then: "'seats'" },
    { when: `${charge}.cost_type = 'tax'`, then: "'tax'" },
  ];
  return caseWhen(rules, "'usage'");
}

/**
 * Anthropic's price lists are per million tokens. What nobody counts is priced by the line of the bill.
 *
 * @param {string} category SQL expression, STRING: a ChargeCategory.
 * @param {string} consumedUnit SQL expression, STRING: a ConsumedUnit, null where no quantity is known.
 * @returns {string} CASE expression, STRING: a PricingUnit.
 */
function pricingUnit(category, consumedUnit) {
  const rules = [
    { when: `${category} = 'Purchase'`, then: "'Seat-Days'" },
    { when: `${consumedUnit} = 'Tokens'`, then: "'1000000 Tokens'" },
    { when: `${consumedUnit} is not null`, then: consumedUnit },
  ];
  return caseWhen(rules, "'Charges'");
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

/** What focus_costs takes from a charge as it is. @type {Readonly<Record<string, string>>} */
const CARRIED = Object.freeze({
  billing_mode: "x_BillingMode",
  charge_id: "x_OriginChargeId",
  cost_type: "x_CostType",
  evidence: "x_EvidenceLevel",
  is_final: "x_IsFinal",
  model: "x_Model",
  model_family: "x_ModelFamily",
  platform: "x_Platform",
  product: "x_Product",
  token_type: "x_TokenType",
});

/** @param {string} relation @returns {string} The part of a select list that renames what is taken as it is. */
function carried(relation) {
  return Object.entries(CARRIED)
    .map(([column, name]) => `${relation}.${column} as ${name},`)
    .join("\n    ");
}

/** @param {string} relation SQL relation of charges. @returns {string} SQL expression, STRING: SkuPriceDetails. */
function skuPriceDetails(relation) {
  return jsonObject({
    x_ModelId: `${relation}.model`,
    x_ModelFamily: `${relation}.model_family`,
    x_TokenType: `${relation}.token_type`,
    x_ServiceTier: `${relation}.service_tier`,
    x_ContextWindow: `${relation}.context_window`,
  });
}

/** Wordings of what int_focus__charges adds to a charge. */
const DESCRIPTIONS = Object.freeze({
  service: "Name of the platform.",
  seller: "Who sells it, runs it and sends the invoice.",
  maker: "Who makes the model or the tool.",
  account: "What the seller calls an account.",
  sub_account: "Workspace or project; null without one.",
  sub_account_type: "Workspace or Project; null without one.",
  sub_account_name: "Name of the workspace.",
  tags: "Tags of the workspace, a JSON object; null without any.",
  category: "ChargeCategory.",
  meter: "SkuMeter.",
  sku: "SkuId.",
  sku_price: "SkuPriceId.",
  billing_month: "First day of the month of whose bill the charge is part.",
  invoice_id: "The one invoice that covers the charge and matches; null without one.",
});

module.exports = {
  DESCRIPTIONS,
  platforms,
  billedBy,
  billedPart,
  chargeCategory,
  chargeFrequency,
  pricingUnit,
  skuMeter,
  skuPriceDetails,
  carried,
};
