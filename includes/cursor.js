/**
 * How Cursor's words are read: which events nobody is billed for and what the others cost, what a daily row
 * counts, and the names of models. Source: Cursor's Admin API reference and the kinds seen in its exports.
 */

const { caseWhen } = require("./sql/case_when.js");
const { whole } = require("./usage/counts.js");
const { KIND_RULES, chargeOfKind } = require("./cursor/kinds.js");
const { family, modelFamily } = require("./cursor/models.js");

/** The organization of an imported usage export whose operator named none. */
const UNNAMED_ORGANIZATION = "cursor-csv";

/** @type {import("./usage/counts.js").Counts} */
const COUNTS = Object.freeze({
  lines_added: ["$.totalLinesAdded"],
  lines_deleted: ["$.totalLinesDeleted"],
  lines_accepted: ["$.acceptedLinesAdded"],
  lines_deleted_accepted: ["$.acceptedLinesDeleted"],
  applies: ["$.totalApplies"],
  accepts: ["$.totalAccepts"],
  rejects: ["$.totalRejects"],
  tabs_shown: ["$.totalTabsShown"],
  tabs_accepted: ["$.totalTabsAccepted"],
  composer_requests: ["$.composerRequests"],
  chat_requests: ["$.chatRequests"],
  agent_requests: ["$.agentRequests"],
  cmdk_usages: ["$.cmdkUsages"],
  bugbot_usages: ["$.bugbotUsages"],
  // Raw events of every way of billing, not the units that are billed.
  requests: ["$.subscriptionIncludedReqs", "$.apiKeyReqs", "$.usageBasedReqs"],
});

/** @type {Readonly<Record<string, string>>} */
const COUNT_DESCRIPTIONS = Object.freeze({
  lines_added: "Lines added in the editor, whoever wrote them.",
  lines_deleted: "Lines deleted in the editor, whoever deleted them.",
  lines_accepted: "Added lines that Cursor suggested and the member accepted.",
  lines_deleted_accepted: "Deletions that Cursor suggested and the member accepted.",
  applies: "Times that a suggestion was applied.",
  accepts: "Suggestions that the member accepted.",
  rejects: "Suggestions that the member rejected.",
  tabs_shown: "Completions by Tab that were shown.",
  tabs_accepted: "Completions by Tab that were accepted.",
  composer_requests: "Requests to the composer.",
  chat_requests: "Requests to the chat.",
  agent_requests: "Requests to the agent.",
  cmdk_usages: "Edits by command and K.",
  bugbot_usages: "Reviews by Bugbot.",
  requests: "Requests as raw events: included, by the member's own key, and on demand.",
});

const TOKENS = ["input", "output", "cacheRead", "cacheWrite"].map(
  (kind) => `$.tokenUsage.${kind}Tokens`,
);
const FLAGS = ["$.isChargeable", "$.isFreeBugbot"];

/**
 * Reads the texts of its amounts, `charged_cents`, `tokens_cents` and `fee_cents`, and what was read of them.
 *
 * @param {string} event SQL expression, JSON text of a usage event.
 * @returns {string} SQL condition, never null: each amount, count and flag of it is absent or can be read.
 */
function isRead(event) {
  const read = (/** @type {string} */ path, /** @type {string} */ absent) =>
    `ifnull(json_value(${event}, '${path}'), '${absent}')`;
  return [
    "(charged_cents is null or amount_usd is not null)",
    "(tokens_cents is null or tokens_usd is not null)",
    "(fee_cents is null or fee_usd is not null)",
    ...TOKENS.map((path) => `${whole(read(path, "0"))} is not null`),
    ...FLAGS.map((path) => `${read(path, "true")} in ('true', 'false')`),
  ].join("\n    and ");
}

/**
 * Nobody is billed for an event that Cursor says is not chargeable or a free review by Bugbot, or whose kind
 * costs nothing, whatever `chargedCents` says: the reference shows such an event with 8 cents.
 *
 * @param {string} kindCharge SQL expression, STRING: what `chargeOfKind` says of its kind.
 * @param {string} isChargeable SQL expression, BOOL; null where the event does not say.
 * @param {string} isFreeBugbot SQL expression, BOOL; null where the event does not say.
 * @returns {string} SQL expression, BOOL, never null.
 */
function isIncluded(kindCharge, isChargeable, isFreeBugbot) {
  return `(
    not ifnull(${isChargeable}, true)
    or ifnull(${isFreeBugbot}, false)
    or ifnull(${kindCharge} = 'free', false)
  )`;
}

/**
 * What an event cost. Without an amount, Cursor's fee alone is the charge, as for a key of one's own. An event
 * with neither cost nothing, unless it is billed by its kind or by its own word: then what is missing is unknown,
 * and so it is where the fee stands beside a model's price without their sum.
 *
 * Reads the columns `amount_usd`, `fee_usd` and `tokens_usd` (NUMERIC, null where the event does not say),
 * `kind_charge` (what `chargeOfKind` says), `is_included` and `is_chargeable`.
 *
 * @returns {string} CASE expression, NUMERIC US dollars; null if the event must say and does not.
 */
function chargedUsd() {
  const isBilled = "(ifnull(kind_charge, '') = 'billed' or ifnull(is_chargeable, false))";
  const mustSay = `not is_included and ifnull(kind_charge, '') <> 'own_key' and ${isBilled}`;
  const saysTooLittle = "(fee_usd is null or tokens_usd is not null)";
  return caseWhen(
    [
      { when: "amount_usd is not null", then: "amount_usd" },
      { when: `${mustSay} and ${saysTooLittle}`, then: "cast(null as numeric)" },
    ],
    "ifnull(fee_usd, numeric '0')",
  );
}

module.exports = {
  COUNTS,
  COUNT_DESCRIPTIONS,
  UNNAMED_ORGANIZATION,
  KIND_RULES,
  chargeOfKind,
  isIncluded,
  isRead,
  chargedUsd,
  family,
  modelFamily,
};
