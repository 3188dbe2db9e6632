/**
 * From which day an incremental table of days is built again. A run reads the newest days anew, because
 * entries arrive late, and goes back further only where the source holds more than the table does: an
 * older file that was imported, or a sink that caught up after an outage. A source that has dropped old
 * days (a retention limit) does not make the table read them again, and what it holds of them stays.
 *
 * @typedef {object} Counted
 * @property {string} from SQL relation.
 * @property {string} day SQL expression, DATE.
 * @property {string} [where] Which of its rows count; all by default.
 * @property {string} [count] SQL expression, INT64, that one row counts for; 1 by default.
 */

const DAYS_READ_AGAIN = 3;

/**
 * @param {boolean} isIncremental What Dataform's `incremental()` says.
 * @param {Counted} source What the table is built from. Only the columns named here are read of it.
 * @param {Counted} table The table itself.
 * @returns {string} A DECLARE statement of `rebuilt_from`, DATE, for `pre_operations`.
 */
function declareRebuiltFrom(isIncremental, source, table) {
  const beginning = "date '2000-01-01'";
  if (!isIncremental) return `declare rebuilt_from date default (select ${beginning});`;
  return `declare rebuilt_from date default (
  select ifnull(min(counted_day), ${beginning})
  from (
    select
      counted_day,
      sum(in_source) as source_count,
      sum(in_table) as table_count,
      max(max(counted_day)) over () as newest_day,
    from (
      select ${source.day} as counted_day, ${source.count ?? "1"} as in_source, 0 as in_table
      from ${source.from} as source where ${source.where ?? "true"}
      union all
      select ${table.day} as counted_day, 0 as in_source, ${table.count ?? "1"} as in_table
      from ${table.from} as built where ${table.where ?? "true"}
    )
    group by counted_day
  )
  where source_count > table_count or counted_day > date_sub(newest_day, interval ${DAYS_READ_AGAIN} day)
);`;
}

module.exports = { declareRebuiltFrom };
