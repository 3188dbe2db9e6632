/**
 * How what a vendor counts is read out of a row and added up: one table of columns and JSON paths a
 * vendor, and the select-list lines that it becomes.
 *
 * @typedef {Readonly<Record<string, readonly string[]>>} Counts Column to the JSON paths that add up to it.
 */

/**
 * A whole number as JSON may write it: 10, 10.0 or 1e1, which are one number to a vendor and to the loader.
 *
 * @param {string} text SQL expression, STRING.
 * @returns {string} SQL expression, INT64; null for null, and for a text that is none.
 */
function whole(text) {
  return `safe_cast(safe_cast(${text} as numeric) as int64)`;
}

/**
 * @param {string} text SQL expression, STRING: milliseconds since 1970.
 * @returns {string} SQL expression, TIMESTAMP; null for null, and for a text that is none of the years 2001 to 2286.
 */
function instant(text) {
  const digits = `regexp_extract(cast(${whole(text)} as string), r'^[0-9]{13}$')`;
  return `timestamp_millis(safe_cast(${digits} as int64))`;
}

/**
 * Select-list lines that read every count out of a row; a count that is absent is zero, one that cannot be read null.
 *
 * @param {string} row SQL expression, JSON text of one row.
 * @param {Counts} counts
 * @returns {string}
 */
function fromJson(row, counts) {
  return Object.entries(counts)
    .map(([column, paths]) => {
      const terms = paths.map((path) => whole(`ifnull(json_value(${row}, '${path}'), '0')`));
      return `${terms.join("\n      + ")} as ${column},`;
    })
    .join("\n    ");
}

/**
 * Select-list lines that sum counts; null where no row has one.
 *
 * @param {readonly string[]} columns Names of the counts.
 * @param {string} [relation] Name to qualify the columns with.
 * @returns {string}
 */
function sums(columns, relation) {
  const prefix = relation === undefined ? "" : `${relation}.`;
  return columns.map((column) => `sum(${prefix}${column}) as ${column},`).join("\n    ");
}

module.exports = { fromJson, instant, sums, whole };
