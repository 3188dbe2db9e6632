/** A table as BigQuery's REST API shows it, and the parts of a request that describe one. */

import { invalid, notImplemented } from "../store/api_error.ts";
import { PROJECT, type TableDetails, type TableEntry } from "../catalog/catalog.ts";
import type { Field } from "../store/fields.ts";
import { object, text } from "./load_request.ts";

/**
 * The resource. Details that were never set are left out.
 * @param rows exact number of rows, null for a view
 */
export function tableResource(
  entry: TableEntry,
  fields: readonly Field[],
  rows: string | null,
): object {
  const { fields: _declared, view, ...details } = entry.details;
  return {
    ...tableListItem(entry),
    ...details,
    schema: { fields },
    location: "US",
    ...(rows === null ? {} : { numRows: rows }),
    ...(view === undefined ? {} : { view: { query: view.query, useLegacySql: false } }),
  };
}

/** The short form that lists show. */
export function tableListItem(entry: TableEntry): object {
  const { dataset, table, details } = entry;
  const { timePartitioning, clustering, labels, friendlyName, creationTime } = details;
  const kind = details.view?.materialized === true ? "MATERIALIZED_VIEW" : entry.kind;
  return {
    kind: "bigquery#table",
    id: `${PROJECT}:${dataset}.${table}`,
    tableReference: { projectId: PROJECT, datasetId: dataset, tableId: table },
    type: kind,
    ...{ timePartitioning, clustering, labels, friendlyName, creationTime },
  };
}

/** Parts of a table's resource that a request may set; others of the API would change its meaning. */
const REFUSED = [
  "externalDataConfiguration",
  "rangePartitioning",
  "materializedView",
  "encryptionConfiguration",
  "snapshotDefinition",
  "cloneDefinition",
  "tableConstraints",
] as const;

/** Description, name, labels and expiry from a request laid over what is there; null removes. */
export function describeTable(
  details: TableDetails,
  body: Readonly<Record<string, unknown>>,
): TableDetails {
  for (const name of REFUSED) {
    if (body[name] !== undefined && body[name] !== null) throw notImplemented(`${name} of a table`);
  }
  const changed: Record<string, unknown> = { ...details };
  for (const name of ["description", "friendlyName", "expirationTime"] as const) {
    if (body[name] === null) delete changed[name];
    else if (body[name] !== undefined) changed[name] = text(body[name]);
  }
  if (body["labels"] === null) delete changed["labels"];
  else if (body["labels"] !== undefined)
    changed["labels"] = labelsOf(details.labels ?? {}, body["labels"]);
  if (typeof body["requirePartitionFilter"] === "boolean") {
    changed["requirePartitionFilter"] = body["requirePartitionFilter"];
  }
  return {
    ...changed,
    creationTime: details.creationTime,
    lastModifiedTime: details.lastModifiedTime,
  };
}

/** Labels of a request laid over the ones that are there; a null removes one. */
export function labelsOf(
  present: Readonly<Record<string, string>>,
  input: unknown,
): Readonly<Record<string, string>> {
  const labels: Record<string, string> = { ...present };
  for (const [name, value] of Object.entries(object(input))) {
    if (value === null) delete labels[name];
    else if (typeof value === "string") labels[name] = value;
    else throw invalid(`Label ${name} needs a text`);
  }
  return labels;
}
