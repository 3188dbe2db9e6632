/** The columns that every billing export is read into: their types and one wording each. */

/** @type {Readonly<Record<string, string>>} */
const TYPES = Object.freeze({
  export_name: "string",
  export_time: "timestamp",
  export_date: "date",
  partition_time: "timestamp",
  billing_account_id: "string",
  service_description: "string",
  sku_id: "string",
  sku_description: "string",
  usage_start_time: "timestamp",
  project_id: "string",
  invoice_month: "string",
  google_cost_type: "string",
  currency: "string",
  conversion_rate: "numeric",
  amount_field: "string",
  billed_cost: "numeric",
  billed_credits: "numeric",
  billed_margin: "numeric",
  usage_amount: "numeric",
  usage_unit: "string",
});

/** @type {Readonly<Record<string, string>>} */
const DESCRIPTIONS = Object.freeze({
  export_name: "The export that has the line, as workflow_settings.yaml names it.",
  export_time: "When Google exported the line.",
  export_date: "UTC day of the export.",
  partition_time: "What the export's table is partitioned by.",
  billing_account_id: "The billing account that pays.",
  service_description: "Google's service: the model's name.",
  sku_id: "Google's id of what is billed.",
  sku_description: "Google's text of what is billed.",
  usage_start_time: "Start of the hour of the usage.",
  project_id: "Google Cloud project; null for what belongs to none, such as tax.",
  invoice_month: "Month of the invoice that has the line, YYYYMM; late usage comes on a later one.",
  google_cost_type: "regular, tax, adjustment or rounding_error.",
  currency: "Currency of the invoice, in capital letters.",
  conversion_rate: "Units of that currency for a US dollar, by Google's own rate.",
  amount_field: "Field of the export that the cost is of: cost, or customer_cost of a reseller's.",
  billed_cost: "Cost in the billed currency, before credits.",
  billed_credits: "Credits in the billed currency, negative; RESELLER_MARGIN apart.",
  billed_margin: "RESELLER_MARGIN credits in the billed currency, negative.",
  usage_amount: "How much was used, in usage_unit.",
  usage_unit: "Unit of usage_amount.",
  cost_usd: "Cost in US dollars, before credits.",
  credits_usd: "Credits in US dollars, negative; RESELLER_MARGIN apart.",
  margin_usd: "RESELLER_MARGIN credits in US dollars, negative.",
});

/**
 * @param {...string} names Columns of an export.
 * @returns {Record<string, string>} Their descriptions, for a config block's `columns`.
 */
function pick(...names) {
  return Object.fromEntries(
    names.map((name) => {
      const description = DESCRIPTIONS[name];
      if (description === undefined) throw new Error(`google_export: no description for ${name}.`);
      return [name, description];
    }),
  );
}

module.exports = { TYPES, DESCRIPTIONS, pick };
