/**
 * Whether the table of the exports' lines has what it must have: each line of an export's day, once, also one that comes
 * late.
 *
 * @typedef {(name: string) => string} Ref Dataform's `ref`.
 *
 * @typedef {object} Lines
 * @property {string} table Relation `int_vertex__billing_lines`.
 * @property {string} areRead SQL condition: which of its lines the settings read, by `lines_read.js`.
 */

const { DAYS_LOOKED_AT, MONDAY } = require("../landing/counting.js");

/** Lines are read again from this many days before the newest one, for exports that come late. */
const REREAD_DAYS = 3;

const BEGINNING = "timestamp '2000-01-01 00:00:00+00'";

/**
 * Every run compares what the table holds of a few weeks with the exports, and once a week of all days.
 *
 * @param {string} self The table of lines.
 * @param {readonly number[]} [weekdays] Of the newest line, on which all days are compared.
 * @returns {string} The declaration of `compared_from`, TIMESTAMP: from when the table and the exports are compared.
 */
function compareFrom(self, weekdays = [MONDAY]) {
  return `declare compared_from timestamp default (
  select if(
    extract(dayofweek from max(export_time) at time zone 'UTC') in (${weekdays.join(", ")}),
    ${BEGINNING},
    timestamp_sub(timestamp_trunc(max(export_time), day, 'UTC'), interval ${DAYS_LOOKED_AT} day)
  )
  from ${self}
);`;
}

/**
 * The lines of all exports from a time on, as few partitions as can be.
 *
 * @param {Ref} ref
 * @param {string} since SQL expression, TIMESTAMP.
 * @returns {string} A query: `export_name`, `export_date`.
 */
function linesSince(ref, since) {
  return `
    select export_name, export_date from ${ref("stg_google__billing_lines")}
    where export_time >= ${since} and ${arrived(since)}
    union all
    select export_name, export_date from ${ref("stg_google__sada_lines")} where export_time >= ${since}
    union all
    select export_name, export_date from ${ref("stg_google__reseller_lines")} where export_time >= ${since}
  `;
}

/** Google does not say that a line's partition is never of a day before its export_time. */
const DAYS_OF_PARTITIONS_BEFORE = 2;

/**
 * Google's table has no partition yet for the lines that have just arrived. The condition only prunes: which lines are
 * read is said by export_time.
 *
 * @param {string} since SQL expression, TIMESTAMP.
 * @returns {string} SQL condition on lines of Google's own exports.
 */
function arrived(since) {
  const oldest = `timestamp_sub(timestamp_trunc(${since}, day, 'UTC'), interval ${DAYS_OF_PARTITIONS_BEFORE} day)`;
  return `(partition_time >= ${oldest} or partition_time is null)`;
}

/**
 * The days from `compared_from` on of which the exports hold more lines than the table. A day of which they hold fewer
 * was dropped there, and is kept here.
 *
 * @param {Lines} lines
 * @param {Ref} ref
 * @returns {string} A query: `export_name`, `export_date`, `lines_read`, which are those of the export, `line_count`.
 */
function missing({ table, areRead }, ref) {
  return `select
  export_name,
  export_date,
  sum(is_in_export) as lines_read,
  count(*) - sum(is_in_export) as line_count,

from (
  select export_name, export_date, 1 as is_in_export from (${linesSince(ref, "compared_from")}) as exported
  union all
  select export_name, export_date, 0 as is_in_export from ${table}
  where export_date >= date(compared_from, 'UTC') and ${areRead}
)

group by
  export_name,
  export_date

having sum(is_in_export) > count(*) - sum(is_in_export)`;
}

/**
 * Days of which the table has not the lines that it must have. Newer days than the next build reads anyway are left out
 * of what is missing: lines may have come after this build read.
 *
 * @param {Lines} lines
 * @param {Ref} ref
 * @returns {string} A query: `export_name`, `export_date`, `lines_read`, `line_count`.
 */
function uncounted(lines, ref) {
  return `with

newest as (

  select
    export_name,
    max(export_date) as export_date,

  from ${lines.table}

  group by export_name

),

missing as (

  ${missing(lines, ref)}

)

select missing.*

from missing

inner join newest on missing.export_name = newest.export_name

where missing.export_date < date_sub(newest.export_date, interval ${REREAD_DAYS} day)

union all

${miscounted(lines.table)}`;
}

/**
 * The days of an export of which there are more lines or fewer than were read at once: added twice, or
 * gone. Lines without their number are of a version before it was written down.
 *
 * @param {string} lines Relation `int_vertex__billing_lines`.
 * @returns {string} A query: `export_name`, `export_date`, `lines_read`, `line_count`.
 */
function miscounted(lines) {
  return `select
  export_name,
  export_date,
  max(lines_of_day) as lines_read,
  count(*) as line_count,

from ${lines}

group by
  export_name,
  export_date

having min(lines_of_day) <> max(lines_of_day) or count(*) <> max(lines_of_day)`;
}

module.exports = {
  REREAD_DAYS,
  BEGINNING,
  compareFrom,
  linesSince,
  arrived,
  missing,
  miscounted,
  uncounted,
};
