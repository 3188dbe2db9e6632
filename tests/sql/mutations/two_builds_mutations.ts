/** Bugs of what a later build deletes, counts and adds, planted where no single build would show them. */

import type { Mutation } from "./mutation.ts";

const BILL = "includes/google/export_days.js";
const COUNTED = "includes/google/counted_lines.js";
const CYCLE_DAYS = "definitions/intermediate/cursor/int_cursor__cycle_day_events.sqlx";
const COUNTING = "includes/landing/counting.js";
const DAYS = "includes/vertex/rebuilt_days.js";
const LANDING = "includes/landing.js";

/** `story` is the table that it befalls. */
export const TWO_BUILDS_MUTATIONS: readonly Mutation[] = [
  {
    name: "the bill's days are added and not deleted",
    story: "int_vertex__billing_lines",
    file: BILL,
    find: "where export_date >= date(read_from, 'UTC')\n  and",
    replace: "where export_date > date '9999-01-01'\n  and",
  },
  {
    name: "an export's doubled day is left alone",
    story: "int_vertex__billing_lines",
    file: BILL,
    find: "select min(timestamp(miscounted.export_date, 'UTC'))",
    replace: "select max(timestamp(miscounted.export_date))",
  },
  {
    name: "an export's doubled day is none",
    story: "int_vertex__billing_lines",
    file: COUNTED,
    find: "having min(lines_of_day) <> max(lines_of_day) or count(*) <> max(lines_of_day)",
    replace: "having min(lines_of_day) <> max(lines_of_day)",
  },
  {
    name: "entries of a day are added and not deleted",
    story: "int_vertex__audit_entries_classified",
    file: DAYS,
    find: "where ${table.day} >= rebuilt_from\n  and",
    replace: "where ${table.day} > date '9999-01-01'\n  and",
  },
  {
    name: "a day with more entries than its source is left alone",
    story: "claude_code_audit_logs",
    file: DAYS,
    find: "source_count between 1 and table_count - 1\n",
    replace: "source_count between 1 and 0\n",
  },
  {
    name: "a doubled walk is not deleted",
    story: "stg_console__costs",
    file: LANDING,
    find: "where activity_date >= mended_from\n  and",
    replace: "where activity_date > mended_from\n  and",
  },
  {
    name: "a doubled walk is deleted and not parsed again",
    story: "stg_cursor__events",
    file: LANDING,
    find: "select ifnull(min(asked_at), timestamp '9999-01-01 00:00:00+00')",
    replace: "select timestamp '9999-01-01 00:00:00+00'",
  },
  {
    name: "a walk that holds too many lines is right",
    story: "stg_console__usage",
    file: LANDING,
    find: "counted.row_count <> ifnull(held.line_count, 0)",
    replace: "counted.row_count > ifnull(held.line_count, 0)",
  },
  {
    name: "counts of a day are added and not deleted",
    story: "int_cursor__events_counted",
    file: COUNTING,
    find: "where ${day} >= counted_from or ${day} is null;",
    replace: "where ${day} is null;",
  },
  {
    name: "days of long ago are not looked at although they have other rows",
    story: "int_vertex__audit_entries_classified",
    file: COUNTING,
    find: "one_rows - one_recent_rows = other_rows - other_recent_rows",
    replace: "one_rows is not null",
  },
  {
    name: "a cycle's first day is right with more events than are counted",
    story: "int_cursor__cycle_day_events",
    file: CYCLE_DAYS,
    find: "having sum(counted_rows) <> sum(held_rows) or sum(counted_usd) <> sum(held_usd)",
    replace: "having sum(counted_rows) > sum(held_rows)",
  },
  {
    name: "events of a cycle's first day are added and not deleted",
    story: "int_cursor__cycle_day_events",
    file: CYCLE_DAYS,
    find: "delete from ${self()} where ${isMoved};",
    replace: "delete from ${self()} where activity_date < moved_from and ${isMoved};",
  },
];
