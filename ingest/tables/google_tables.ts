/**
 * Google's own tables, in Google's own schema: the detailed billing export and the Data Access audit log as its
 * sink writes it. They stand empty where Google writes elsewhere, so that a build works without Google, and are
 * filled by `import`. Columns that Google adds are added here; nothing is renamed and no type is changed.
 */

import type { Field, Table } from "./tables.ts";

/** The export's columns: cost and credits are binary numbers there, whatever the documentation's "Numeric" says. */
const BILLING: readonly Field[] = [
  text("billing_account_id"),
  record("service", [text("id"), text("description")]),
  record("sku", [text("id"), text("description")]),
  time("usage_start_time"),
  time("usage_end_time"),
  record("project", [
    text("id"),
    text("number"),
    text("name"),
    list("labels", [text("key"), text("value")]),
    text("ancestry_numbers"),
    list("ancestors", [text("resource_name"), text("display_name")]),
  ]),
  list("labels", [text("key"), text("value")]),
  list("system_labels", [text("key"), text("value")]),
  record("location", [text("location"), text("country"), text("region"), text("zone")]),
  record("resource", [text("name"), text("global_name")]),
  list("tags", [text("key"), text("value"), field("inherited", "BOOLEAN"), text("namespace")]),
  record("price", [
    field("effective_price", "NUMERIC"),
    field("tier_start_amount", "NUMERIC"),
    text("unit"),
    field("pricing_unit_quantity", "NUMERIC"),
    field("list_price", "NUMERIC"),
    field("effective_price_default", "NUMERIC"),
    field("list_price_consumption_model", "NUMERIC"),
  ]),
  record("subscription", [text("instance_id")]),
  text("transaction_type"),
  text("seller_name"),
  time("export_time"),
  field("cost", "FLOAT"),
  text("currency"),
  field("currency_conversion_rate", "FLOAT"),
  record("usage", [
    field("amount", "FLOAT"),
    text("unit"),
    field("amount_in_pricing_units", "FLOAT"),
    text("pricing_unit"),
  ]),
  list("credits", [
    text("name"),
    field("amount", "FLOAT"),
    text("full_name"),
    text("id"),
    text("type"),
  ]),
  record("invoice", [text("month"), text("publisher_type")]),
  text("cost_type"),
  record("adjustment_info", [text("id"), text("description"), text("mode"), text("type")]),
  field("cost_at_list", "FLOAT"),
  field("cost_at_effective_price_default", "FLOAT"),
  field("cost_at_list_consumption_model", "FLOAT"),
  record("consumption_model", [text("id"), text("description")]),
];

/** A log entry as a sink writes it: free-form messages are JSON text. */
const AUDIT_LOGS: readonly Field[] = [
  text("logName"),
  record("resource", [
    text("type"),
    record("labels", [text("project_id"), text("service"), text("method")]),
  ]),
  record("protopayload_auditlog", [
    text("serviceName"),
    text("methodName"),
    text("resourceName"),
    record("resourceLocation", [texts("currentLocations")]),
    field("numResponseItems", "INTEGER"),
    record("status", [field("code", "INTEGER"), text("message")]),
    record("authenticationInfo", [
      text("principalEmail"),
      text("principalSubject"),
      text("authoritySelector"),
      text("serviceAccountKeyName"),
      list("serviceAccountDelegationInfo", [
        text("principalSubject"),
        record("firstPartyPrincipal", [text("principalEmail")]),
      ]),
    ]),
    list("authorizationInfo", [
      text("resource"),
      text("permission"),
      field("granted", "BOOLEAN"),
      text("permissionType"),
    ]),
    record("requestMetadata", [text("callerIp"), text("callerSuppliedUserAgent")]),
    text("requestJson"),
    text("responseJson"),
    text("metadataJson"),
  ]),
  time("timestamp"),
  time("receiveTimestamp"),
  text("severity"),
  text("insertId"),
  record("operation", [
    text("id"),
    text("producer"),
    field("first", "BOOLEAN"),
    field("last", "BOOLEAN"),
  ]),
  record("split", [text("uid"), field("index", "INTEGER"), field("totalSplits", "INTEGER")]),
  text("trace"),
  text("spanId"),
];

export const BILLING_EXPORT: Table = {
  dataset: "ai_raw",
  name: "raw_gcp_billing_export",
  description: "One row per line of Google's detailed billing export, as Google exports it.",
  partitionedBy: "export_time",
  clusteredBy: null,
  fields: BILLING,
};

export const AUDIT_LOG: Table = {
  dataset: "ai_raw",
  name: "raw_gcp_audit_logs",
  addedLater: ["split"],
  description: "One row per log entry of Google's Data Access audit log, as its sink writes it.",
  partitionedBy: "timestamp",
  clusteredBy: null,
  fields: AUDIT_LOGS,
};

export const GOOGLE_TABLES: readonly Table[] = [BILLING_EXPORT, AUDIT_LOG];

function text(name: string): Field {
  return field(name, "STRING");
}

function time(name: string): Field {
  return field(name, "TIMESTAMP");
}

function field(name: string, type: Field["type"]): Field {
  return { name, type, mode: "NULLABLE" };
}

function texts(name: string): Field {
  return { name, type: "STRING", mode: "REPEATED" };
}

function record(name: string, fields: readonly Field[]): Field {
  return { name, type: "RECORD", mode: "NULLABLE", fields };
}

function list(name: string, fields: readonly Field[]): Field {
  return { name, type: "RECORD", mode: "REPEATED", fields };
}
