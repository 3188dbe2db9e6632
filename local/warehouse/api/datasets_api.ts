/** The REST methods for datasets. */

import { duplicate, invalid } from "../store/api_error.ts";
import { checkId, PROJECT, requireDataset, type DatasetDetails } from "../catalog/catalog.ts";
import { readCatalog, writeDataset } from "../catalog/catalog_store.ts";
import { dropDataset } from "../statements/drop_statements.ts";
import { quoteName } from "../store/fields.ts";
import { object, text } from "./load_request.ts";
import { paged, type Answer, type Call } from "./call.ts";
import { labelsOf } from "./table_resource.ts";
import { receiveJson } from "./upload.ts";

export async function listDatasets({ engine, query }: Call): Promise<Answer> {
  const { datasets } = await engine.exclusive(() => readCatalog(engine));
  const { items, nextPageToken } = paged([...datasets], query, 1000);
  const list = items.map(([dataset, details]) => resource(dataset, details));
  return { body: { kind: "bigquery#datasetList", datasets: list, nextPageToken } };
}

export async function getDataset({ engine, params }: Call): Promise<Answer> {
  const dataset = params["dataset"] ?? "";
  const catalog = await engine.exclusive(() => readCatalog(engine));
  return { body: resource(dataset, requireDataset(catalog, dataset)) };
}

export async function insertDataset({ engine, request, now }: Call): Promise<Answer> {
  const body = object(await receiveJson(request));
  const id = text(object(body["datasetReference"])["datasetId"]);
  if (id === "") throw invalid("Required parameter is missing: datasetId");
  const dataset = checkId("dataset", id);
  const details: DatasetDetails = {
    ...(text(body["description"]) === "" ? {} : { description: text(body["description"]) }),
    ...(text(body["friendlyName"]) === "" ? {} : { friendlyName: text(body["friendlyName"]) }),
    ...(body["labels"] === undefined ? {} : { labels: labelsOf({}, body["labels"]) }),
    creationTime: String(now()),
  };
  await engine.exclusive(async () => {
    const catalog = await readCatalog(engine);
    if (catalog.datasets.has(dataset)) throw duplicate(`Dataset ${PROJECT}:${dataset}`);
    await engine.transaction(async () => {
      await engine.run(`create schema ${quoteName(engine.catalog)}.${quoteName(dataset)}`);
      await writeDataset(engine, dataset, details);
    });
  });
  return { body: resource(dataset, details) };
}

export async function deleteDataset({ engine, params, query }: Call): Promise<Answer> {
  await engine.exclusive(async () => {
    const catalog = await readCatalog(engine);
    const withTables = query["deleteContents"] === "true";
    await engine.transaction(() =>
      dropDataset({ engine, catalog }, params["dataset"] ?? "", withTables),
    );
  });
  return { status: 204, body: null };
}

function resource(dataset: string, details: DatasetDetails): object {
  return {
    kind: "bigquery#dataset",
    id: `${PROJECT}:${dataset}`,
    datasetReference: { projectId: PROJECT, datasetId: dataset },
    location: "US",
    lastModifiedTime: details.creationTime,
    ...details,
  };
}
