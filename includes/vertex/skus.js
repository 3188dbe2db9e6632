/**
 * How Google's bill is read where it bills Claude on Vertex AI: which lines are Claude's, and what their
 * SKU says. Rules as data, first match wins.
 *
 * The grammar of a SKU is `Claude Sonnet 4.6 — Input Tokens — global — Context Window Size from 0 to 200000
 * Tokens`; older ones have no dashes (`Claude Opus 4.6 Input Cache Write Tokens (TTL 300 seconds)`), and
 * the version is written with dots or with blanks.
 */

const { caseWhen } = require("../sql/case_when.js");
const { idOfDisplayName } = require("../model_families.js");

/**
 * Service and SKU to whether the line is Claude's. The service is the model's name; older lines have the
 * platform as their service. `AI Dev Tools: Claude …` is another product of Google's.
 *
 * @typedef {object} ServiceRule
 * @property {string} name What the rule is for.
 * @property {string} service RE2 pattern of the service's description.
 * @property {string} sku RE2 pattern of the SKU's description.
 * @property {boolean} is_claude
 */

/** @type {readonly ServiceRule[]} */
const SERVICE_RULES = Object.freeze([
  { name: "decoy by its SKU", service: "", sku: "^AI Dev Tools", is_claude: false },
  { name: "decoy by its service", service: "^AI Dev Tools", sku: "", is_claude: false },
  { name: "one service a model", service: "^Claude ", sku: "", is_claude: true },
  {
    name: "the platform as the service",
    service: "(?:Vertex AI|Agent Platform)",
    sku: "^(?:Cloud Vertex AI Model Garden Model as a Service[ —–-]+)?Claude ",
    is_claude: true,
  },
]);

/**
 * What a SKU bills to the words of Anthropic's own cost report.
 *
 * @typedef {object} SkuRule
 * @property {string} pattern RE2 pattern of the SKU's description.
 * @property {string} cost_type
 * @property {string | null} token_type
 */

/** @type {readonly SkuRule[]} */
const SKU_RULES = Object.freeze([
  { pattern: "Provisioned Throughput", cost_type: "provisioned_throughput", token_type: null },
  { pattern: "Web Search", cost_type: "web_search", token_type: null },
  { pattern: "Cache Read", cost_type: "tokens", token_type: "cache_read_input_tokens" },
  {
    pattern: "Cache Write.*3600",
    cost_type: "tokens",
    token_type: "cache_creation.ephemeral_1h_input_tokens",
  },
  {
    pattern: "Cache Write",
    cost_type: "tokens",
    token_type: "cache_creation.ephemeral_5m_input_tokens",
  },
  { pattern: "Output Tokens", cost_type: "tokens", token_type: "output_tokens" },
  { pattern: "Input Tokens", cost_type: "tokens", token_type: "uncached_input_tokens" },
]);

/** What follows the model in a SKU: a dash, or the kind of what is billed. */
const AFTER_MODEL =
  "(?:[ ]+[—–-]+[ ]|[ ]+[(]?(?:Batch|Fast|Priority|Flex|Provisioned|Input|Output|Cache|Web Search)[) ]|$)";

/**
 * @param {string} service SQL expression: the service's description.
 * @param {string} sku SQL expression: the SKU's description.
 * @param {readonly string[]} otherServices Descriptions of services that are Claude's whatever the SKU.
 * @returns {string} CASE expression, BOOL.
 */
function isClaude(service, sku, otherServices) {
  const matches = (/** @type {string} */ column, /** @type {string} */ pattern) =>
    pattern === "" ? [] : [`regexp_contains(ifnull(${column}, ''), r'${pattern}')`];
  const rules = SERVICE_RULES.map((rule) => ({
    when: [...matches(service, rule.service), ...matches(sku, rule.sku)].join(" and "),
    then: String(rule.is_claude),
  }));
  const others = otherServices.map((name) => ({
    when: `${service} = ${quoted(name)}`,
    then: "true",
  }));
  return caseWhen([...rules.slice(0, 2), ...others, ...rules.slice(2)], "false");
}

/**
 * @param {string} name Of a service.
 * @returns {string} SQL literal, STRING, without a backslash, as `keys.hash` says why.
 */
