/** `configuration.load` of a job, read and checked. What is not supported is refused by name. */

import { invalid, notImplemented } from "../store/api_error.ts";
import { PROJECT, type TableDetails, type TableName } from "../catalog/catalog.ts";
import type { LoadRequest } from "../load/load.ts";
import { readFields } from "../store/fields.ts";
import { wrongProject } from "../statements/names.ts";

/** Settings that change nothing here, or are read below. */
const KNOWN_SETTINGS = new Set([
  "destinationTable",
  "sourceFormat",
  "schema",
  "writeDisposition",
  "createDisposition",
  "ignoreUnknownValues",
  "timePartitioning",
  "clustering",
  "encoding",
  "maxBadRecords",
  "autodetect",
]);

export function readLoadRequest(input: unknown): LoadRequest {
  const config = object(input);
  for (const [name, value] of Object.entries(config)) {
    const isOff = value === false || value === 0 || (Array.isArray(value) && value.length === 0);
    if (!KNOWN_SETTINGS.has(name) && !isOff) throw notImplemented(`configuration.load.${name}`);
  }
  if (config["sourceFormat"] !== "NEWLINE_DELIMITED_JSON") {
    throw notImplemented(`sourceFormat ${text(config["sourceFormat"]) || "CSV"}`);
  }
  if (Number(config["maxBadRecords"] ?? 0) > 0)
    throw notImplemented("configuration.load.maxBadRecords");
  if (config["autodetect"] === true) throw notImplemented("configuration.load.autodetect");
  const { dataset, table } = readTableReference(config["destinationTable"]);
  const [name = "", partition] = table.split("$");
  const schema = config["schema"] === undefined ? null : object(config["schema"])["fields"];
  return {
    target: { dataset, table: name },
    partition: partition ?? null,
    fields: schema === null || schema === undefined ? null : readFields(schema),
    write: choose(config, "writeDisposition", ["WRITE_APPEND", "WRITE_TRUNCATE", "WRITE_EMPTY"]),
    create: choose(config, "createDisposition", ["CREATE_IF_NEEDED", "CREATE_NEVER"]),
    ignoreUnknownValues: config["ignoreUnknownValues"] === true,
    timePartitioning: readTimePartitioning(config["timePartitioning"]),
    clustering: readClustering(config["clustering"]),
  };
}

/** Throws 404 for another project, 400 for a reference without dataset or table. */
export function readTableReference(input: unknown): TableName {
  const { projectId, datasetId, tableId } = object(input);
  if (projectId !== undefined && projectId !== PROJECT) throw wrongProject(text(projectId));
  if (text(datasetId) === "" || text(tableId) === "") {
    throw invalid("Required parameter is missing: datasetId or tableId");
  }
  return { dataset: text(datasetId), table: text(tableId) };
}

/** Null without partitioning. Throws 501 for partitions by time of arrival. */
export function readTimePartitioning(
  input: unknown,
): NonNullable<TableDetails["timePartitioning"]> | null {
  if (input === undefined || input === null) return null;
  const { type, field, expirationMs } = object(input);
  if (text(field) === "")
    throw notImplemented("timePartitioning without a field (by time of arrival)");
  if (!/^(HOUR|DAY|MONTH|YEAR)$/.test(text(type)))
    throw invalid(`Invalid timePartitioning.type: ${text(type)}`);
  const expiration = text(expirationMs);
  return {
    type: text(type),
    field: text(field),
    ...(expiration === "" ? {} : { expirationMs: expiration }),
  };
}

export function readClustering(input: unknown): NonNullable<TableDetails["clustering"]> | null {
  const { fields } = input === undefined || input === null ? {} : object(input);
  return Array.isArray(fields) && fields.length > 0 ? { fields: fields.map(text) } : null;
}

function choose<Choice extends string>(
  config: Readonly<Record<string, unknown>>,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const given = config[name];
  if (given === undefined || given === null || given === "") return choices[0];
  const found = choices.find((choice) => choice === given);
  if (found === undefined) throw invalid(`Invalid value for ${name}: ${text(given)}`);
  return found;
}

/** A JSON object of a request; anything else counts as an empty one. */
export function object(input: unknown): Readonly<Record<string, unknown>> {
  return typeof input === "object" && input !== null && !Array.isArray(input)
    ? (input as Readonly<Record<string, unknown>>)
    : {};
}

/** A scalar of a request as text, "" for none. */
export function text(input: unknown): string {
  return typeof input === "string" || typeof input === "number" || typeof input === "boolean"
    ? String(input)
    : "";
}
