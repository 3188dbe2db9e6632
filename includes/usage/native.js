/** How the vendor's own costs per key are read where they name no key. */

const { caseWhen } = require("../sql/case_when.js");

/** What the fast requests cost, asked for by a filter: a part of the day and no cut of it. */
const FAST_CUT = "analytics_cost_of_fast_mode";

/** Answers of which each has all costs of a day, cut by something. */
const WHOLE_CUTS = [
  "analytics_cost_by_key",
  "analytics_cost_by_workspace",
  "analytics_cost_by_actor",
  "analytics_cost_by_agent",
];

const list = (/** @type {readonly string[]} */ names) =>
  names.map((name) => `'${name}'`).join(", ");

/** SQL list of the answers of costs that have dimensions. */
const CUTS = list([...WHOLE_CUTS, FAST_CUT]);

/** SQL list of the answers that have all costs of a day, the one without dimensions too. */
const OF_WHOLE_DAYS = list([...WHOLE_CUTS, "analytics_cost_total"]);

/**
 * Tokens and searches without a key were used without one, as in Workbench. Code execution and session
 * time carry no key in any report, so for them it says nothing.
 *
 * @param {string} column SQL expression, STRING: the cost type.
 * @returns {string} CASE expression, STRING: a candidate.
 */
function beyondKeys(column) {
  return caseWhen(
    [{ when: `${column} in ('tokens', 'web_search')`, then: "'keyless'" }],
    "'unlisted'",
  );
}

/** Dimensions that a line of the bill and a cost may have, and may lack. */
const TIER = Object.freeze(["model_key", "token_type", "service_tier"]);
const CELL = Object.freeze([...TIER, "context_window", "inference_geo"]);

/**
 * A cost is of a charge if it agrees in every dimension that the charge has; one that it lacks says nothing.
 * The workspace is left to the caller.
 *
 * @param {string} charges Relation `int_console__charges`.
 * @param {string} costs Relation of the vendor's own costs.
 * @param {readonly string[]} dimensions `CELL` or `TIER`.
 * @returns {string} SQL condition.
 */
function covers(charges, costs, dimensions) {
  return [
    `${charges}.organization_id = ${costs}.organization_id`,
    `${charges}.charge_date = ${costs}.activity_date`,
    `${charges}.cost_type = ${costs}.cost_type`,
    ...dimensions.map(
      (name) => `(${charges}.${name} is null or ${charges}.${name} = ${costs}.${name})`,
    ),
  ].join("\n    and ");
}

module.exports = { FAST_CUT, CUTS, OF_WHOLE_DAYS, TIER, CELL, beyondKeys, covers };
