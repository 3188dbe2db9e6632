/**
 * The settings in `vars` of workflow_settings.yaml that are about Google, read and checked. A value that
 * means nothing stops the compilation with one sentence.
 *
 * @typedef {object} TableName
 * @property {string} [database] Project; left out for the project in force.
 * @property {string} schema Dataset.
 * @property {string} name Table, or a wildcard ending in `*`.
 *
 * @typedef {object} Settings
 * @property {readonly TableName[]} billingExports Standard or detailed exports.
 * @property {readonly TableName[]} sadaExports Views shared by SADA.
 * @property {readonly TableName[]} resellerExports Channel Services exports.
 * @property {readonly TableName[]} auditLogs Data Access audit logs.
 * @property {readonly TableName[]} requestMetadataLogs Logs that know a call's tokens.
 * @property {"cost" | "customer_cost"} resellerCost Which amount of a reseller export counts.
 * @property {boolean} countResellerMargin Whether RESELLER_MARGIN credits count.
 * @property {readonly string[]} otherClaudeServices Service descriptions that are Claude's.
 * @property {readonly string[]} countedAccounts Billing accounts whose lines count; none: all.
 * @property {readonly string[]} countedProjects Projects whose lines count; none: all.
 * @property {readonly string[]} organizationsBilledByGoogle Anthropic organizations whose dollars Google bills.
 * @property {string} timeZone IANA name of the time zone that days are of.
 */

const { NAMES, isKnownZone, refuseUnknown } = require("./known.js");

/**
 * @param {Readonly<Record<string, string>>} vars `dataform.projectConfig.vars`.
 * @returns {Settings}
 */
function settings(vars) {
  refuseUnknown(vars);
  refuseTwice(vars);
  return {
    billingExports: tables(vars, "gcp_billing_exports"),
    sadaExports: tables(vars, "gcp_sada_exports"),
    resellerExports: tables(vars, "gcp_reseller_exports"),
    auditLogs: tables(vars, "gcp_audit_logs"),
    requestMetadataLogs: tables(vars, "gcp_request_metadata_logs"),
    resellerCost: /** @type {"cost" | "customer_cost"} */ (
      oneOf(vars, "gcp_reseller_cost", ["cost", "customer_cost"])
    ),
    countResellerMargin: oneOf(vars, "gcp_count_reseller_margin", ["false", "true"]) === "true",
    otherClaudeServices: list(vars, "gcp_other_claude_services"),
    countedAccounts: names(
      vars,
      "gcp_billing_accounts",
      "a billing account such as 01AB23-CD45EF-678901",
    ),
    countedProjects: names(vars, "gcp_projects", "the id of a project such as acme-claude"),
    organizationsBilledByGoogle: names(
      vars,
      "anthropic_organizations_billed_by_google",
      "the id of an organization",
    ),
    timeZone: timeZone(vars),
  };
}

/**
 * A table that is named twice would be read twice, with its project and without, or by a wildcard beside its name.
 *
 * @param {Readonly<Record<string, string>>} vars
 * @param {string} [project] The project in force, if it is known.
 */
function refuseTwice(vars, project) {
  /** @type {{ readonly setting: string, readonly table: TableName }[]} */
  const named = [];
  for (const setting of NAMES.filter((name) => /^gcp_\w*(?:exports|logs)$/.test(name))) {
    for (const table of tables(vars, setting)) {
      const other = named.find((before) => haveOneInCommon(before.table, table, project));
      if (other !== undefined) {
        const [before, text] = [other.table, table].map(fullName);
        const both = text === before ? `"${text}" is` : `"${before}" and "${text}" name one table,`;
        const where = `${other.setting} ${other.setting === setting ? "twice" : `and in ${setting}`}`;
        throw new Error(
          `workflow_settings.yaml: ${both} in ${where}; leave it in one place, or its lines would count twice.`,
        );
      }
      named.push({ setting, table });
    }
  }
}

/**
 * @param {TableName} one
 * @param {TableName} other
 * @param {string} [project] Stands for a project that is left out.
 */
function haveOneInCommon(one, other, project) {
  /** @type {(pattern: TableName, table: TableName) => boolean} */
  const covers = (pattern, { name }) =>
    pattern.name.endsWith("*") ? name.startsWith(pattern.name.slice(0, -1)) : name === pattern.name;
  const places = [one, other].map(({ database = project, schema }) => `${database}.${schema}`);
  return places[0] === places[1] && (covers(one, other) || covers(other, one));
}

