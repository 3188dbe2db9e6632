/**
 * Cursor's names of models. Claude's come with a provider before them (`us.anthropic.claude-opus-4-6-v1`), with
 * the version before the name and a dot in it (`claude-4.5-sonnet`), and with how they were run behind them
 * (`-thinking-high`, `-1m`, `-fast`). Without all that they are ids that includes/model_families.js knows.
 * Sources: Cursor's reference, its exports as public readers quote them, and Amazon's ids.
 */

const { caseWhen } = require("../sql/case_when.js");
const { family: idFamily, modelFamily: familyOfId } = require("../model_families.js");

/** How a model was run: how long it thinks, how much it reads at once, how fast, and Amazon's version. */
const RUN_WORDS = [
  "thinking",
  "none",
  "minimal",
  "low",
  "medium",
  "high",
  "xhigh",
  "max",
  "fast",
  "slow",
  "[0-9]+[km]",
  "v[0-9]+(?::[0-9]+)?",
].join("|");

/** Names that are no Claude: Cursor's own choices and models, and those of other vendors. */
const OTHER_MODELS = [
  "auto",
  "default",
  "premium",
  "composer",
  "cursor",
  "bugbot",
  "gpt",
  "codex",
  "o[0-9]",
  "gemini",
  "grok",
  "deepseek",
  "kimi",
  "glm",
  "qwen",
].join("|");

/**
 * A model's name as an id of Anthropic's; other names come out somehow and match no rule.
 *
 * @param {string} column SQL expression, STRING.
 * @returns {string} SQL expression, STRING.
 */
function idOfName(column) {
  const bare = `regexp_replace(lower(trim(${column})), r'^(?:[a-z0-9_-]+[./])+claude-', 'claude-')`;
  const model = `regexp_replace(${bare}, r'(?:[-:](?:${RUN_WORDS}))+$', '')`;
  return `replace(${model}, '.', '-')`;
}

/**
 * @param {string} column SQL expression, STRING: Cursor's name of a model.
 * @returns {string} CASE expression, STRING: such as sonnet-4.5; the raw name of other vendors' models.
 */
function modelFamily(column) {
  const id = idOfName(column);
  return caseWhen([{ when: `${idFamily(id)} is not null`, then: familyOfId(id) }], column);
}

/**
 * @param {string} column SQL expression, STRING: Cursor's name of a model.
 * @returns {string} CASE expression, STRING: opus, sonnet, …; `other` for a model that is known to be none of
 *   Anthropic's; null where no rule knows the name.
 */
function family(column) {
  return caseWhen(
    [
      {
        when: `regexp_contains(lower(trim(${column})), r'^(?:${OTHER_MODELS})(?:[^a-z]|$)')`,
        then: "'other'",
      },
    ],
    idFamily(idOfName(column)),
  );
}

module.exports = { idOfName, family, modelFamily };
