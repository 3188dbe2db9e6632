/**
 * The two shapes in which every platform hands over its money: what was charged, and to whom it
 * belongs. A platform's last intermediate tables have exactly these columns, so that the platforms
 * are added by a `union all` and nothing downstream knows where a dollar came from.
 */

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

module.exports = { CHARGE, USER_COST, USAGE, unionAll };