/**
 * @param {TableName} table
 * @returns {string} As it stands in the settings.
 */
function fullName({ database, schema, name }) {
  return [database, schema, name].filter((part) => part !== undefined).join(".");
}

/**
 * @param {Readonly<Record<string, string>>} vars
 * @param {string} name
 * @returns {readonly TableName[]}
 */
function tables(vars, name) {
  return list(vars, name).map((entry) => {
    const parts = entry.split(".");
    const [table = "", schema = "", database] = [...parts].reverse();
    const isName = /^[A-Za-z0-9_]+$/.test(schema) && /^[A-Za-z0-9_-]+[*]?$/.test(table);
    const isProject = database === undefined || /^[a-z][a-z0-9.:-]*$/.test(database);
    if (parts.length > 3 || !isName || !isProject) {
      throw new Error(
        `workflow_settings.yaml: ${name} has "${entry}", which is neither dataset.table nor project.dataset.table.`,
      );
    }
    return database === undefined ? { schema, name: table } : { database, schema, name: table };
  });
}

/**
 * @param {Readonly<Record<string, string>>} vars
 * @param {string} name
 * @param {readonly string[]} allowed The first is the default.
 * @returns {string}
 */
function oneOf(vars, name, allowed) {
  const value = (vars[name] ?? "").trim() || (allowed[0] ?? "");
  if (!allowed.includes(value)) {
    throw new Error(
      `workflow_settings.yaml: ${name} is "${value}"; it must be ${allowed.join(" or ")}.`,
    );
  }
  return value;
}

/**
 * @param {Readonly<Record<string, string>>} vars
 * @param {string} name
 * @returns {readonly string[]} The entries of a list that is separated by commas.
 */
function list(vars, name) {
  return (vars[name] ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

/**
 * @param {Readonly<Record<string, string>>} vars
 * @param {string} name
 * @param {string} meant What an entry is, for the message.
 * @returns {readonly string[]} Ids, which have neither blanks nor quotes in them.
 */
function names(vars, name, meant) {
  return list(vars, name).map((entry) => {
    if (!/^[A-Za-z0-9][A-Za-z0-9._:-]*$/.test(entry)) {
      throw new Error(`workflow_settings.yaml: ${name} has "${entry}", which is not ${meant}.`);
    }
    return entry;
  });
}

/**
 * Whether a line of a bill counts: of an export that holds the accounts of others too, those that the settings
 * list. A line counts if its account is listed or its project is; all count if neither list has an entry.
 *
 * @param {Settings} settings
 * @returns {string} SQL condition on billing_account_id and project_id, never null.
 */
function counts({ countedAccounts, countedProjects }) {
  const conditions = [
    ...isOneOf("billing_account_id", countedAccounts),
    ...isOneOf("project_id", countedProjects),
  ];
  return conditions.length === 0 ? "true" : `(${conditions.join(" or ")})`;
}

/**
 * Whether an Anthropic organization's own cost report is what is paid: not where Google bills its dollars
 * ("Claude, managed by Anthropic"), since they stand on Google's bill already.
 *
 * @param {Settings} settings
 * @param {string} organization SQL expression, STRING.
 * @returns {string} SQL condition, never null.
 */
function isBilledByAnthropic({ organizationsBilledByGoogle }, organization) {
  const [isGoogles] = isOneOf(organization, organizationsBilledByGoogle);
  return isGoogles === undefined ? "true" : `not ${isGoogles}`;
}

/**
 * @param {string} column SQL expression, STRING.
 * @param {readonly string[]} entries
 * @returns {readonly string[]} One SQL condition, in any letter case and never null; none without entries.
 */
function isOneOf(column, entries) {
  if (entries.length === 0) return [];
  const texts = entries.map((entry) => `'${entry.toLowerCase()}'`).join(", ");
  return [`ifnull(lower(trim(${column})) in (${texts}), false)`];
}

/** @param {Readonly<Record<string, string>>} vars */
function timeZone(vars) {
  const zone = (vars["vertex_time_zone"] ?? "").trim() || "UTC";
  const isName = /^(?:UTC|[A-Z][A-Za-z]+(?:[/][A-Za-z_+-]+[0-9]*){1,2})$/.test(zone);
  if (!isName || !isKnownZone(zone)) {
    throw new Error(
      `workflow_settings.yaml: vertex_time_zone is "${zone}"; it must be UTC or a name such as America/Los_Angeles.`,
    );
  }
  return zone;
}

module.exports = { settings, refuseTwice, fullName, oneOf, counts, isBilledByAnthropic };
