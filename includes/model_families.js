/**
 * How a model's id is read. One ordered rule table, first match wins; each rule names the part of
 * the id that holds the family, the major and the minor version. A model that no rule knows keeps
 * its raw name and is listed in `unrecognised_models`.
 *
 * Forms of ids: reference of the vendor's "model ids and versions" page: `claude-opus-4-8`,
 * `claude-sonnet-4-5-20250929`, `claude-opus-4@20250514`, `claude-3-5-sonnet-20241022`, and the
 * suffix `[1m]` that Claude Code adds. Google's bill writes names with blanks and dots (`Claude Opus 4 8`,
 * `Claude Sonnet 4.6`, `Claude 3.5 Sonnet v2`); `idOfDisplayName` turns them into this form first, so that
 * one table reads the bill and the audit logs alike.
 *
 * @typedef {object} ModelRule
 * @property {string} name What the rule is for.
 * @property {string} pattern RE2 pattern that an id must match.
 * @property {string} family RE2 pattern with one group: the family.
 * @property {string} major RE2 pattern with one group: the major version.
 * @property {string | null} minor RE2 pattern with one group: the minor version; null means 0.
 */

const { caseWhen } = require("./sql/case_when.js");

const FAMILIES = "opus|sonnet|haiku|fable|mythos";
// What may follow the version: a date, `latest`, `default`, `v2`, `v2@date`, and Claude Code's `[1m]`.
const END = "(?:[-@](?:[0-9]{8}|latest|default|v[0-9]+(?:@[0-9]{8})?))?(?:\\[1m\\])?$";

/** @type {readonly ModelRule[]} */
const MODEL_RULES = Object.freeze([
  {
    name: "number before name, with minor: claude-3-5-sonnet-20241022",
    pattern: `^claude-[0-9]+-[0-9]-(?:${FAMILIES})${END}`,
    family: `^claude-[0-9]+-[0-9]-(${FAMILIES})`,
    major: "^claude-([0-9]+)-",
    minor: "^claude-[0-9]+-([0-9])-",
  },
  {
    name: "number before name, no minor: claude-3-haiku-20240307",
    pattern: `^claude-[0-9]+-(?:${FAMILIES})${END}`,
    family: `^claude-[0-9]+-(${FAMILIES})`,
    major: "^claude-([0-9]+)-",
    minor: null,
  },
  {
    name: "name before number, alias of a first version: claude-opus-4-0",
    pattern: `^claude-(?:${FAMILIES})-[0-9]{1,2}-0${END}`,
    family: `^claude-(${FAMILIES})-`,
    major: `^claude-(?:${FAMILIES})-([0-9]{1,2})-`,
    minor: null,
  },
  {
    name: "name before number, with minor: claude-sonnet-4-5-20250929",
    pattern: `^claude-(?:${FAMILIES})-[0-9]{1,2}-[0-9]{1,2}${END}`,
    family: `^claude-(${FAMILIES})-`,
    major: `^claude-(?:${FAMILIES})-([0-9]{1,2})-`,
    minor: `^claude-(?:${FAMILIES})-[0-9]{1,2}-([0-9]{1,2})`,
  },
  {
    name: "name before number, no minor: claude-opus-5, claude-sonnet-4-20250514",
    pattern: `^claude-(?:${FAMILIES})-[0-9]{1,2}${END}`,
    family: `^claude-(${FAMILIES})-`,
    major: `^claude-(?:${FAMILIES})-([0-9]{1,2})`,
    minor: null,
  },
]);

/**
 * @param {string} column SQL expression that holds a model's id.
 * @returns {string} CASE expression, STRING: `opus`, `sonnet`, …; null where no rule matches.
 */
function family(column) {
  return byRule(column, (rule) => extract(column, rule.family), "cast(null as string)");
}

/**
 * @param {string} column SQL expression that holds a model's id.
 * @returns {string} CASE expression, INT64: the major version; null where no rule matches.
 */
