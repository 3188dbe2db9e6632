/** Holds the file still for a process that copies it. Not a part of BigQuery's API. */

import type { ServerResponse } from "node:http";

import { still } from "../build/turns.ts";
import type { Engine } from "../store/engine.ts";

/** Answers once nothing is written any more, and lets others go on when the asking process ends its request. */
export async function serveStill(engine: Engine, response: ServerResponse): Promise<void> {
  const left = new Promise<void>((resolve) => response.on("close", resolve));
  await still(engine, () => {
    response.writeHead(200, { "content-type": "text/plain" });
    response.write("still\n");
    return response.destroyed ? Promise.resolve() : left;
  });
}