function quoted(name) {
  if (/["\\\n\r]/.test(name)) {
    throw new Error(
      `workflow_settings.yaml: gcp_other_claude_services has ${JSON.stringify(name)}; write the service's description as the bill has it, without double quotes and backslashes.`,
    );
  }
  return name.includes("'") ? `"${name}"` : `'${name}'`;
}

/**
 * The model as an id, from the SKU, which is what is billed.
 *
 * @param {string} sku SQL expression: the SKU's description.
 * @returns {string} SQL expression, STRING: such as claude-opus-4-8.
 */
function model(sku) {
  const bare = `regexp_replace(${sku}, r'^Cloud Vertex AI Model Garden Model as a Service[ —–-]+', '')`;
  return idOfDisplayName(`regexp_extract(${bare}, r'^(.*?)${AFTER_MODEL}')`);
}

/**
 * @param {string} sku SQL expression: the SKU's description.
 * @param {string} googleCostType SQL expression: the export's own cost_type.
 * @returns {string} CASE expression, STRING: tokens, web_search, provisioned_throughput or other; what is not
 *   regular usage keeps Google's word (tax, adjustment, rounding_error).
 */
function costType(sku, googleCostType) {
  const rules = SKU_RULES.map(({ pattern, cost_type }) => ({
    when: `regexp_contains(${sku}, r'${pattern}')`,
    then: `'${cost_type}'`,
  }));
  const special = { when: `${googleCostType} <> 'regular'`, then: googleCostType };
  return caseWhen([special, ...rules], "'other'");
}

/**
 * @param {string} sku SQL expression: the SKU's description.
 * @returns {string} CASE expression, STRING: the kind of token in the words of cost_report, or null.
 */
function tokenType(sku) {
  const rules = SKU_RULES.map(({ pattern, token_type }) => ({
    when: `regexp_contains(${sku}, r'${pattern}')`,
    then: token_type === null ? "cast(null as string)" : `'${token_type}'`,
  }));
  return caseWhen(rules, "cast(null as string)");
}

/** How a SKU is served, first match wins; fast and provisioned have prices of their own. */
const TIER_RULES = Object.freeze([
  { pattern: "Provisioned Throughput", tier: "provisioned" },
  { pattern: "Batch", tier: "batch" },
  { pattern: "[( ]Fast[) ]", tier: "fast" },
  { pattern: "[( ]Priority[) ]", tier: "priority" },
  { pattern: "[( ]Flex[) ]", tier: "flex" },
]);

/**
 * @param {string} sku SQL expression: the SKU's description.
 * @returns {string} CASE expression, STRING: provisioned, batch, fast, priority, flex or standard.
 */
function serviceTier(sku) {
  const rules = TIER_RULES.map(({ pattern, tier }) => ({
    when: `regexp_contains(${sku}, r'${pattern}')`,
    then: `'${tier}'`,
  }));
  return caseWhen(rules, "'standard'");
}

/**
 * Whether capacity is billed and not calls, so that the calls of a day say nothing about who caused it.
 *
 * @param {string} sku SQL expression: the SKU's description.
 * @returns {string} SQL condition, never null.
 */
function isProvisioned(sku) {
  return `regexp_contains(ifnull(${sku}, ''), r'Provisioned Throughput')`;
}

/**
 * @param {string} sku SQL expression: the SKU's description.
 * @returns {string} SQL expression, STRING: global, us, eu or a region; null where the SKU names none.
 */
function region(sku) {
  return `regexp_extract(${sku}, r' [—–-] (global|us|eu|[a-z]+-[a-z]+[0-9]+)(?: [—–-] |$)')`;
}

/**
 * @param {string} sku SQL expression: the SKU's description.
 * @returns {string} CASE expression, STRING: 0-200k, 200k-1M, the SKU's own range, or null.
 */
function contextWindow(sku) {
  const range = (/** @type {string} */ text) => `regexp_contains(${sku}, r'from ${text} Tokens')`;
  return caseWhen(
    [
      { when: range("0 to 200000"), then: "'0-200k'" },
      { when: range("200001 to 1000000"), then: "'200k-1M'" },
    ],
    `regexp_extract(${sku}, r'from ([0-9]+ to [0-9]+) Tokens')`,
  );
}

module.exports = {
  SERVICE_RULES,
  SKU_RULES,
  isClaude,
  model,
  costType,
  tokenType,
  serviceTier,
  isProvisioned,
  region,
  contextWindow,
};
