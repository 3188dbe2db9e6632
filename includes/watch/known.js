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

/** A source that has been silent for so many days is over, and has cost nothing since. */
const OVER_AFTER_DAYS = BASELINE.lookback_days;

/**
 * @param {string} charges Relation with `platform`, `organization_id` and `billing_mode`.
 * @param {string} known Relation: `int_watch__known_until`.
 * @returns {string} A query: the charges, each with `known_before` of its source.
 */
function withKnown(charges, known) {
  return `select
    charges.*,
    known.known_before,

  from ${charges} as charges

  left join ${known} as known
    on ${OF_CHARGE} = known.domain
    and ifnull(charges.organization_id, '') = ifnull(known.organization_id, '')`;
}

module.exports = { BILLS, OVER_AFTER_DAYS, withKnown };
