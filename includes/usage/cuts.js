/**
 * The usage report is read in cuts, because it takes at most five dimensions a call. Two cuts must
 * agree wherever both answered after the day had ended; an open day still grows between two calls.
 */

/**
 * The counts of one cut on the days that another cut covers as well, both closed.
 *
 * @param {object} options
 * @param {string} options.counts Relation `int_console__usage_counts_unpivoted`.
 * @param {string} options.chosen Relation `int_landing__fetches_chosen_per_day`.
 * @param {string} options.cut The cut whose counts are wanted.
 * @param {string} options.other The cut that must cover the same days.
 * @returns {string} A parenthesised query with the columns of `counts`.
 */
function comparable({ counts, chosen, cut, other }) {
  return `(
    select counts.*

    from (select * from ${counts} where endpoint = '${cut}' and is_closed) as counts

    inner join (select * from ${chosen} where endpoint = '${other}' and is_closed) as other_cut
      on counts.organization_id = other_cut.organization_id
      and counts.activity_date = other_cut.activity_date
  )`;
}

module.exports = { comparable };
