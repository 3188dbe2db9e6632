/** Ids of our own making: hashes of a row's grain, never of a measure, so that a restated amount keeps its id. */

/**
 * @param {readonly string[]} columns SQL expressions of type STRING or DATE, in a fixed order.
 * @returns {string} SQL expression, STRING: 64 hex digits. Null differs from every text.
 */
function hash(columns) {
  if (columns.length === 0) throw new Error("hash: a key needs at least one column.");
  const parts = columns.map((column) => `ifnull(concat('=', cast(${column} as string)), '-')`);
  return `to_hex(sha256(concat(${parts.join(", '\\n', ")})))`;
}

module.exports = { hash };
