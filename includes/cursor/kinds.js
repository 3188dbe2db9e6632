/**
 * Cursor's words for how an event is billed, as one ordered rule table, first match wins. Two spellings are
 * in use and read alike: the words of the dashboard, its export and the Admin API ("Errored, Not Charged",
 * "Included in Business"), and the names of the product's own protocol (`USAGE_EVENT_KIND_INCLUDED_IN_ULTRA`).
 *
 * Sources: the Admin API's reference (Usage-based, Included in Business); the enumeration `UsageEventKind` in
 * the product's protocol as its public readers quote it (USAGE_BASED, USER_API_KEY, INCLUDED_IN_PRO,
 * INCLUDED_IN_BUSINESS, ERRORED_NOT_CHARGED, ABORTED_NOT_CHARGED, CUSTOM_SUBSCRIPTION, INCLUDED_IN_PRO_PLUS,
 * INCLUDED_IN_ULTRA, FREE_CREDIT); exports of the dashboard (On-Demand, Included, "Errored, No Charge",
 * "Aborted, Not Charged", Free, User API Key). CUSTOM_SUBSCRIPTION and the subscriptions' own names are no
 * rule's: nobody says whether they are billed, so they keep their money and are listed.
 *
 * @typedef {object} KindRule
 * @property {string} name What the rule is for.
 * @property {string} pattern RE2 pattern over the kind in lower case, words joined by `_`, without its prefix.
 * @property {"free" | "own_key" | "billed"} charge `free`: nobody is billed, whatever the event's amounts say;
 *   `own_key`: Cursor bills its fee, and nothing if it names none; `billed`: the event must say what it cost.
 */

const { caseWhen } = require("../sql/case_when.js");

/** @type {readonly KindRule[]} */
const KIND_RULES = Object.freeze([
  {
    name: "failed or stopped: Errored, No Charge; Aborted, Not Charged",
    pattern: "(^|_)(?:no_charge|not_charged)(?:_|$)",
    charge: "free",
  },
  {
    name: "the seat includes it: Included, Included in Business, INCLUDED_IN_ULTRA",
    pattern: "^included(?:_|$)",
    charge: "free",
  },
  { name: "given away: Free, Free Credit, FREE_CREDIT", pattern: "^free(?:_|$)", charge: "free" },
  { name: "a key of one's own: User API Key", pattern: "^user_api_key$", charge: "own_key" },
  {
    name: "on top of the seats: Usage-based, On-Demand",
    pattern: "^(?:usage_based|on_demand)$",
    charge: "billed",
  },
]);

/**
 * @param {string} kind SQL expression, STRING.
 * @returns {string} CASE expression, STRING: free, own_key or billed; null for a kind that no rule knows, and
 *   for none.
 */
function chargeOfKind(kind) {
  const prefixless = `regexp_replace(lower(trim(${kind})), r'^usage_event_kind_', '')`;
  const words = `regexp_replace(${prefixless}, r'[^a-z0-9]+', '_')`;
  return caseWhen(
    KIND_RULES.map(({ pattern, charge }) => ({
      when: `regexp_contains(${words}, r'${pattern}')`,
      then: `'${charge}'`,
    })),
    "cast(null as string)",
  );
}

module.exports = { KIND_RULES, chargeOfKind };
