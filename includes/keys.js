/** Ids of our own making: hashes of a row's grain, never of a measure, so that a restated amount keeps its id. */

/** Of 64: 128 bits, which no two grains share, and half of what each table of charges would carry and each build read. */
const DIGITS = 32;

/**
 * @param {readonly string[]} columns SQL expressions of type STRING or DATE, in a fixed order.
 * @returns {string} SQL expression, STRING: 32 hex digits of a SHA-256. Null differs from every text.
 */
function hash(columns) {
  if (columns.length === 0) throw new Error("hash: a key needs at least one column.");
  const parts = columns.map((column) => `ifnull(concat('=', cast(${column} as string)), '-')`);
  return `substr(to_hex(sha256(concat(${parts.join(", '\\n', ")}))), 1, ${DIGITS})`;
}

module.exports = { hash };
