/**
 * The rules of the FOCUS specification that a row can break, as SQL conditions: what may not be null and
 * which values there are, from focus_columns.js, and what two columns owe each other.
 */

const { columnsOf } = require("./rows.js");

/** Columns that identify something, in which no address of a person may stand. */
const IDS = columnsOf("1.4").filter(({ name, nulls }) => name.endsWith("Id") && nulls !== "empty");

/** Both are null or neither is. */
const TOGETHER = [
  ["AllocatedResourceName", "AllocatedResourceId"],
  ["x_PrincipalId", "AllocatedResourceId"],
  ["x_CredentialId", "ResourceId"],
  ["ResourceType", "ResourceId"],
  ["RegionName", "RegionId"],
  ["SubAccountName", "SubAccountId"],
  ["SubAccountType", "SubAccountId"],
  ["SkuMeter", "SkuId"],
  ["SkuPriceId", "SkuId"],
  ["PricingQuantity", "SkuPriceId"],
  ["PricingUnit", "PricingQuantity"],
  ["ConsumedUnit", "ConsumedQuantity"],
];

/** @returns {{ rule: string, breaks: string }[]} A rule in words without quotes, and the SQL condition of a breach. */
function rules() {
  const columns = columnsOf("1.4");
  return [
    ...columns
      .filter(({ nulls }) => nulls === "filled")
      .map(({ name }) => ({ rule: `${name} is filled`, breaks: `${name} is null` })),
    ...columns
      .filter(({ allowed }) => allowed.length > 0)
      .map(({ name, allowed }) => ({
        rule: `${name} is one of its values`,
        breaks: `${name} not in (${allowed.map((value) => `'${value}'`).join(", ")})`,
      })),
    ...IDS.map(({ name }) => ({
      rule: `${name} holds no address`,
      breaks: `strpos(${name}, '@') > 0`,
    })),
    ...TOGETHER.map(([left, right]) => ({
      rule: `${left} is null where ${right} is`,
      breaks: `(${left} is null) <> (${right} is null)`,
    })),
    {
      rule: "AllocatedResourceId is null where nobody bears it",
      breaks: "(AllocatedResourceId is null) <> (AllocatedMethodId = 'unallocated')",
    },
    {
      rule: "SkuId is null for tax alone",
      breaks: "(SkuId is null) <> (ChargeCategory = 'Tax')",
    },
    {
      rule: "PricingCategory belongs to usage and purchases",
      breaks: "(PricingCategory is null) = (ChargeCategory in ('Usage', 'Purchase'))",
    },
    {
      rule: "ConsumedQuantity belongs to usage",
      breaks: "ConsumedQuantity is not null and ChargeCategory <> 'Usage'",
    },
    {
      rule: "what is consumed is priced",
      breaks: `PricingQuantity * if(PricingUnit = '1000000 Tokens', 1000000, 1) <> ConsumedQuantity
        or strpos(PricingUnit, ConsumedUnit) = 0`,
    },
    {
      rule: "a purchase is not usage-based",
      breaks: "ChargeCategory = 'Purchase' and ChargeFrequency = 'Usage-Based'",
    },
    {
      rule: "a correction adjusts a month before its billing month",
      breaks: "ChargeClass = 'Correction' and ChargePeriodStart >= BillingPeriodStart",
    },
    {
      rule: "included usage is billed at nothing",
      breaks: "x_BillingMode = 'included' and BilledCost <> numeric '0'",
    },
    {
      rule: "a part is between 0 and 1",
      breaks: "x_AllocatedRatio < numeric '0' or x_AllocatedRatio > numeric '1'",
    },
    {
      rule: "periods end after they start",
      breaks: "BillingPeriodStart >= BillingPeriodEnd or ChargePeriodStart >= ChargePeriodEnd",
    },
  ];
}

/** @returns {string} SQL expression, STRING: the rules that a row of focus_costs breaks, each on a line; null if none. */
function broken() {
  const checks = rules().map(({ rule, breaks }) => `if(${breaks}, '${rule}\\n', '')`);
  return `nullif(concat(
    ${checks.join(",\n    ")}
  ), '')`;
}

module.exports = { rules, broken };
