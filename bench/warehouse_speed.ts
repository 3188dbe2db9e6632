/** Rows a second into and out of the local warehouse, through the unmodified client over HTTP. */

import { BigQuery } from "@google-cloud/bigquery";
import { PassThroughClient } from "google-auth-library";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { openBigQuery } from "../ingest/warehouse/bigquery.ts";
import { startWarehouse } from "../local/warehouse/index.ts";
import type { Line } from "./table.ts";

const SCHEMA = {
  fields: [
    { name: "day", type: "DATE" },
    { name: "key", type: "STRING" },
    { name: "model", type: "STRING" },
    { name: "tokens", type: "INTEGER" },
    { name: "amount_usd", type: "NUMERIC" },
  ],
};

/** Loads `sizes` rows each as NDJSON into a file of its own in `folder`, then reads `readRows` of them back. */
export async function warehouseSpeed(
  file: string,
  sizes: readonly number[],
  readRows: number,
): Promise<readonly Line[]> {
  const server = await startWarehouse({ file });
  const { projectId, url } = server;
  const client = new BigQuery({ projectId, apiEndpoint: url, authClient: new PassThroughClient() });
  const release = () => server.close();
  const warehouse = openBigQuery({ projectId, location: "US", localUrl: url, release });
  const lines: Line[] = [];
  try {
    await client.createDataset("bench");
    for (const size of sizes) {
      const seconds = await secondsOf(() => load(client, `rows_${size}`, size));
      lines.push(told(`NDJSON rows in, ${thousands(size)} in one load job`, size / seconds));
    }
    const sql = `select * from bench.rows_${sizes[0] ?? 0} limit ${readRows}`;
    let count = 0;
    const seconds = await secondsOf(async () => {
      count = (await warehouse.query(sql)).rows.length;
    });
    if (count !== readRows) throw new Error(`${count} rows came back instead of ${readRows}`);
    lines.push(told(`result rows out, ${thousands(readRows)} in one query`, readRows / seconds));
    return lines;
  } finally {
    await warehouse.close();
  }
}

async function load(client: BigQuery, name: string, size: number): Promise<void> {
  const target = client.dataset("bench").table(name).createWriteStream({
    sourceFormat: "NEWLINE_DELIMITED_JSON",
    schema: SCHEMA,
  });
  const job = new Promise<void>((resolve, reject) => {
    target.on("complete", () => resolve()).on("error", reject);
  });
  await pipeline(Readable.from(ndjson(size)), target);
  await job;
}

/** In chunks of a thousand rows, since a write for each row would be measured instead. */
function* ndjson(size: number): Generator<Buffer> {
  for (let start = 0; start < size; start += 1_000) {
    const rows = Array.from({ length: Math.min(1_000, size - start) }, (_, index) =>
      row(start + index),
    );
    yield Buffer.from(rows.join(""));
  }
}

function row(index: number): string {
  const day = `2026-${String((index % 12) + 1).padStart(2, "0")}-${String((index % 28) + 1).padStart(2, "0")}`;
  const amount = `${index % 100}.${String(index % 1_000_000_000).padStart(9, "0")}`;
  return `{"day":"${day}","key":"key_${index % 997}","model":"claude-opus-${index % 7}","tokens":${index},"amount_usd":"${amount}"}\n`;
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}

function told(what: string, measured: number): Line {
  return { what, measured, unit: "rows/s", bar: null };
}

function thousands(count: number): string {
  return count.toLocaleString("en-US");
}
