/**
 * For how long the warehouse keeps landed pages: `raw_days_kept` in workflow_settings.yaml, which Terraform reads too. The
 * tables of parsed lines and `raw_fetches` keep what the dropped pages said.
 */

/** Two years are needed to compare years. */
const LEAST_DAYS = 731;

/** A warehouse of which no vendor was asked for so long may have dropped more than its newest fetch tells. */
const MARGIN_DAYS = 31;

/**
 * @param {Readonly<Record<string, string>>} vars `dataform.projectConfig.vars`.
 * @returns {number | null} Days; null: for good. Throws if the setting is neither empty nor a number from 731 on.
 */
function daysKept(vars) {
  const text = (vars["raw_days_kept"] ?? "").trim();
  if (text === "") return null;
  if (!/^[0-9]{1,5}$/.test(text) || Number(text) < LEAST_DAYS) {
    throw new Error(
      `workflow_settings.yaml: raw_days_kept is "${text}"; it must be a number of days, at least ${LEAST_DAYS}, or empty, which keeps landed pages for good.`,
    );
  }
  return Number(text);
}

/**
 * @param {Readonly<Record<string, string>>} vars
 * @param {string} askedAt SQL expression, TIMESTAMP: when the pages were asked for.
 * @param {string} fetches Relation `stg_landing__fetches`.
 * @returns {string} SQL condition: the warehouse cannot have dropped them yet.
 */
function mustBeThere(vars, askedAt, fetches) {
  const days = daysKept(vars);
  if (days === null) return "true";
  return `${askedAt} >= (
      select timestamp_sub(max(newest.fetched_at), interval ${days - MARGIN_DAYS} day)
      from ${fetches} as newest
    )`;
}

module.exports = { daysKept, mustBeThere };
