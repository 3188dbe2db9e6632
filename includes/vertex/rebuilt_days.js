/**
 * From which day an incremental table of days is built again. A run reads the newest days anew, because
 * entries arrive late, and goes back further where the table holds other entries of a day than the source
 * does: an older file that was imported, a sink that caught up after an outage, a day that two builds at
 * once added, or one that a killed build deleted and never filled. A source that has dropped old days (a
 * retention limit) does not make the table read them again, and what it holds of them stays. Days of long
 * ago are looked at where they are not as many rows in all: `landing.counting`.
 *
 * @typedef {import("../landing/counting.js").Days & { part?: string, rightDay?: string }} Counted
 *   `part` is a SQL expression, STRING: what drops its old days on its own; one part by default.
 *   `rightDay` is a SQL expression, DATE: the day of a row as the settings have it now. Where a row of the days that are
 *   looked at is on another, every row moves to its own, also what the source has dropped.
 */

const { BEGINNING, compareFrom } = require("../landing/counting.js");

const NEVER = "date '9999-12-31'";

/** The newest days, which every run reads anew. */
const DAYS_READ_AGAIN = 3;

/** So far apart are the days of one instant in two time zones, and one more. */
const DAYS_BETWEEN_ZONES = 2;

/**
 * What a run begins with: the script variable `rebuilt_from`, DATE, and no row left of the days that the
 * query fills from there on. Of what has parts the days are counted first, which is all that is read of most
 * of them, and the parts from the first day on that is not as it was.
 *
 * @param {boolean} isIncremental What Dataform's `incremental()` says.
 * @param {Counted} source What the table is built from. Only the columns named here are read of it.
 * @param {Counted} table The table itself; its `from` is its name, its `day` its partition.
 * @param {(from: string) => string} since SQL condition on the source by such a variable, which the query has too.
 * @param {string} asOf Relation `as_of`.
 * @returns {string} Statements for `pre_operations`.
 */
function replaceDays(isIncremental, source, table, since, asOf) {
  if (!isIncremental) return `declare rebuilt_from date default (select ${BEGINNING});`;
  const hasParts = source.part !== undefined;
  const days = { source: { ...source, since }, table };
  const looked = hasParts
    ? `declare looked_from date default (${firstDay(days, "compared_from", false)});\n`
    : "";
  const first = firstDay(days, hasParts ? "looked_from" : "compared_from", hasParts);
  const { from, day, rightDay } = table;
  const moves = rightDay === undefined ? undefined : moveRows(from, day, rightDay, asOf);
  return `${compareFrom(asOf, days.source, table)}
${looked}${moves?.declared ?? ""}declare rebuilt_from date default (${moves?.first(first) ?? first});
${moves?.update ?? ""}delete from ${table.from}
where ${table.day} >= rebuilt_from
  and ${table.day} in (
    select ${source.day}
    from ${source.from} as source
    where ${source.where ?? "true"} and ${since("rebuilt_from")}
  );`;
}

/**
 * What takes rows to the days of another time zone. The days of the table cannot be compared with those of the source
 * before they have moved; the next build does it.
 *
 * @param {string} from The table.
 * @param {string} day
 * @param {string} rightDay
 * @param {string} asOf
 * @returns {{ declared: string, first: (query: string) => string, update: string }} The declaration of `moved_from`, the
 *   first day that is built anew, by a query for it where no row moves, and the statement.
 */
function moveRows(from, day, rightDay, asOf) {
  return {
    declared: `declare moved_from date default (
  select if(count(*) > 0, ${BEGINNING}, ${NEVER})
  from ${from}
  where ${day} >= date_sub(compared_from, interval ${DAYS_BETWEEN_ZONES} day) and ${day} <> ${rightDay}
);
`,
    first: (query) => `
  select if(
    moved_from = ${BEGINNING},
    ifnull(date_sub(date(now_in_data.as_of, 'UTC'), interval ${DAYS_READ_AGAIN} day), ${NEVER}),
    (${query})
  )
  from ${asOf} as now_in_data
`,
    update: `update ${from}
set ${day} = ${rightDay}
where ${day} >= moved_from and ${day} <> ${rightDay};
`,
  };
}

/**
 * The first day that is not as it was, or that is read anew in any case.
 *
 * @param {{ source: Counted, table: Counted }} days
 * @param {string} from Script variable: the days from there on are looked at.
 * @param {boolean} byPart Whether parts are told apart.
 * @returns {string} A query for one DATE.
 */
function firstDay({ source, table }, from, byPart) {
  const rowsOf = (
    /** @type {Counted} */ { from: relation, day, part = "''", where, since },
    name = "",
    counts = "",
  ) => {
    const pruned = since === undefined ? [] : [since(from)];
    const conditions = [...(where === undefined ? [] : [where]), ...pruned, `${day} >= ${from}`];
    return `select ${day} as counted_day, ${byPart ? part : "''"} as part, ${counts}
        from ${relation} as ${name}
        where ${conditions.join(" and ")}`;
  };
  const inSource = rowsOf(source, "source", `${source.rows ?? "1"} as in_source, 0 as in_table`);
  const inTable = rowsOf(table, "built", `0 as in_source, ${table.rows ?? "1"} as in_table`);
  return `
  select ifnull(min(counted_day), ${from})
  from (
    select
      counted_day,
      source_count,
      table_count,
      max(counted_day) over () as newest_day,
      min(if(source_count > 0, counted_day, null)) over (partition by part) as oldest_in_source,
      min(if(table_count > 0, counted_day, null)) over (partition by part) as oldest_in_table,
    from (
      select
        counted_day,
        part,
        sum(in_source) as source_count,
        sum(in_table) as table_count,
      from (
        ${inSource}
        union all
        ${inTable}
      )
      group by counted_day, part
    )
  )
  where source_count > table_count
    -- The oldest day of a source that has dropped days may be half dropped.
    or (
      source_count between 1 and table_count - 1
      and (counted_day > oldest_in_source or oldest_in_table >= oldest_in_source)
    )
    or counted_day > date_sub(newest_day, interval ${DAYS_READ_AGAIN} day)
`;
}

module.exports = { DAYS_READ_AGAIN, replaceDays };
