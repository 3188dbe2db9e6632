/**
 * How landed pages are parsed once and never again. A staging table of lines is append-only like the
 * pages it comes from: each run adds the lines of finished walks that it does not hold yet. Two builds at
 * once would both add them: a walk of which the table holds another number of lines than the loader counted
 * is deleted and parsed again, by the next build too if one is killed in between.
 */

/** Walks of so many days before the newest are counted again; older ones are a law's to see. */
const DAYS_COUNTED_AGAIN = 35;

/** How a walk from the future is dated, before every other. */
const BEFORE_ALL = "timestamp '1970-01-01 00:00:00+00'";

/**
 * @param {string} fetchedAt SQL expression, TIMESTAMP: `fetched_at` of a directory.
 * @returns {string} SQL expression, TIMESTAMP: since when it holds. What a directory from the future says holds of no
 *   day while another one speaks.
 */
function saidAt(fetchedAt) {
  return `if(${fetchedAt} = ${BEFORE_ALL}, timestamp(date '9999-12-31', 'UTC'), ${fetchedAt})`;
}

/**
 * A run writes the warehouse's clock every three minutes while it works, if that succeeds. So much later may a right
 * walk be that it landed after what it wrote last: one that was killed, or whose clock is off by less than `sync` refuses.
 */
const MINUTES_AFTER_THE_CLOCK = 60;

/**
 * @param {string} askedAt SQL expression, TIMESTAMP: when a walk began, by the clock of whoever made it.
 * @param {string} saidAt SQL expression, TIMESTAMP: the last that is known of the warehouse's own clock, or null.
 * @returns {string} SQL condition, never null: that the walk is dated later than it can have been made.
 */
function isFromTheFuture(askedAt, saidAt) {
  return `ifnull(${askedAt} > timestamp_add(${saidAt}, interval ${MINUTES_AFTER_THE_CLOCK} minute), false)`;
}

/**
 * What a run begins with, as script variables, so that BigQuery prunes partitions: `recent_from`, where the newest
 * lines are looked for, `counted_from`, from which on walks are counted, `looked_from`, the first day of those walks,
 * `parsed_until`, from which landed pages are looked at, and
 * `mended_from`, the first day of lines that are deleted, which is none as long as all counts are right. Walks from the
 * future are parsed when they come, for a later walk that found the same points to their pages: by when they were asked for.
 *
 * @param {boolean} isIncremental What Dataform's `incremental()` says.
 * @param {string} self The staging table's own name.
 * @param {string} fetches Relation `stg_landing__fetches`.
 * @param {string} endpoints SQL condition: the walks that the table holds lines of.
 * @returns {string} Statements for `pre_operations`; none for a table that is built anew.
 */
function countAgain(isIncremental, self, fetches, endpoints) {
  if (!isIncremental) return "";
  const wrong = `select
      counted.fetch_id,
      counted.asked_at,
      held.first_day,
    from (
      select * from ${fetches} where ${endpoints} and asked_at >= counted_from
    ) as counted
    left join (
      select
        fetch_id,
        count(*) as line_count,
        min(activity_date) as first_day,
      from ${self}
      where activity_date >= looked_from
      group by fetch_id
    ) as held on counted.fetch_id = held.fetch_id
    where counted.fetch_id = counted.pages_fetch_id
      and counted.window_start_date >= looked_from
      and counted.row_count <> ifnull(held.line_count, 0)`;
  return `declare recent_from date default (
  select ifnull(date_sub(date(max(asked_at), 'UTC'), interval ${DAYS_COUNTED_AGAIN} day), date '2000-01-01')
  from ${fetches}
  where ${endpoints}
);
declare counted_from timestamp default (
  select timestamp_sub(ifnull(max(fetched_at), timestamp '2000-03-01 00:00:00+00'), interval ${DAYS_COUNTED_AGAIN} day)
  from ${self}
  where activity_date >= recent_from
);
declare looked_from date default (
  select ifnull(min(window_start_date), date '9999-12-31')
  from ${fetches}
  where ${endpoints}
    and asked_at >= counted_from
);
declare parsed_until timestamp default (
  select ifnull(min(asked_at), timestamp '9999-01-01 00:00:00+00')
  from (
    ${wrong}
  )
);
declare mended_from date default (
  select ifnull(min(first_day), date '9999-12-31')
  from (
    ${wrong}
  )
);
delete from ${self}
where activity_date >= mended_from
  and fetch_id in (
    select fetch_id
    from (
    ${wrong}
    )
  );`;
}

/**
 * @param {boolean} isIncremental What Dataform's `incremental()` says.
 * @param {string} self The staging table's own name.
 * @returns {string} The condition that the table does not hold the lines of a fetch that is counted, by the
 *   variable of `countAgain`.
 */
function fetchIsNew(isIncremental, self) {
  return isIncremental
    ? `asked_at >= counted_from
    and window_start_date >= looked_from
    and fetch_id not in (select fetch_id from ${self} where activity_date >= looked_from)`
    : "true";
}

/**
 * Stands right where the landed table is read, so that nothing keeps it from its partitions.
 *
 * @param {boolean} isIncremental What Dataform's `incremental()` says.
 * @returns {string} The condition that a page, `source`, may be of a new fetch, by the variable of
 *   `countAgain`.
 */
function pageMayBeNew(isIncremental) {
  return isIncremental ? "source.fetched_at >= parsed_until" : "true";
}

/**
 * A retried load may land a page twice; the copies are the same to the last character.
 *
 * A line in which something cannot be read is none, so `law_every_landed_row_is_parsed` names its walk as long as that
 * speaks for a day, and no build ends because of a page that the vendor has mended since.
 *
 * @param {string} lines SQL relation: lines, which a fetch, a page, a bucket and a line number tell apart.
 * @param {readonly string[]} [read] Columns of it, null only where what the vendor wrote cannot be read.
 * @returns {string} A query with the columns of `lines` and each line once.
 */
function eachLineOnce(lines, read = []) {
  const isRead = read.map((column) => ` and ${column} is not null`).join("");
  return `select * except (copy_number)

from (
  select
    *,
    row_number() over (
      partition by fetch_id, page_number, bucket_number, line_number order by fetched_at
    ) as copy_number,

  from ${lines}
)

where copy_number = 1${isRead}`;
}

/**
 * What the loader summed of each day, of the answers of one endpoint that speak for it.
 *
 * @param {string} chosen Relation `int_landing__fetches_chosen_per_day`.
 * @param {string} totals Relation `stg_landing__day_totals`.
 * @param {string} endpoint
 * @returns {string} A query in brackets: `organization_id`, `activity_date`, `amount_usd`.
 */
function dayTotals(chosen, totals, endpoint) {
  return `(
    select
      chosen.organization_id,
      chosen.activity_date,
      totals.amount_usd,

    from (select * from ${chosen} where endpoint = '${endpoint}') as chosen

    inner join (select * from ${totals} where endpoint = '${endpoint}') as totals
      on chosen.fetch_id = totals.fetch_id
      and chosen.activity_date = totals.activity_date
  )`;
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
  counting: require("./landing/counting.js"),
  kept: require("./landing/pages_kept.js"),
  BEFORE_ALL,
  saidAt,
  isFromTheFuture,
  countAgain,
  fetchIsNew,
  pageMayBeNew,
  eachLineOnce,
  dayTotals,
  placeInBuckets,
  placeInFile,
};
