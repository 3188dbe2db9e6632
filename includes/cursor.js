/**
 * How Cursor's words are read: which events nobody is billed for, what a daily row counts, and the names
 * of models. Source: Cursor's Admin API reference and the kinds seen in its exports.
 */

const { caseWhen } = require("./sql/case_when.js");
const { modelFamily: idFamily } = require("./model_families.js");

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

/**
 * Nobody is billed for an event that Cursor says is not chargeable, or whose kind says that the seat
 * includes it, whatever `chargedCents` says: the reference shows such an event with 8 cents.
 *
 * @param {string} kind SQL expression, STRING.
 * @param {string} isChargeable SQL expression, BOOL; null where the event does not say.
 * @returns {string} SQL expression, BOOL, never null.
 */
function isIncluded(kind, isChargeable) {
  return `(
    not ifnull(${isChargeable}, true)
    or regexp_contains(lower(ifnull(${kind}, '')), r'^included|not charged')
  )`;
}

/**
 * Cursor writes `claude-4.5-sonnet-thinking`: the version comes first and has a dot.
 *
 * @param {string} column SQL expression, STRING: Cursor's name of a model.
 * @returns {string} CASE expression, STRING: such as sonnet-4.5; the raw name of other vendors' models.
 */
function modelFamily(column) {
  const form = "^claude-([0-9]+(?:[.][0-9]+)?)-(?:opus|sonnet|haiku)";
  const name = `regexp_extract(${column}, r'^claude-[0-9.]+-(opus|sonnet|haiku)')`;
  return caseWhen(
    [
      {
        when: `regexp_contains(${column}, r'${form}')`,
        then: `concat(${name}, '-', regexp_extract(${column}, r'${form}'))`,
      },
    ],
    idFamily(column),
  );
}

module.exports = {
  COUNTS,
  COUNT_DESCRIPTIONS,
  isIncluded,
  modelFamily,
};
