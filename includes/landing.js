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

/**
 * The body of a parsed table: the staged lines of fetches that it does not hold yet, each once. Reads
 * the variable of `declareParsedUntil`.
 *
 * @param {object} parsed
 * @param {boolean} parsed.isIncremental What Dataform's `incremental()` says.
 * @param {string} parsed.self The parsed table's own name.
 * @param {string} parsed.lines SQL relation: the staged lines, which a fetch, a page, a bucket and a
 *   line number tell apart.
 * @returns {string} A query with the columns of `lines`.
 */
function newLines({ isIncremental, self, lines }) {
  return `with

already_parsed as (

  ${parsedFetches(isIncremental, self)}

),

lines as (

  select * from ${lines} where fetched_at >= parsed_until

),

new_lines as (

  select lines.*

  from lines

  left join already_parsed on lines.fetch_id = already_parsed.fetch_id

  where already_parsed.fetch_id is null

),

-- A retried load may land a page twice; the copies are the same to the last character.
numbered as (

  select
    *,
    row_number() over (
      partition by fetch_id, page_number, bucket_number, line_number order by fetched_at
    ) as copy_number,

  from new_lines

)

select * except (copy_number) from numbered where copy_number = 1`;
}

module.exports = { declareParsedUntil, newLines };
