/**
 * Which entries of the audit log are one call. Source: Google's documentation of LogEntry (`operation`, `split`)
 * and of split audit log entries, of which no piece has all fields.
 */

const { caseWhen } = require("../sql/case_when.js");

/**
 * What the entries of one call say between them: of an entry that Cloud Logging split in two no piece has all
 * fields, and only the last entry of an operation says how it ended.
 */
const SAID_IN_ANY_ENTRY = Object.freeze([
  "project_id",
  "location",
  "model",
  "service_name",
  "method_name",
  "status_code",
  "principal_email",
  "principal_subject",
  "delegated_email",
  "delegated_subject",
  "user_agent",
]);

/**
 * Which call an entry is a part of. Entries of one operation are one call (LogEntry.operation: id and producer are
 * unique together), and so are the pieces of a split entry (LogEntry.split), whose operation one piece may name.
 *
 * @returns {string} CASE expression, STRING, with window functions; null for an entry that stands alone.
 */
function callKey() {
  const operation = "concat('operation/', ifnull(operation_producer, ''), '/', operation_id)";
  const ofAnyPiece = `max(${operation}) over (partition by log_name, split_uid)`;
  return caseWhen(
    [{ when: "split_uid is null", then: operation }],
    `ifnull(${ofAnyPiece}, concat('split/', split_uid))`,
  );
}

/** @returns {string} Select-list lines: each field of a call as any of its entries, told by `call_id`, says it. */
function saidInAnyEntry() {
  return SAID_IN_ANY_ENTRY.map(
    (column) => `max(${column}) over (partition by call_id) as ${column},`,
  ).join("\n    ");
}

/**
 * @param {string} timeZone In which days are told apart.
 * @returns {(from: string) => string} SQL condition on `stg_google__audit_entries` that leaves out what was logged long
 *   before a script variable, DATE: no entry of its day or of the day before.
 */
function since(timeZone) {
  // East of Greenwich a day begins on the day before in UTC, by which tables are sharded.
  return (from) => `logged_at >= timestamp(date_sub(${from}, interval 1 day), '${timeZone}')
    and table_suffix >= format_date('%Y%m%d', date_sub(${from}, interval 2 day))`;
}

module.exports = { callKey, saidInAnyEntry, since };
