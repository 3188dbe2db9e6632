/**
 * How an entry of Google's Data Access audit log is read: whether it is a call that Google bills, who
 * made it, and with what. Each question is one ordered rule table, the first match wins.
 *
 * What entries look like: Google's documentation of Cloud Audit Logs (AuditLog, LogEntry) and of the
 * partner model endpoints `…/publishers/anthropic/models/<model>:rawPredict` and `:streamRawPredict`.
 */

const { caseWhen } = require("../sql/case_when.js");
const principals = require("../usage/principals.js");

/**
 * Fields that are read out of JSON and not by name: a sink creates a column with the first entry that fills
 * it, so until the first failed call there is no `status.code` to name. What the sink's filter asks for
 * (service, method, resource) and the records that hold the rest are there from the first entry on.
 *
 * @type {Readonly<Record<string, readonly [json: string, path: string]>>}
 */
const FIELDS = Object.freeze({
  status_code: ["entry", "$.protopayload_auditlog.status.code"],
  split_uid: ["entry", "$.split.uid"],
  operation_id: ["entry", "$.operation.id"],
  operation_producer: ["entry", "$.operation.producer"],
  principal_email: ["caller", "$.principalEmail"],
  principal_subject: ["caller", "$.principalSubject"],
  delegated_email: [
    "caller",
    "$.serviceAccountDelegationInfo[0].firstPartyPrincipal.principalEmail",
  ],
  delegated_subject: ["caller", "$.serviceAccountDelegationInfo[0].principalSubject"],
  user_agent: ["request", "$.callerSuppliedUserAgent"],
});

const STREAM = "regexp_contains(ifnull(method_name, ''), r'(?i)[.]streamrawpredict$')";

/**
 * gRPC's code of a call that its caller cancelled. What was streamed up to then is billed (BerriAI/litellm#30787,
 * #39893, vm0-ai/vm0#25133); that Google logs it with this code is an assumption.
 */
const CANCELLED = 1;

/** Why an entry is no call that Google bills; `call` is one. Columns are those of the staging view. */
const REASONS = Object.freeze([
  {
    // A sink may deliver twice, and two sinks over one project into one table deliver everything twice.
    // The rest of a split entry and a later entry of a stream are no calls either: the call is its first entry.
    when: "copy_number > 1",
    then: "if(delivery_number > 1, 'duplicate', 'continued')",
  },
  {
    when: "ifnull(service_name, '') <> 'aiplatform.googleapis.com' or model is null",
    then: "'not_claude'",
  },
  {
    // The real model stands in the request's body, which no log has; Google does not bill it.
    when: "model = 'count-tokens'",
    then: "'token_counting'",
  },
  {
    when: "not regexp_contains(ifnull(method_name, ''), r'(?i)[.](?:stream)?rawpredict$')",
    then: "'not_a_predict_call'",
  },
  { when: `status_code = ${CANCELLED} and ${STREAM}`, then: "'call'" },
  { when: "ifnull(status_code, 0) <> 0", then: "'failed'" },
]);

const SERVICE_ACCOUNT = `r'${principals.SERVICE_ACCOUNT}'`;
const WORKLOAD = "r'/workloadIdentityPools/'";
const EMAIL = "r'^[^@/: ]+@[^@/: ]+[.][^@/: ]+$'";

/**
 * Select-list lines that read every field out of the JSON columns `entry`, `caller` and `request`; an
 * empty text is null.
 *
 * @returns {string}
 */
function fieldsFromJson() {
  return Object.entries(FIELDS)
    .map(([column, [json, path]]) =>
      column === "status_code"
        ? `safe_cast(json_value(${json}, '${path}') as int64) as ${column},`
        : `nullif(trim(json_value(${json}, '${path}')), '') as ${column},`,
    )
    .join("\n    ");
}

/** @returns {string} CASE expression, STRING: `call`, or why the entry is none. */
function reason() {
  return caseWhen(REASONS, "'call'");
}

/**
 * The identity that a call belongs to: of an impersonated service account the person who stands first in
 * the chain, else whoever called. A subject is stripped to the name in it.
 *
 * @returns {string} CASE expression, STRING in lower case; null where the log names nobody.
 */
function identity() {
  const isServiceAccount = `regexp_contains(ifnull(principal_email, ''), ${SERVICE_ACCOUNT})`;
  return caseWhen(
    [
      {
        when: `${isServiceAccount} and delegated_email is not null`,
        then: "lower(delegated_email)",
      },
      {
        when: `${isServiceAccount} and delegated_subject is not null`,
        then: nameIn("delegated_subject"),
      },
      { when: "principal_email is not null", then: "lower(principal_email)" },
      { when: "principal_subject is not null", then: nameIn("principal_subject") },
    ],
    "cast(null as string)",
  );
}

/**
 * @param {string} column SQL expression: what `identity()` said.
 * @returns {string} CASE expression, STRING: `user`, `workforce`, `service_account` (an automation: also
 *   a workload identity), `unknown`.
 */
function principalType(column) {
  const fromPool =
    "regexp_contains(ifnull(principal_subject, ''), r'/workforcePools/') and principal_email is null";
  const delegatedFromPool = "regexp_contains(ifnull(delegated_subject, ''), r'/workforcePools/')";
  return caseWhen(
    [
      { when: `${column} is null`, then: "'unknown'" },
      {
        when: `regexp_contains(${column}, ${SERVICE_ACCOUNT}) or regexp_contains(${column}, r'(?i)/workloadidentitypools/')`,
        then: "'service_account'",
      },
      { when: `(${fromPool}) or (${delegatedFromPool})`, then: "'workforce'" },
    ],
    "'user'",
  );
}

/**
 * Claude Code names itself `claude-cli/<version> (external, cli)`, older ones `claude-code/<version>`; each
 * hop through Google appends to it.
 *
 * @returns {string} CASE expression, STRING: `claude_code` or `other`.
 */
function client() {
  return caseWhen(
    [
      {
        when: "regexp_contains(ifnull(user_agent, ''), r'(?i)(?:^|[^a-z])claude-(?:cli|code)/')",
        then: "'claude_code'",
      },
    ],
    "'other'",
  );
}

/**
 * The name in a subject: `user:ann@x.example` and a workforce subject that is an e-mail address are the
 * address; any other stays whole, since a bare name means nothing outside of its pool.
 *
 * @param {string} column
 */
function nameIn(column) {
  const subject = `regexp_extract(${column}, r'/subject/(.+)$')`;
  const member = `regexp_extract(${column}, r'^(?:user|serviceAccount):(.+)$')`;
  const workload = `regexp_contains(${column}, ${WORKLOAD})`;
  return `lower(case
        when regexp_contains(ifnull(${subject}, ''), ${EMAIL}) and not ${workload} then ${subject}
        else ifnull(${member}, ${column})
      end)`;
}

module.exports = { FIELDS, REASONS, fieldsFromJson, reason, identity, principalType, client };
