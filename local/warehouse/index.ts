/** The local warehouse: one DuckDB file behind the part of BigQuery's REST API that ai-spend uses. */

import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { PROJECT } from "./catalog/catalog.ts";
import { openEngine } from "./store/engine.ts";
import type { WarehouseAddress } from "./home/ownership.ts";
import { startServer } from "./api/server.ts";

export { OwnerGoneError } from "./api/build_api.ts";
export { copyWarehouse } from "./home/copy_file.ts";
export { WarehouseFileError } from "./home/file_error.ts";
export { inspectWarehouse, type WarehouseInspection } from "./home/inspect.ts";
export { listRelations, type ListedRelation } from "./home/list_relations.ts";
export { readOneQuery, type QueryReading } from "./googlesql/one_query.ts";
export { SqlSyntaxError, UnsupportedError } from "./googlesql/index.ts";
export { openWarehouse, type OpenWarehouse, type WarehouseAddress } from "./home/ownership.ts";

/** A server over a file of one's own, or over ":memory:", for tests: nobody else is asked. */
export async function startWarehouse(options: {
  readonly file: string;
  readonly memoryLimit?: string;
  readonly port?: number;
}): Promise<WarehouseAddress & { close(): Promise<void> }> {
  const { file, memoryLimit = "2GB", port = 0 } = options;
  const uploadFolder = await mkdtemp(path.join(os.tmpdir(), "ai-spend-"));
  const engine = await openEngine({
    file,
    memoryLimit,
    spillFolder: path.join(uploadFolder, "spill"),
  });
  const log = () => undefined;
  const server = await startServer({
    engine,
    uploadFolder,
    port,
    file,
    log,
    now: () => Date.now(),
  });
  const close = async () => {
    await server.close();
    await engine.close();
    await rm(uploadFolder, { recursive: true, force: true });
  };
  return { url: `http://127.0.0.1:${server.port}`, projectId: PROJECT, close };
}
