/** PARTITION BY, CLUSTER BY and OPTIONS(…) of a CREATE statement as BigQuery's table metadata. */

import { invalidQuery, notImplemented } from "../store/api_error.ts";
import type { TableDetails } from "../catalog/catalog.ts";

export interface CreateClauses {
  readonly partitionBy: string | null;
  readonly clusterBy: readonly string[];
  readonly options: string | null;
}

/**
 * The details of a new table. Throws 501 naming a partitioning or an option that is not kept.
 * @param now milliseconds since 1970
 */
export function detailsOf(
  { partitionBy, clusterBy, options }: CreateClauses,
  now: number,
): TableDetails {
  const read = options === null ? {} : readOptions(options);
  const { expirationMs, ...others } = read;
  const partitioning = partitionBy === null ? null : readPartition(partitionBy.trim());
  if (
    partitioning === null &&
    (expirationMs !== undefined || others.requirePartitionFilter === true)
  ) {
    throw invalidQuery("A partition option needs PARTITION BY.");
  }
  return {
    ...others,
    ...(partitioning === null
      ? {}
      : {
          timePartitioning: {
            ...partitioning,
            ...(expirationMs === undefined ? {} : { expirationMs }),
          },
        }),
    ...(clusterBy.length === 0 ? {} : { clustering: { fields: clusterBy } }),
    creationTime: String(now),
    lastModifiedTime: String(now),
  };
}

/** `day`, `DATE(at)`, `TIMESTAMP_TRUNC(at, MONTH)`: the column and the length of a partition. */
function readPartition(text: string): { readonly type: string; readonly field: string } {
  const column = "`?([A-Za-z_][A-Za-z0-9_]*)`?";
  const plain =
    new RegExp(`^${column}$`).exec(text) ??
    new RegExp(`^date\\s*\\(\\s*${column}\\s*\\)$`, "i").exec(text);
  if (plain?.[1] !== undefined && !plain[1].startsWith("_PARTITION"))
    return { type: "DAY", field: plain[1] };
  const truncated = new RegExp(
    `^(?:date|timestamp|datetime)_trunc\\s*\\(\\s*${column}\\s*,\\s*(hour|day|month|year)\\s*\\)$`,
    "i",
  ).exec(text);
  if (truncated?.[1] !== undefined && truncated[2] !== undefined) {
    return { type: truncated[2].toUpperCase(), field: truncated[1] };
  }
  throw notImplemented(`PARTITION BY ${text}`);
}

interface Options {
  description?: string;
  friendlyName?: string;
  labels?: Record<string, string>;
  requirePartitionFilter?: boolean;
  expirationMs?: string;
}

const STRING = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')$/s;

function readOptions(text: string): Options {
  const options: Options = {};
  for (const entry of splitAtCommas(text)) {
    const [, name = "", value = ""] = /^\s*(\w+)\s*=\s*(.*?)\s*$/s.exec(entry) ?? [];
    switch (name.toLowerCase()) {
      case "description":
        options.description = readString(name, value);
        break;
      case "friendly_name":
        options.friendlyName = readString(name, value);
        break;
      case "require_partition_filter":
        options.requirePartitionFilter = value.toLowerCase() === "true";
        break;
      case "partition_expiration_days":
        options.expirationMs = String(Math.round(Number(value) * 86_400_000));
        break;
      case "labels":
        options.labels = readLabels(value);
        break;
      default:
        throw notImplemented(`option ${name === "" ? entry.trim() : name}`);
    }
  }
  return options;
}

function readString(name: string, value: string): string {
  const match = STRING.exec(value);
  if (match === null) throw invalidQuery(`Option ${name} needs a string literal.`);
  return (match[1] ?? match[2] ?? "").replace(/\\n/g, "\n").replace(/\\(.)/gs, "$1");
}

function readLabels(value: string): Record<string, string> {
  const pairs = value.matchAll(/\(\s*("[^"]*"|'[^']*')\s*,\s*("[^"]*"|'[^']*')\s*\)/g);
  return Object.fromEntries(
    [...pairs].map(([, key = "", text = ""]) => [key.slice(1, -1), text.slice(1, -1)]),
  );
}

/** Splits at commas outside of brackets and strings. */
function splitAtCommas(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of text.matchAll(
    /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[[(\])]|,/gs,
  )) {
    if (token === "(" || token === "[") depth += 1;
    if (token === ")" || token === "]") depth -= 1;
    if (token !== "," || depth > 0) continue;
    parts.push(text.slice(start, index));
    start = index + 1;
  }
  parts.push(text.slice(start));
  return parts.filter((part) => part.trim() !== "");
}
