/**
 * How landed pages are parsed once and never again. A parsed table is append-only like the pages it
 * comes from: each run adds the lines of fetches that it does not hold yet.
 */

/**
 * The instant from which landed pages are looked at, as a script variable, so that BigQuery prunes
 * the partitions of the landed table. Three days of overlap leave room for a slow load.
 *
 * @param {boolean} isIncremental What Dataform's `incremental()` says.
 * @param {string} self The parsed table's own name.
 * @returns {string} A DECLARE statement for `pre_operations`.
 */
function declareParsedUntil(isIncremental, self) {
  const beginning = "timestamp '2000-01-01 00:00:00+00'";
  const overlap = `timestamp_sub(ifnull(max(fetched_at), ${beginning}), interval 3 day)`;
  const value = isIncremental ? `select ${overlap} from ${self}` : `select ${beginning}`;
  return `declare parsed_until timestamp default (${value});`;
}

/**
 * The fetches that the parsed table already holds; none when it is built anew.
 *
 * @param {boolean} isIncremental What Dataform's `incremental()` says.
 * @param {string} self The parsed table's own name.
 * @returns {string} A query with the column `fetch_id`.
 */
function parsedFetches(isIncremental, self) {
  return isIncremental
    ? `select distinct fetch_id from ${self}`
    : "select cast(null as string) as fetch_id";
}

module.exports = { declareParsedUntil, parsedFetches };
