/**
 * Which of the kept lines of Google's bill the settings read. A line stays in the table when its export or its service is
 * taken out of the settings, since the export may have dropped it by the time that it is named again; it counts for
 * nothing until then.
 *
 * @typedef {import("./settings.js").Settings} Settings
 */

const { fullName } = require("./settings.js");

/**
 * @param {Settings} settings
 * @returns {readonly string[]} What `export_name` says of each export.
 */
function exportNames({ billingExports, sadaExports, resellerExports }) {
  return [...billingExports, ...sadaExports, ...resellerExports].map(fullName);
}

/**
 * @param {Settings} settings
 * @param {(service: string, sku: string, others: readonly string[]) => string} isClaude `vertex.skus.isClaude`.
 * @returns {string} SQL condition on a line, never null.
 */
function areRead(settings, isClaude) {
  const names = exportNames(settings).map((name) => `'${name}'`);
  if (names.length === 0) return "false";
  const rule = isClaude("service_description", "sku_description", settings.otherClaudeServices);
  return `(
    export_name in (${names.join(", ")})
    and ${rule}
  )`;
}

module.exports = { exportNames, areRead };
