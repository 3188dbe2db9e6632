/** Which days of the exports a build reads. */

const counted = require("./counted_lines.js");
const read = require("./lines_read.js");
const { fullName } = require("./settings.js");
const { MONDAY } = require("../landing/counting.js");

const { BEGINNING, REREAD_DAYS } = counted;

/** Of EXTRACT(DAYOFWEEK …). */
const SUNDAY = 1;

/** An export that is this far behind the others has ended, and is not waited for. */
const ENDED_AFTER_DAYS = 45;

/** SQL expression, STRING: what is replaced as a whole, since each export drops its old days by itself. */
const EXPORT_DAY = "concat(export_name, ' ', cast(export_date as string))";

/**
 * What a run begins with: from when lines are read, as the script variable `read_from`, so that BigQuery
 * prunes the partitions of the export, and none left of the export days that are read. Read are the newest
 * days again, whatever a file brings that was imported since the last build, and all from a day on of which
 * the table holds another number of lines than were there to read: two builds at once would both add them. The same
 * goes for a day of which the exports hold more lines than the table: some came late, or the table lost them.
 * All is read again where a reseller's lines of the last weeks have the amounts of another setting.
 * A reseller's export arrives later than Google's own, so the one that is furthest behind decides; one that
 * has no line yet, or that a killed build left without its newest days, is read from where it ends.
 *
 * @param {boolean} isIncremental What Dataform's `incremental()` says.
 * @param {import("./counted_lines.js").Lines} lines The table itself.
 * @param {string} fetches Relation `stg_landing__fetches`.
 * @param {import("./settings.js").Settings} settings
 * @param {import("./counted_lines.js").Ref} ref
 * @returns {string} Statements for `pre_operations`.
 */
function replaceDays(isIncremental, lines, fetches, settings, ref) {
  const end = "timestamp '9999-01-01 00:00:00+00'";
  const { table: self } = lines;
  const exportNames = read.exportNames(settings);
  if (!isIncremental || exportNames.length === 0) {
    return `declare read_from timestamp default (select ${BEGINNING});`;
  }
  const newest = exportNames.map(
    (name) =>
      `select ifnull(max(export_time), ${BEGINNING}) as newest from ${self} where export_name = '${name}'`,
  );
  // The last build before Monday's has Sunday's lines: what the law finds on Monday is read again before it looks.
  return `${counted.compareFrom(self, [SUNDAY, MONDAY])}
declare read_from timestamp default (
    select
      least(
        timestamp_sub(timestamp_trunc(min(newest), day, 'UTC'), interval ${REREAD_DAYS} day),
        ifnull(
          (
            select min(ifnull(timestamp(fetches.window_start_date, 'UTC'), ${BEGINNING}))
            from ${fetches} as fetches
            where fetches.vendor = 'import'
              and fetches.endpoint = 'gcp-billing-export'
              and if(fetches.is_from_the_future, ${end}, fetches.fetched_at) > (
                select ifnull(max(known.imported_until), ${BEGINNING}) from ${self} as known
              )
          ),
          ${end}
        ),
        ifnull(
          (select min(timestamp(miscounted.export_date, 'UTC')) from (${counted.miscounted(self)}) as miscounted),
          ${end}
        ),
        ${rereadAmounts(self, settings, end, ref)}ifnull(
          (select min(timestamp(missing.export_date, 'UTC')) from (${counted.missing(lines, ref)}) as missing),
          ${end}
        )
      )
    from (
      select
        newest,
        max(newest) over () as newest_of_all,
      from (
        ${newest.join("\n        union all\n        ")}
      )
    )
    where newest = ${BEGINNING}
      or newest >= timestamp_sub(newest_of_all, interval ${ENDED_AFTER_DAYS} day)
  );
delete from ${self}
where export_date >= date(read_from, 'UTC')
  and ${EXPORT_DAY} in (select ${EXPORT_DAY} from (${counted.linesSince(ref, "read_from")}) as read_now);`;
}

/**
 * A reseller's amounts are those of the setting as it is now, as far as its export still has the lines. What it has
 * dropped is not looked for each time.
 *
 * @param {string} self The table's own name.
 * @param {import("./settings.js").Settings} settings
 * @param {string} end SQL expression, TIMESTAMP: after all lines.
 * @param {import("./counted_lines.js").Ref} ref
 * @returns {string} SQL expression, TIMESTAMP, and a comma; nothing without such an export.
 */
function rereadAmounts(self, { resellerExports, resellerCost }, end, ref) {
  if (resellerExports.length === 0) return "";
  const names = resellerExports.map((table) => `'${fullName(table)}'`).join(", ");
  return `(
          select if(count(*) > 0, ${BEGINNING}, ${end})
          from ${self} as amounts
          where amounts.export_date >= date(compared_from, 'UTC')
            and amounts.export_name in (${names})
            and amounts.amount_field <> '${resellerCost}'
            and ${EXPORT_DAY} in (
              select ${EXPORT_DAY} from ${ref("stg_google__reseller_lines")} where export_time >= compared_from
            )
        ),
        `;
}

module.exports = { replaceDays };
