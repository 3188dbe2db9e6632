/** The tables and views in a warehouse's file, which leaves every byte as it is. */

import { existsSync } from "node:fs";

import { PROJECT } from "../catalog/catalog.ts";
import { homeFiles, type HomeFiles, openToRead } from "./open_file.ts";
import type { Place } from "../api/build_api.ts";
import { ask, findOwner, readBody } from "./ownership.ts";

export interface ListedRelation {
  readonly dataset: string;
  readonly name: string;
  readonly kind: "table" | "view";
}

/** None of a dataset that is not there, and none if the file cannot be read: see inspect.ts for why. */
export async function listRelations(
  home: string,
  datasets: readonly string[],
): Promise<readonly ListedRelation[]> {
  const files = homeFiles(home);
  if (!existsSync(files.database)) return [];
  try {
    return await listInFile(files, datasets);
  } catch {
    const owner = await findOwner(files);
    if (owner === null) return [];
    const listed = datasets.map((dataset) => listFromOwner(owner, dataset));
    return (await Promise.all(listed)).flat();
  }
}

async function listInFile(
  files: HomeFiles,
  datasets: readonly string[],
): Promise<readonly ListedRelation[]> {
  const instance = await openToRead(files);
  try {
    const connection = await instance.connect();
    const names = datasets.map((dataset) => `'${dataset}'`).join(", ");
    const reader = await connection.runAndReadAll(
      `select table_schema, table_name, if(table_type = 'VIEW', 'view', 'table') as kind
       from information_schema.tables where table_schema in (${names})
       order by table_schema desc, table_name`,
    );
    connection.closeSync();
    return reader.getRows().map(([dataset, name, kind]) => ({
      dataset: String(dataset),
      name: String(name),
      kind: kind === "view" ? "view" : "table",
    }));
  } finally {
    instance.closeSync();
  }
}

interface TableList {
  readonly tables?: readonly {
    readonly tableReference: { readonly tableId: string };
    readonly type: string;
  }[];
}

async function listFromOwner(owner: Place, dataset: string): Promise<readonly ListedRelation[]> {
  const path = `/bigquery/v2/projects/${PROJECT}/datasets/${dataset}/tables?maxResults=1000`;
  const answer = await ask(owner, path, null);
  if (answer === null) return [];
  const { tables = [] } = ((await readBody(answer)) ?? {}) as TableList;
  return tables.map(({ tableReference, type }) => ({
    dataset,
    name: tableReference.tableId,
    kind: type === "VIEW" ? "view" : "table",
  }));
}
