/**
 * How the reports name people. `report_pseudonyms` in workflow_settings.yaml is the switch; the salt is in
 * `ai_reference`, which nobody who reads a dashboard can read.
 */

const { oneOf } = require("./google/settings.js");

/** Shorter than this, a salt could be found by trying. */
const LEAST_SALT_LENGTH = 32;

/** An invoice's number has a digit and no blank; the report's own pseudonyms know the same form. */
const NUMBER = "[A-Za-z0-9._#/-]*[0-9][A-Za-z0-9._#/-]*";

/** Stands for everybody where pseudonyms are wanted and there is no sound salt. */
const HIDDEN = "hidden";

/**
 * @param {Readonly<Record<string, string>>} vars `dataform.projectConfig.vars`.
 * @returns {boolean} Whether people's names are replaced. Throws if the setting is neither true nor false.
 */
function isReplaced(vars) {
  return oneOf(vars, "report_pseudonyms", ["false", "true"]) === "true";
}

/**
 * @param {Readonly<Record<string, string>>} vars
 * @param {object} columns SQL expressions, STRING.
 * @param {string} columns.kind person or project; the pseudonym begins with it.
 * @param {string} columns.name What the marts write.
 * @param {string} columns.salt The secret; null without one.
 * @returns {string} SQL expression, STRING: what the reports write. The kind is hashed too, so that nothing is told
 * by two pseudonyms of one name.
 */
function reportName(vars, { kind, name, salt }) {
  if (!isReplaced(vars)) return name;
  const hash = `substr(to_hex(sha256(concat(${salt}, '\\n', ${kind}, '\\n', ${name}))), 1, 12)`;
  return `ifnull(concat(${kind}, '-', ${hash}), '${HIDDEN}')`;
}

/**
 * The name joined from `dim_report_names`. Whoever is missing there is hidden, and no dollar is lost.
 *
 * @param {string} column SQL expression, STRING.
 * @returns {string} SQL expression, STRING.
 */
function joined(column) {
  return `ifnull(${column}, '${HIDDEN}')`;
}

/**
 * What a person typed in free text, such as the name of a key.
 *
 * @param {Readonly<Record<string, string>>} vars
 * @param {string} column SQL expression, STRING.
 * @returns {string} SQL expression, STRING: the text, or null where names are replaced.
 */
function unlessReplaced(vars, column) {
  return isReplaced(vars) ? "cast(null as string)" : column;
}

/**
 * Numbers of invoices, which people type: what is none, such as an address or a name with blanks, may name somebody.
 *
 * @param {Readonly<Record<string, string>>} vars
 * @param {string} column SQL expression, STRING: numbers with commas and blanks between them.
 * @returns {string} SQL expression, STRING: the numbers, or 'hidden' where names are replaced and one is no number.
 */
function invoiceNumbers(vars, column) {
  if (!isReplaced(vars)) return column;
  const areNumbers = `regexp_contains(${column}, r'^${NUMBER}(?:, ${NUMBER})*$')`;
  return `if(${column} is null or ${areNumbers}, ${column}, '${HIDDEN}')`;
}

/**
 * Who is written as the marts write them in any case: nobody, and teams and automations, unless their name is an
 * address or the path of a principal, which may hold a person's.
 *
 * @param {string} name SQL expression, STRING.
 * @param {string} ownerType SQL expression, STRING.
 * @returns {string} SQL condition.
 */
function isNoPerson(name, ownerType) {
  const isGroup = `ifnull(${ownerType}, 'person') in ('team', 'automation')`;
  return `${name} = 'unattributed' or (${isGroup} and not regexp_contains(${name}, '[@/]'))`;
}

const COLUMNS = Object.freeze({
  person:
    "The person's first e-mail address, or a pseudonym if report_pseudonyms is true; a team or an automation as written; 'unattributed' for nobody.",
  project_id:
    "Project of a cloud platform, a pseudonym for all but shared ones if report_pseudonyms is true; null elsewhere.",
});

module.exports = {
  LEAST_SALT_LENGTH,
  COLUMNS,
  isReplaced,
  reportName,
  joined,
  unlessReplaced,
  invoiceNumbers,
  isNoPerson,
};
