/** One owner a file, leases for the others, and what survives a kill. */

import { spawn, type ChildProcess } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";

import { openWarehouse } from "../../../local/warehouse/index.ts";
import { ended, startOther, type Other } from "./support/other.ts";
import { clientOf, errorOf, rowsOf } from "./support/client.ts";

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

describe("owner and lease", () => {
  it("a second process goes through the owner, and the owner waits for it", async () => {
    const first = other();
    const { url, owned } = await first.says();
    expect(owned).toBe(true);
    const second = await openWarehouse({ home });
    expect(second).toMatchObject({ url, owned: false });

    first.process.stdin?.end();
    const client = clientOf(second);
    await client.createDataset("ds");
    await rowsOf(client, "create table ds.t as select 1 as a");
    expect(first.process.exitCode).toBeNull();
    expect(existsSync(path.join(home, "warehouse.json"))).toBe(true);

    await second.close();
    expect(await first.says()).toEqual({ closed: true });
    await ended(first.process);
    expect(existsSync(path.join(home, "warehouse.json"))).toBe(false);

    const third = await openWarehouse({ home });
    expect(third.owned).toBe(true);
    expect(await count(third.url)).toBe(1);
    await third.close();
  });

  it("a killed lease holder does not keep the owner waiting", async () => {
    const owner = await openWarehouse({ home });
    const second = other();
    expect((await second.says())["owned"]).toBe(false);
    second.process.kill("SIGKILL");
    await owner.close();
  });

  it("opening twice in one process shares the file", async () => {
    const owner = await openWarehouse({ home });
    const second = await openWarehouse({ home });
    expect([owner.owned, second.owned, second.url]).toEqual([true, false, owner.url]);
    await second.close();
    await owner.close();
  });

  it("many commands at once agree on one owner", async () => {
    const opened = await Promise.all([other(), other(), other()].map((one) => one.says()));
    expect(opened.filter(({ owned }) => owned === true)).toHaveLength(1);
    expect(new Set(opened.map(({ url }) => url)).size).toBe(1);
  });

  it("warehouse.json names the owner's process and port and nothing secret", async () => {
    const owner = await openWarehouse({ home });
    const said = JSON.parse(readFileSync(path.join(home, "warehouse.json"), "utf8")) as object;
    expect(Object.keys(said).sort()).toEqual(["pid", "port", "startedAt"]);
    expect(said).toMatchObject({ pid: process.pid, port: Number(new URL(owner.url).port) });
    await owner.close();
  });
});

/** A process that has the file open and serves nobody. */
async function holdFile(): Promise<ChildProcess> {
  const script = `require("@duckdb/node-api").DuckDBInstance.create(process.argv[1]).then(() => { console.log("{}"); setInterval(() => 0, 1000); })`;
  const holder = spawn(process.execPath, ["-e", script, path.join(home, "local.duckdb")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(holder);
  await new Promise((resolve) => holder.stdout.on("data", resolve));
  return holder;
}

describe("an ai-spend that takes long to start", () => {
  it("is waited for longer than another program", async () => {
    const holder = await holdFile();
    mkdirSync(path.join(home, "tmp"));
    writeFileSync(path.join(home, "tmp", `holder-${holder.pid}`), "");
    const startedMs = Date.now();
    setTimeout(() => holder.kill("SIGKILL"), 6_500);
    const opened = await openWarehouse({ home });
    expect(opened.owned).toBe(true);
    expect(Date.now() - startedMs).toBeGreaterThan(6_000);
    await opened.close();
    expect(readdirSync(path.join(home, "tmp"))).toEqual([]);
  });
});

describe("what cannot be opened", () => {
  it("a file held by another program is refused by name, with what to do", async () => {
    const holder = await holdFile();
    const error = await errorOf(openWarehouse({ home }));
    expect(error).toMatchObject({ name: "WarehouseFileError" });
    expect(error.message).toContain(path.join(home, "local.duckdb"));
    expect(error.message).toContain(`process ${holder.pid}`);
    expect(error.message).toMatch(/close that program/);
  });

  it("a damaged file is refused and left as it is", async () => {
    const file = path.join(home, "local.duckdb");
    writeFileSync(file, "this is not a database\n".repeat(1000));
    const error = await errorOf(openWarehouse({ home }));
    expect(error).toMatchObject({ name: "WarehouseFileError" });
    expect(error.message).toContain(`${file} is damaged`);
    expect(readFileSync(file, "utf8")).toContain("this is not a database");
  });

  it("a file that was cut short is refused", async () => {
    const owner = await openWarehouse({ home });
    const client = clientOf(owner);
    await client.createDataset("ds");
    await rowsOf(
      client,
      "create table ds.t as select n, sha256(cast(n as string)) as h from unnest(generate_array(1, 200000)) as n",
    );
    await owner.close();
    const file = path.join(home, "local.duckdb");
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, 9000));
    expect((await errorOf(openWarehouse({ home }))).message).toContain("is damaged");
  });

  it("a home that is a file is refused", async () => {
    const file = path.join(home, "file");
    writeFileSync(file, "");
    const error = await errorOf(openWarehouse({ home: file }));
    expect(error).toMatchObject({ name: "WarehouseFileError" });
    expect(error.message).toContain("AI_SPEND_HOME");
  });
});

describe("another user of the machine", () => {
  it("reads no file, and gets no answer from the port without what only the owner can read", async () => {
    const home = mkdtempSync(path.join(os.tmpdir(), "ai-spend-private-"));
    const folder = path.join(home, "inside");
    const opened = await openWarehouse({ home: folder });
    try {
      const { origin, pathname } = new URL(opened.url);
      const ask = async (address: string) => (await fetch(address)).status;
      expect(await ask(`${opened.url}/bigquery/v2/projects/local/datasets`)).toBe(200);
      const guesses = ["", pathname.slice(0, -1), `${pathname}0`, `/${"0".repeat(32)}`, "/%00"];
      for (const guess of guesses) {
        for (const rest of [
          "/bigquery/v2/projects/local/datasets",
          "/healthz",
          "/lease",
          "/build",
        ]) {
          expect(await ask(`${origin}${guess}${rest}`)).toBe(401);
        }
      }
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      for (const file of ["warehouse.json", "warehouse.secret"]) {
        expect(statSync(path.join(folder, file)).mode & 0o777).toBe(0o600);
      }
    } finally {
      await opened.close();
      rmSync(home, { recursive: true, force: true });
    }
  });
});
