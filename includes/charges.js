/**
 * The two shapes in which every platform hands over its money: what was charged, and to whom it
 * belongs. A platform's last intermediate tables have exactly these columns, so that the platforms
 * are added by a `union all` and nothing downstream knows where a dollar came from.
 */

const { pick } = require("./columns.js");

const CHARGE = Object.freeze([
  "charge_id",
  "charge_date",
  "platform",
  "product",
  "connection",
  "organization_id",
  "billing_mode",
  "workspace_id",
  "project_id",
  "model",
  "model_family",
  "cost_type",
  "token_type",
  "cost_usd",
  "list_cost_usd",
  "evidence",
  "is_final",
]);

const USER_COST = Object.freeze([
  "charge_id",
  "charge_date",
  "platform",
  "organization_id",
  "connection",
  "workspace_id",
  "project_id",
  "api_key_id",
  "owner",
  "owner_type",
  "model",
  "model_family",
  "billing_mode",
  "cost_usd",
  "attribution_method",
  "is_final",
]);

const USAGE = Object.freeze([
  "usage_date",
  "platform",
  "user_email",
  "is_active",
  "sessions",
  "requests",
  "input_tokens",
  "output_tokens",
  "cache_read_tokens",
  "cache_write_tokens",
  "lines_suggested",
  "lines_accepted",
  "tool_accepted",
  "tool_rejected",
  "commits",
  "pull_requests",
]);

const BILLING_MODE = "metered, seat, overage, included or credit.";
const PROJECT_ID = "Project of a cloud platform; null elsewhere.";

/** Wordings of a charge's columns where every platform's are together. */
const CHARGE_DESCRIPTIONS = Object.freeze({
  ...pick(
    "organization_id",
    "connection",
    "workspace_id",
    "model",
    "model_family",
    "cost_type",
    "token_type",
    "is_final",
    "charge_id",
    "platform",
  ),
  charge_date: "Day of the charge, UTC unless the platform's setting says otherwise.",
  product: "What was used; null where the vendor does not say.",
  billing_mode: BILLING_MODE,
  project_id: PROJECT_ID,
  cost_usd: "US dollars, exact to the billionth; 0 for included usage.",
  list_cost_usd: "What the usage is worth at list price, US dollars; null where that is not known.",
  evidence:
    "billed: the vendor's own amount; vendor_estimate; derived: spread or computed from it.",
});

/** Wordings of what a vendor says of a charge besides its amount. */
const DETAIL_DESCRIPTIONS = Object.freeze({
  invoice_day:
    "The day that must lie in the invoice's period: the charge's own, for Google the first day of its invoice month.",
  service_tier: "standard, batch and so on; null where the bill does not say.",
  context_window: "Size class of the request's context; null where the bill does not say.",
  region: "Where the model ran; null where the bill does not say.",
  quantity: "Tokens or requests, whole ones; null where nobody counts them for just this charge.",
  unit: "Tokens or Requests; null without a quantity.",
});

/** The same for whose a charge is: what is common to the owners as written and to the people they are. */
const USER_COST_DESCRIPTIONS = Object.freeze({
  ...pick("organization_id", "connection", "workspace_id", "model", "model_family", "is_final"),
  ...pick("share.charge_id", "charge_date", "platform", "share.api_key_id", "share.owner_type"),
  project_id: PROJECT_ID,
  billing_mode: BILLING_MODE,
});

/** As written, before aliases: the columns of USER_COST. */
const OWNER_DESCRIPTIONS = Object.freeze({
  ...USER_COST_DESCRIPTIONS,
  ...pick("cost_usd"),
  owner: "Whose it is, as written; null for nobody.",
  attribution_method: "How the owner is known.",
});

/** Under the person's first address, with the team of the day; each model says how the person is known. */
const PERSON_DESCRIPTIONS = Object.freeze({
  ...USER_COST_DESCRIPTIONS,
  ...pick("principal.user_email", "share.cost_usd"),
  team: "The person's team on the day of the charge.",
  cost_center: "The person's cost center on the day of the charge.",
});

/**
 * @param {readonly string[]} columns One of the shapes.
 * @param {readonly string[]} relations SQL relations that have them.
 * @returns {string} A query: the rows of all of them.
 */
function unionAll(columns, relations) {
  if (relations.length === 0) throw new Error("unionAll: name at least one relation.");
  return relations
    .map((relation) => `select ${columns.join(", ")} from ${relation}`)
    .join("\n\nunion all\n\n");
}

module.exports = {
  CHARGE,
  USER_COST,
  USAGE,
  CHARGE_DESCRIPTIONS,
  DETAIL_DESCRIPTIONS,
  OWNER_DESCRIPTIONS,
  PERSON_DESCRIPTIONS,
  unionAll,
};
