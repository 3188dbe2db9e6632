/** What survives a kill and a full disk. */

import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";

import { openWarehouse } from "../../../local/warehouse/index.ts";
import { ended, startOther, type Other } from "./support/other.ts";
import { clientOf, errorOf, loadRows, rowsOf } from "./support/client.ts";

let home: string;
let children: ChildProcess[];
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), "warehouse-"));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(home, { recursive: true, force: true });
});

function other(limit?: number): Other {
  const started = startOther(home, limit);
  children.push(started.process);
  return started;
}

const count = async (url: string) =>
  (await rowsOf(clientOf({ url, projectId: "local" }), "select count(*) as n from ds.t"))[0]?.["n"];

describe("crashes", () => {
  it("a kill in the middle of writes loses nothing that was answered", async () => {
    const first = other();
    const url = String((await first.says())["url"]);
    const client = clientOf({ url, projectId: "local" }, { autoRetry: false });
    await client.createDataset("ds");
    await rowsOf(client, "create table ds.t (n int64)");
    let answered = 0;
    const write = async () => {
      for (;;) {
        await loadRows(client, "t", [{ n: answered }], {
          schema: "n:INTEGER",
          jobId: `load-${answered}`,
        });
        answered += 1;
      }
    };
    const writing = errorOf(write());
    const rewriting = errorOf(
      rowsOf(
        client,
        "create table ds.big as select n, sha256(cast(n as string)) as h from unnest(generate_array(1, 5000000)) as n",
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 700));
    first.process.kill("SIGKILL");
    await Promise.all([writing, rewriting]);

    const again = await openWarehouse({ home });
    expect(again.owned).toBe(true);
    const held = Number(await count(again.url));
    // One more may have been committed before its answer was lost; its id tells.
    expect([answered, answered + 1]).toContain(held);
    if (held > 0) {
      const repeated = loadRows(clientOf(again), "t", [{ n: 0 }], { jobId: `load-${held - 1}` });
      expect((await errorOf(repeated)).message).toContain("Already Exists: Job");
    }
    await again.close();
  });

  it("uploads of a killed process are swept away", async () => {
    const owner = await openWarehouse({ home });
    await owner.close();
    writeFileSync(path.join(home, "tmp", "left.ndjson"), "{}");
    const again = await openWarehouse({ home });
    expect(existsSync(path.join(home, "tmp", "left.ndjson"))).toBe(false);
    await again.close();
  });

  it("a full disk fails the job and leaves what was there", async () => {
    const first = other(4_000);
    const url = String((await first.says())["url"]);
    const client = clientOf({ url, projectId: "local" });
    await client.createDataset("ds");
    await rowsOf(client, "create table ds.t as select 1 as n");
    const error = await errorOf(
      rowsOf(
        client,
        "create table ds.big as select n, sha256(cast(n as string)) as h from unnest(generate_array(1, 3000000)) as n",
      ),
    );
    expect(error.code).toBe(400);
    expect(await count(url)).toBe(1);
    await rowsOf(client, "insert into ds.t (n) values (2)");
    first.process.stdin?.end();
    await ended(first.process);
    const again = await openWarehouse({ home });
    expect(await count(again.url)).toBe(2);
    await again.close();
  });
});

describe("the file", () => {
  it("anyone may open it with their own DuckDB", async () => {
    const owner = await openWarehouse({ home });
    const client = clientOf(owner);
    await client.createDataset("ds");
    await rowsOf(client, "create table ds.t as select numeric '1.5' as a");
    await rowsOf(
      client,
      "create view ds.v as select safe_divide(a, numeric '2') as half from ds.t",
    );
    await owner.close();
    const instance = await DuckDBInstance.create(path.join(home, "local.duckdb"));
    const connection = await instance.connect();
    const reader = await connection.runAndReadAll("select half from ds.v");
    expect(String(reader.getRows()[0]?.[0])).toBe("0.750000000");
    connection.closeSync();
    instance.closeSync();
  });
});
