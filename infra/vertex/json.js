/**
 * What setup-audit-sink.sh asks of JSON that Google's tools print: read from stdin, answered on stdout, one
 * question a call. Nothing here talks to Google.
 *
 *     node json.js merge-audit-config   < policy.json    the policy with Data Access logging; nothing if it has it
 *     node json.js audit-configs        < policy.json    its audit logging alone
 *     node json.js exempted-members     < policy.json    members whose calls are not logged, one a line
 *     node json.js is-writer IDENTITY   < dataset.json   `yes` if the dataset lets IDENTITY write
 *     node json.js location             < dataset.json   where the dataset is
 */

import { readFileSync } from "node:fs";
import process from "node:process";

const SERVICE = "aiplatform.googleapis.com";
// Predictions are data reads; a method that Google files under writes would otherwise go unseen.
const LOG_TYPES = ["DATA_READ", "DATA_WRITE"];

const QUESTIONS = {
  "merge-audit-config": mergeAuditConfig,
  "audit-configs": ({ auditConfigs }) => JSON.stringify({ auditConfigs }, null, 2),
  "exempted-members": exemptedMembers,
  "is-writer": isWriter,
  location: ({ location = "" }) => location,
};

/** Adds what is missing to the service's own entry. Other services, bindings and the etag stay as they are. */
function mergeAuditConfig(policy) {
  const configs = policy.auditConfigs ?? [];
  const logged = configs
    .filter(({ service }) => service === SERVICE || service === "allServices")
    .flatMap(({ auditLogConfigs = [] }) => auditLogConfigs.map(({ logType }) => logType));
  const added = LOG_TYPES.filter((logType) => !logged.includes(logType)).map((logType) => ({
    logType,
  }));
  if (added.length === 0) return "";
  const own = configs.find(({ service }) => service === SERVICE) ?? { service: SERVICE };
  const merged = { ...own, auditLogConfigs: [...(own.auditLogConfigs ?? []), ...added] };
  const auditConfigs = configs.includes(own)
    ? configs.map((config) => (config === own ? merged : config))
    : [...configs, merged];
  return JSON.stringify({ ...policy, auditConfigs }, null, 2);
}

function exemptedMembers({ auditConfigs = [] }) {
  const members = auditConfigs
    .filter(({ service }) => service === SERVICE || service === "allServices")
    .flatMap(({ auditLogConfigs = [] }) => auditLogConfigs)
    .filter(({ logType }) => LOG_TYPES.includes(logType))
    .flatMap((config) => config.exemptedMembers ?? []);
  return [...new Set(members)].sort().join("\n");
}

function isWriter({ access = [] }, identity) {
  const email = identity.replace(/^serviceAccount:/, "");
  const writes = (role) => ["WRITER", "roles/bigquery.dataEditor"].includes(role);
  const isGranted = access.some(
    ({ role, userByEmail, iamMember }) =>
      writes(role) && (userByEmail === email || iamMember === identity),
  );
  return isGranted ? "yes" : "";
}

const [question = "", ...parameters] = process.argv.slice(2);
const answer = QUESTIONS[question];
if (answer === undefined) throw new Error(`json.js has no question "${question}".`);
const text = answer(JSON.parse(readFileSync(0, "utf8")), ...parameters);
if (text !== "") process.stdout.write(`${text}\n`);
