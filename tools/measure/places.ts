/** Where people write something for an endpoint or a platform, as far as names tell: read from the tree. */

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { projectFiles, read } from "../../tests/support/files.ts";

export interface EndpointRow {
  readonly vendor: string;
  readonly endpoint: string;
  readonly table: string;
}

/** The rows of includes/endpoints.js. */
export function endpointRows(): readonly EndpointRow[] {
  const requireInclude = createRequire(path.resolve("includes/package.json"));
  const { ENDPOINTS } = requireInclude("./endpoints.js") as {
    readonly ENDPOINTS: readonly EndpointRow[];
  };
  return ENDPOINTS;
}

/**
 * What brings an endpoint's rows as far as staging: files that name its landed table, or in the loader itself; the
 * vendor's file of shapes, and the folder of its stand-in. Models that read the endpoint are not among them.
 */
export function placesOfEndpoint({ endpoint, table, vendor }: EndpointRow): readonly string[] {
  const ofTable = new RegExp(`\\b${table}\\b`);
  const ofEndpoint = new RegExp(`["']${endpoint}["']|^ +${endpoint}: `, "m");
  const files = projectFiles(
    /^(includes|infra|ingest|local|definitions\/(sources|staging))\/.*\.(js|sqlx|tf|ts)$/,
  ).filter((file) => {
    const text = read(file);
    return ofTable.test(text) || (file.startsWith("ingest/vendors/") && ofEndpoint.test(text));
  });
  const besides = [`ingest/vendors/${vendor}/schemas.ts`, `local/stand_ins/${vendor}`];
  return [...new Set([...files, ...besides.filter((place) => existsSync(place))])].sort();
}

/** Files that name a platform as a text or a key, or one of the models that it hands over, outside of its own folders. */
export function filesOfPlatform(domain: string): readonly string[] {
  const handedOver = `\\bint_${domain}__(charges|user_costs|usage_by_person)\\b`;
  const named = new RegExp(`['"]${domain}['"]|^ +${domain}: [["{]|${handedOver}`, "m");
  return (
    projectFiles(/^(cli|definitions|includes|ingest|tools)\/.*\.(js|sqlx|ts)$/)
      .filter((file) => !file.split("/").some((part) => part.replace(/\..*/, "") === domain))
      // A native test invents its rows, and wording of columns lists no platforms.
      .filter((file) => !/^(definitions\/tests|includes\/columns)\//.test(file))
      .filter((file) => named.test(read(file)))
  );
}
