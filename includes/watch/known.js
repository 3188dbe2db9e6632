/**
 * Up to which day a source is known: a day that nobody has told yet is no day without cost. A source is what bills by
 * itself: an organization of a vendor, or the list of seats.
 */

const { BASELINE } = require("./anomalies.js");
const { OF_CHARGE } = require("../gates.js");

/** What says what a day cost, of vendors that are asked by day. */
const BILLS = Object.freeze([
  "cost_report",
  "cursor_events",
  "claude_ai_cost",
  "claude_ai_cost_total",
]);

/** What says whose the dollars of a day are, of vendors whose bill does not; of the Console's own figures those that weigh. */
const WHOSE = Object.freeze([
  "usage_by_key",
  "usage_by_workspace",
  "usage_by_account",
  "claude_code",
  "analytics_cost_by_key",
  "analytics_cost_by_workspace",
  "analytics_cost_by_actor",
  "claude_ai_user_cost",
]);

/** A source that has been silent for so many days is over, and has cost nothing since. */
const OVER_AFTER_DAYS = BASELINE.lookback_days;

/**
 * @param {string} charges Relation with `platform`, `organization_id` and `billing_mode`.
 * @param {string} known Relation: `int_watch__known_until`.
 * @param {"known_before" | "attributed_before"} [before] Up to when what they cost is known, or whose they are too.
 * @returns {string} A query: the charges, each with that day of its source as `known_before`.
 */
function withKnown(charges, known, before = "known_before") {
  return `select
    charges.*,
    known.${before} as known_before,

  from ${charges} as charges

  left join ${known} as known
    on ${OF_CHARGE} = known.domain
    and ifnull(charges.organization_id, '') = ifnull(known.organization_id, '')`;
}

module.exports = { BILLS, WHOSE, OVER_AFTER_DAYS, withKnown };
