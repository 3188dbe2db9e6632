/**
 * Periods of validity: `valid_from` is the first day, `valid_to` the day after the last. A period
 * without the one has no beginning, without the other no end.
 */

/**
 * @param {string} column SQL expression, DATE: the first day of a period.
 * @returns {string} The same, or the first of all days where it is null.
 */
function openStart(column) {
  return `ifnull(${column}, date '0001-01-01')`;
}

/**
 * @param {string} column SQL expression, DATE: the day after the last day of a period.
 * @returns {string} The same, or the last of all days where it is null.
 */
function openEnd(column) {
  return `ifnull(${column}, date '9999-12-31')`;
}

/**
 * The condition that a period holds on a day, for a join as of that day.
 *
 * @param {string} day SQL expression, DATE.
 * @param {string} from SQL expression, DATE: the first day of the period.
 * @param {string} to SQL expression, DATE: the day after its last.
 * @returns {string} A condition, never null while `day` is not.
 */
function holdsOn(day, from, to) {
  return `${day} >= ${openStart(from)} and ${day} < ${openEnd(to)}`;
}

/**
 * From when to when lists that were read one after the other say the same. What the first one says holds from the
 * beginning, another word from the day (UTC) of the list that first has it; of several on a day the last holds.
 *
 * @param {string} lists Relation: what each list says.
 * @param {object} columns
 * @param {readonly string[]} columns.of What it says something of.
 * @param {readonly string[]} columns.says What holds until a list says otherwise.
 * @param {string} columns.at TIMESTAMP: when the list was read.
 * @param {string} columns.then Which of two that were read at once comes first.
 * @returns {string} A query: of each period the row of its first list, with `valid_from`, `valid_to` and `last_said_on`, the
 *   day of its last list, which is null for the newest period.
 */
function periods(lists, { of, says, at, then }) {
  const changes = says.map((name) => `${name} is distinct from earlier_${name}`);
  return `select *

  from (
    select
      *,
      lead(valid_from) over (partition by ${of.join(", ")} order by place) as valid_to,
      lead(date(earlier_at, 'UTC')) over (partition by ${of.join(", ")} order by place) as last_said_on,

    from (
      select
        *,
        if(place = 1, null, date(${at}, 'UTC')) as valid_from,

      from (
        select
          *,
          row_number() over lists as place,
          lag(${at}) over lists as earlier_at,
          ${says.map((name) => `lag(${name}) over lists as earlier_${name},`).join("\n          ")}

        from ${lists}

        window lists as (partition by ${of.join(", ")} order by ${at}, ${then})
      )

      where place = 1 or ${changes.join(" or ")}
    )
  )

  where ifnull(valid_from < valid_to, true)`;
}

module.exports = { openStart, openEnd, holdsOn, periods };
