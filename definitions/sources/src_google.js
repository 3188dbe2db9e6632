// Google's own tables, in Google's own schema, under the names that workflow_settings.yaml gives them.

const { vars, defaultDatabase } = dataform.projectConfig;
const settings = google.settings.settings(vars);
google.settings.refuseTwice(vars, defaultDatabase);

const KINDS = [
  [settings.billingExports, "line of a Cloud Billing export"],
  [settings.sadaExports, "line of SADA's view on a Cloud Billing export"],
  [settings.resellerExports, "line of a Channel Services export"],
  [settings.auditLogs, "entry of a Data Access audit log"],
  [settings.requestMetadataLogs, "entry of a request metadata log"],
];

KINDS.forEach(([tables, content]) =>
  tables.forEach((table) => declare({ ...table, description: `One row per ${content}.` })),
);
