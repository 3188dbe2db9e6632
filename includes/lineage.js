/** Where a line stands in what a vendor answered, as whoever looks it up will type it. */

/**
 * @param {string} relation Its columns `bucket_number` and `line_number` are positions from 0.
 * @returns {string} SQL expression, STRING: a path in the page's JSON, such as `$.data[0].results[12]`.
 */
function placeInBuckets(relation) {
  const part = (/** @type {string} */ name) => `cast(${relation}.${name} as string)`;
  return `concat('$.data[', ${part("bucket_number")}, '].results[', ${part("line_number")}, ']')`;
}

/**
 * @param {string} number SQL expression, INT64.
 * @returns {string} SQL expression, STRING: a line of a file.
 */
function placeInFile(number) {
  return `concat('line ', cast(${number} as string))`;
}

/** The columns of every model of charge lines, in their order. */
const COLUMNS = Object.freeze([
  "charge_id",
  "charge_date",
  "source_table",
  "fetch_id",
  "fetched_at",
  "page_number",
  "place",
  "said",
  "amount_usd",
  "is_counted",
]);

module.exports = { COLUMNS, placeInBuckets, placeInFile };