function major(column) {
  const then = (/** @type {ModelRule} */ rule) => `cast(${extract(column, rule.major)} as int64)`;
  return byRule(column, then, "cast(null as int64)");
}

/**
 * @param {string} column SQL expression that holds a model's id.
 * @returns {string} CASE expression, INT64: the minor version, 0 where the id has none; null where
 *   no rule matches.
 */
function minor(column) {
  const then = (/** @type {ModelRule} */ rule) =>
    rule.minor === null ? "0" : `cast(${extract(column, rule.minor)} as int64)`;
  return byRule(column, then, "cast(null as int64)");
}

/**
 * The name people read: `sonnet-4`, `opus-4.8`, `haiku-3.5`; the raw name where no rule matches, so
 * that two unknown models never meet; null where the vendor names no model.
 *
 * @param {string} column SQL expression that holds a model's id.
 * @returns {string} CASE expression, STRING.
 */
function modelFamily(column) {
  const then = (/** @type {ModelRule} */ rule) =>
    rule.minor === null
      ? `concat(${extract(column, rule.family)}, '-', ${extract(column, rule.major)})`
      : `concat(${extract(column, rule.family)}, '-', ${extract(column, rule.major)}, '.', ${extract(column, rule.minor)})`;
  return byRule(column, then, column);
}

/**
 * @param {string} column SQL expression that holds a model's id.
 * @returns {string} SQL expression, STRING: the date in the id, such as 20250929; null without one.
 */
function modelDate(column) {
  return extract(column, "[-@]([0-9]{8})(?:\\[1m\\])?$");
}

/**
 * An id without what may differ while the model is the same: its date, `-latest`, Claude Code's `[1m]`, and
 * the `-0` of an alias. Two dates are two models, so compare `modelDate` as well. A model without a version
 * keeps its name.
 *
 * @param {string} column SQL expression, STRING: a model's id.
 * @returns {string} SQL expression, STRING.
 */
function modelBase(column) {
  const undated = `regexp_replace(${column}, r'(?:[-@](?:[0-9]{8}|latest|default))?(?:\\[1m\\])?$', '')`;
  const isFirst = `regexp_contains(${column}, r'^claude-(?:${FAMILIES})-[0-9]{1,2}-0${END}')`;
  return `if(${isFirst}, regexp_replace(${undated}, r'-0$', ''), ${undated})`;
}

/**
 * A display name as an id: `Claude Opus 4.8` and `Opus 4 8` are both `claude-opus-4-8`.
 *
 * @param {string} column SQL expression, STRING: a display name, dots or blanks in its version.
 * @returns {string} SQL expression, STRING.
 */
function idOfDisplayName(column) {
  const dashed = `regexp_replace(lower(trim(${column})), r'[. ]+', '-')`;
  return `concat('claude-', regexp_replace(${dashed}, r'^claude-', ''))`;
}

/**
 * A model as an id, whether it is written as an id or as a display name; as written where no rule knows it.
 *
 * @param {string} column SQL expression, STRING.
 * @returns {string} SQL expression, STRING.
 */
function idIfKnown(column) {
  const id = idOfDisplayName(column);
  return `if(${family(id)} is null, ${column}, ${id})`;
}

/**
 * @param {string} column
 * @param {(rule: ModelRule) => string} then
 * @param {string} otherwise
 */
function byRule(column, then, otherwise) {
  const rules = MODEL_RULES.map((rule) => ({
    when: `regexp_contains(${column}, r'${rule.pattern}')`,
    then: then(rule),
  }));
  return caseWhen(rules, otherwise);
}

/**
 * @param {string} column
 * @param {string} pattern
 */
function extract(column, pattern) {
  return `regexp_extract(${column}, r'${pattern}')`;
}

module.exports = {
  MODEL_RULES,
  family,
  major,
  minor,
  modelFamily,
  modelDate,
  modelBase,
  idOfDisplayName,
  idIfKnown,
};
