/**
 * How a large table that grows by days is counted, and what is known of a day counted once. Of the newest weeks a run
 * reads each row's day, eight bytes a row, and of all days before them how many rows there are, for which BigQuery is
 * said to read no column. Where those are not as many as were counted, it reads each day's number too. A day is counted
 * again whose number is another than was counted, whatever added rows or took them; one that had a fault, until it has
 * none; and the newest days. Once a week, on the Monday of the data's own clock, every day is: a fault that leaves the
 * number of rows as it was is seen then.
 *
 * @typedef {object} Counting
 * @property {string} counts The table of counts. It has the day, under the name that it has in the other table
 *   and as its partition, `row_count`, and in `repeated_rows` and `incomplete_rows` how many are at fault.
 * @property {string} counted What is counted; the day is its partition.
 * @property {string} day Column, DATE.
 * @property {string} [isStale] SQL condition on counts, never null: their days are other ones by now. None is by default.
 *
 * @typedef {object} Days What one of two tables has of each day.
 * @property {string} from SQL relation.
 * @property {string} day SQL expression, DATE.
 * @property {string} [where] Which of its rows count; all by default.
 * @property {string} [rows] SQL expression, INT64: of how many rows a row tells; of one by default.
 * @property {(from: string) => string} [since] SQL condition that leaves out what is older than such a variable, where
 *   `day` is no partition; it may leave more.
 */

const DAYS_COUNTED_AGAIN = 7;

/** Days before the one that the data speak up to, each of which every run looks at. */
const DAYS_LOOKED_AT = 35;

/** Of EXTRACT(DAYOFWEEK …), which begins on Sunday. */
const MONDAY = 2;

const BEGINNING = "date '2000-01-01'";

/**
 * From which day two tables are compared day by day, as the script variable `compared_from`, DATE: a few weeks ago, or
 * the beginning where they differ in what is older, and on Mondays.
 *
 * @param {string} asOf Relation `as_of`.
 * @param {Days} one
 * @param {Days} other
 * @param {string} [isWrong] SQL expression, BOOL: what else makes every day be looked at.
 * @returns {string} Declarations, of `compared_from` and what it is made of.
 */
function compareFrom(asOf, one, other, isWrong = "false") {
  return `declare recent_from date default (
  select ifnull(date_sub(date(now_in_data.as_of, 'UTC'), interval ${DAYS_LOOKED_AT} day), ${BEGINNING})
  from ${asOf} as now_in_data
);
${rowCounts("one", one)}
${rowCounts("other", other)}
declare compared_from date default (
  select if(
    one_rows - one_recent_rows = other_rows - other_recent_rows
    and extract(dayofweek from now_in_data.as_of at time zone 'UTC') <> ${MONDAY}
    and not ${isWrong},
    recent_from,
    ${BEGINNING}
  )
  from ${asOf} as now_in_data
);`;
}

/**
 * @param {Days} days
 * @returns {string} A query in brackets: the rows that are compared day by day, by the variable of `compareFrom`.
 */
function compared({ from, day, where = "true", since }) {
  const pruned = since === undefined ? "" : `${since("compared_from")} and `;
  return `(
    select * from ${from} where ${where} and ${pruned}${day} >= compared_from
  )`;
}

/**
 * Two queries, for in one the rows that are counted by their day would be counted by the days of all rows.
 *
 * @param {string} name What the script variables begin with.
 * @param {Days} days
 * @returns {string} Declarations, INT64: how many rows there are, and how many of them from `recent_from` on.
 */
function rowCounts(name, { from, day, where = "true", rows, since }) {
  const number = rows === undefined ? "count(*)" : `ifnull(sum(${rows}), 0)`;
  const pruned = since === undefined ? "" : `${since("recent_from")} and `;
  return `declare ${name}_rows int64 default (
  select ${number}
  from ${from}
  where ${where}
);
declare ${name}_recent_rows int64 default (
  select ${number}
  from ${from}
  where ${where} and ${pruned}${day} >= recent_from
);`;
}

/**
 * What a run begins with: the script variable `counted_from`, DATE, and no row left of the days from there on,
 * nor of none.
 *
 * @param {boolean} isIncremental What Dataform's `incremental()` says.
 * @param {Counting} counting
 * @param {string} asOf Relation `as_of`.
 * @returns {string} Statements for `pre_operations`.
 */
function countAgain(isIncremental, { counts, counted, day, isStale }, asOf) {
  if (!isIncremental) return `declare counted_from date default (select ${BEGINNING});`;
  const wrong = `repeated_rows + incomplete_rows${isStale === undefined ? "" : ` + if(${isStale}, 1, 0)`}`;
  const hadFaults = `(select ifnull(sum(${wrong}), 0) > 0 from ${counts})`;
  return `${compareFrom(asOf, { from: counted, day }, { from: counts, day, rows: "row_count" }, hadFaults)}
declare counted_from date default (
  select if(
    (select extract(dayofweek from now_in_data.as_of at time zone 'UTC') from ${asOf} as now_in_data) = ${MONDAY},
    ${BEGINNING},
    ifnull(min(counted_day), compared_from)
  )
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
      where ${day} >= compared_from
      union all
      select ${day} as counted_day, 0 as is_there, row_count as is_known, ${wrong} as faults
      from ${counts}
      where ${day} >= compared_from
    )
    group by counted_day
  )
  where row_count <> known_count
    or faults > 0
    or counted_day > date_sub(newest_day, interval ${DAYS_COUNTED_AGAIN} day)
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

module.exports = {
  BEGINNING,
  DAYS_LOOKED_AT,
  MONDAY,
  compareFrom,
  compared,
  countAgain,
  rowsCounted,
  faults,
};
