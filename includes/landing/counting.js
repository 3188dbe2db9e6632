/**
 * How a large table that grows by days is counted, and what is known of a day counted once. A run reads of all
 * its days their number of rows alone, which is eight bytes a row. A day is counted again whose number is another
 * than was counted, whatever added rows or took them; one that had a fault, until it has none; and the newest
 * days. Once a week, on the Monday of the data's own clock, every day is: a fault that leaves a day's number of
 * rows as it was is seen then.
 *
 * @typedef {object} Counting
 * @property {string} counts The table of counts. It has the day, under the name that it has in the other table
 *   and as its partition, `row_count`, and in `repeated_rows` and `incomplete_rows` how many are at fault.
 * @property {string} counted What is counted; the day is its partition.
 * @property {string} day Column, DATE.
 */

const DAYS_COUNTED_AGAIN = 7;

/** Of EXTRACT(DAYOFWEEK …), which begins on Sunday. */
const MONDAY = 2;

const BEGINNING = "date '2000-01-01'";

/**
 * What a run begins with: the script variable `counted_from`, DATE, and no row left of the days from there on,
 * nor of none.
 *
 * @param {boolean} isIncremental What Dataform's `incremental()` says.
 * @param {Counting} counting
 * @param {string} asOf Relation `as_of`.
 * @returns {string} Statements for `pre_operations`.
 */
function countAgain(isIncremental, { counts, counted, day }, asOf) {
  if (!isIncremental) return `declare counted_from date default (select ${BEGINNING});`;
  return `declare counted_from date default (
  select ifnull(min(counted_day), ${BEGINNING})
  from (
    select
      counted_day,
      sum(is_there) as row_count,
      sum(is_known) as known_count,
      sum(faults) as faults,
      max(counted_day) over () as newest_day,
    from (
      select ${day} as counted_day, 1 as is_there, 0 as is_known, 0 as faults
      from ${counted}
      union all
      select ${day} as counted_day, 0 as is_there, row_count as is_known, repeated_rows + incomplete_rows as faults
      from ${counts}
    )
    group by counted_day
  )
  where row_count <> known_count
    or faults > 0
    or counted_day > date_sub(newest_day, interval ${DAYS_COUNTED_AGAIN} day)
    or (select extract(dayofweek from now_in_data.as_of) from ${asOf} as now_in_data) = ${MONDAY}
);
delete from ${counts}
where ${day} >= counted_from or ${day} is null;`;
}

/**
 * @param {Counting} counting
 * @returns {string} A query: the rows that are counted now, those without a day always, each set of partitions
 *   read by a condition of its own.
 */
function rowsCounted({ counted, day }) {
  return `select * from ${counted} where ${day} >= counted_from

  union all

  select * from ${counted} where ${day} is null`;
}

/**
 * What is at fault with the rows that were counted, in the form of `laws.faults`.
 *
 * @param {string} domain Whose they are.
 * @param {string} name Name of the table that is counted.
 * @param {string} counts Relation of its counts.
 * @returns {string} A query: `domain`, `table_name`, `fault`, `row_count`.
 */
function faults(domain, name, counts) {
  const of = (/** @type {string} */ column, /** @type {string} */ fault) => `select
  '${domain}' as domain,
  '${name}' as table_name,
  '${fault}' as fault,
  sum(${column}) as row_count,

from ${counts}

having sum(${column}) > 0`;
  return `${of("repeated_rows", "a key is there twice")}

union all

${of("incomplete_rows", "a column is null")}`;
}

module.exports = { countAgain, rowsCounted, faults };
