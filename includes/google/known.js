/** What the settings in `vars` of workflow_settings.yaml are held against: their names, and the zones of the world. */

/** Every name in `vars` that something reads. */
const NAMES = Object.freeze([
  "gcp_billing_exports",
  "gcp_sada_exports",
  "gcp_reseller_exports",
  "gcp_reseller_cost",
  "gcp_count_reseller_margin",
  "gcp_other_claude_services",
  "gcp_billing_accounts",
  "gcp_projects",
  "anthropic_organizations_billed_by_google",
  "gcp_audit_logs",
  "gcp_request_metadata_logs",
  "vertex_time_zone",
  "raw_days_kept",
  "report_pseudonyms",
]);

/** @param {Readonly<Record<string, string>>} vars */
function refuseUnknown(vars) {
  for (const name of Object.keys(vars)) {
    if (NAMES.includes(name)) continue;
    const [nearest] = [...NAMES].sort((a, b) => distance(name, a) - distance(name, b));
    throw new Error(
      `workflow_settings.yaml: nothing reads ${JSON.stringify(name)} in vars; the nearest that is read is ${nearest}. Correct it, take it out, or, where a model of yours reads it, add it to includes/google/known.js.`,
    );
  }
}

/**
 * @param {string} a
 * @param {string} b
 * @returns {number} How many letters have to be written, taken out or replaced to make the one of the other.
 */
function distance(a, b) {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const here = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      here.push(Math.min(replaced, (above[column] ?? 0) + 1, (here[column - 1] ?? 0) + 1));
    }
    above = here;
  }
  return above[b.length] ?? 0;
}

/**
 * @param {string} zone
 * @returns {boolean} What the list of time zones says; true where this JavaScript has none.
 */
function isKnownZone(zone) {
  if (typeof Intl === "undefined") return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

module.exports = { NAMES, isKnownZone, refuseUnknown };
