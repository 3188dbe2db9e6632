/**
 * Ids of our own making: hashes of a row's grain, never of a measure, so that a restated amount keeps its id. And joins
 * on all columns of a grain.
 */

/** Of 64: 128 bits, which no two grains share, and half of what each table of charges would carry and each build read. */
const DIGITS = 32;

/**
 * A line break is written without a backslash, which hosted Dataform may take for an escape of its own: it puts the text
 * of an incremental table's queries into a string (dataform issue #1514).
 *
 * @param {readonly string[]} columns SQL expressions of type STRING or DATE, in a fixed order.
 * @returns {string} SQL expression, STRING: 32 hex digits of a SHA-256. Null differs from every text.
 */
function hash(columns) {
  if (columns.length === 0) throw new Error("hash: a key needs at least one column.");
  const parts = columns.map((column) => `ifnull(concat('=', cast(${column} as string)), '-')`);
  return `substr(to_hex(sha256(concat(${parts.join(", chr(10), ")}))), 1, ${DIGITS})`;
}

/** Columns of a grain that no row lacks. */
const NEVER_NULL = ["organization_id", "activity_date"];

/**
 * That two rows are of one group, though a column of it may be null. BigQuery wants an equality of fields of both sides
 * of an outer join, so what is never null is compared by one.
 *
 * @param {string} left Name of one relation.
 * @param {string} right Name of the other.
 * @param {readonly string[]} columns Of both, `organization_id` or `activity_date` among them.
 * @returns {string} SQL condition, a line per column.
 */
function sameGroup(left, right, columns) {
  if (!columns.some((name) => NEVER_NULL.includes(name))) {
    throw new Error(`sameGroup: none of ${columns.join(", ")} is never null.`);
  }
  return columns
    .map((name) => {
      const comparison = NEVER_NULL.includes(name) ? "=" : "is not distinct from";
      return `${left}.${name} ${comparison} ${right}.${name}`;
    })
    .join("\n    and ");
}

module.exports = { hash, sameGroup };
