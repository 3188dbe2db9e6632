/**
 * How landed pages are parsed once and never again. A staging table of lines is append-only like the
 * pages it comes from: each run adds the lines of finished walks that it does not hold yet.
 */

/**
 * The instant from which landed pages are looked at, as a script variable, so that BigQuery prunes
 * the partitions of the landed table. Three days of overlap leave room for a slow load.
 *
 * @param {boolean} isIncremental What Dataform's `incremental()` says.
 * @param {string} self The staging table's own name.
 * @returns {string} A DECLARE statement for `pre_operations`; none for a table that is built anew.
 */
function declareParsedUntil(isIncremental, self) {
  if (!isIncremental) return "";
  const newest = "ifnull(max(fetched_at), timestamp '2000-01-01 00:00:00+00')";
  const value = `select timestamp_sub(${newest}, interval 3 day) from ${self}`;
  return `declare parsed_until timestamp default (${value});`;
}

/**
 * @param {boolean} isIncremental What Dataform's `incremental()` says.
 * @param {string} self The staging table's own name.
 * @returns {string} The condition that the table does not hold the lines of a fetch.
 */
function fetchIsNew(isIncremental, self) {
  return isIncremental ? `fetch_id not in (select fetch_id from ${self})` : "true";
}

/**
 * Stands right where the landed table is read, so that nothing keeps it from its partitions.
 *
 * @param {boolean} isIncremental What Dataform's `incremental()` says.
 * @returns {string} The condition that a page, `source`, may be of a new fetch, by the variable of
 *   `declareParsedUntil`.
 */
function pageMayBeNew(isIncremental) {
  return isIncremental ? "source.fetched_at >= parsed_until" : "true";
}

/**
 * A retried load may land a page twice; the copies are the same to the last character.
 *
 * @param {string} lines SQL relation: lines, which a fetch, a page, a bucket and a line number tell apart.
 * @returns {string} A query with the columns of `lines` and each line once.
 */
function eachLineOnce(lines) {
  return `select * except (copy_number)

from (
  select
    *,
    row_number() over (
      partition by fetch_id, page_number, bucket_number, line_number order by fetched_at
    ) as copy_number,

  from ${lines}
)

where copy_number = 1`;
}

/**
 * Where a line stands in what was answered, as whoever looks it up will type it.
 *
 * @param {string} relation Its columns `bucket_number` and `line_number` are positions from 0.
 * @returns {string} SQL expression, STRING: a path in the page's JSON, such as `$.data[0].results[12]`.
 */
function placeInBuckets(relation) {
  const part = (/** @type {string} */ name) => `cast(${relation}.${name} as string)`;
  return `concat('$.data[', ${part("bucket_number")}, '].results[', ${part("line_number")}, ']')`;
}

/**
 * Where a line stands in a file.
 *
 * @param {string} number SQL expression, INT64.
 * @returns {string} SQL expression, STRING: a line of a file.
 */
function placeInFile(number) {
  return `concat('line ', cast(${number} as string))`;
}

module.exports = {
  declareParsedUntil,
  fetchIsNew,
  pageMayBeNew,
  eachLineOnce,
  placeInBuckets,
  placeInFile,
};
