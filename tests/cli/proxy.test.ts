/** A proxy in the environment hears nothing of what this machine says to itself. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { runDataform } from "../../cli/build/dataform.ts";
import { projectRoot } from "../../ingest/project_root.ts";
import { openBigQuery } from "../../ingest/warehouse/bigquery.ts";
import { keepLoopbackDirect, PROXY_SETTINGS } from "../../ingest/settings/loopback.ts";
import { openWarehouse } from "../../local/warehouse/index.ts";
import { hurryWaits } from "../ingest/support/hurry_waits.ts";
import { copyProbe } from "../local/warehouse/support/probe.ts";
import { proxiedOfDemo } from "../support/demo.ts";
import { type Proxy, startProxy } from "./listening_proxy.ts";
import { inProcess, run } from "./support.ts";

let folder: string;
let proxy: Proxy;
let heard: string[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-proxy-"));
  proxy = await startProxy();
  heard = proxy.heard;
});
afterAll(() => {
  proxy.close();
  rmSync(folder, { recursive: true, force: true });
});

/** In this process, whose environment stays as it was. */
async function through<Result>(
  env: Readonly<Record<string, string>>,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = process.env;
  process.env = { ...before, ...env };
  try {
    return await work();
  } finally {
    process.env = before;
  }
}

describe("a proxy in the environment", () => {
  it.each(PROXY_SETTINGS)("by the name of %s hears nothing of a query", async (name) => {
    const home = path.join(folder, "home");
    const { code, stdout } = await inProcess(["query", "select 1 as a", "--format", "csv"], {
      AI_SPEND_HOME: home,
      [name]: proxy.address,
      no_proxy: "intern.example",
    });
    expect({ code, stdout, heard }).toEqual({ code: 0, stdout: "a\r\n1\r\n", heard: [] });
  });

  it("hears nothing of an import, which uploads", async () => {
    const people = path.join(folder, "people.csv");
    const header = "email,name,team,cost_center,manager_email,aliases,valid_from,valid_to";
    writeFileSync(people, `${header}\nada@example.com,Ada,Search,,,,2026-01-01,\n`);
    const settings = { AI_SPEND_HOME: path.join(folder, "home"), ...proxy.settings };
    const { code, stdout } = await run(["import", "people", people], settings);
    expect({ code, heard }).toEqual({ code: 0, heard: [] });
    expect(stdout).toMatch(/^1 row imported/);
  });

  it("hears nothing of the demo, with its vendors, its build and who joins it", async () => {
    expect(await proxiedOfDemo()).toEqual([]);
  }, 240_000);

  it("hears nothing of the Dataform CLI, which talks to the local warehouse", async () => {
    const local = await openWarehouse({ home: path.join(folder, "dataform") });
    const cancelRun = () => Promise.resolve(true);
    const { projectId, url: localUrl } = local;
    const warehouse = { projectId, location: "US", localUrl, cancelRun };
    const root = copyProbe();
    try {
      const { stdout, exitCode } = await through(proxy.settings, () =>
        runDataform({ root, installed: projectRoot(), args: ["test"], warehouse }),
      );
      expect([stdout, exitCode]).toEqual([expect.stringMatching(/passed/), 0]);
    } finally {
      await local.close();
      rmSync(root, { recursive: true });
    }
    expect(heard).toEqual([]);
  }, 120_000);

  it("is asked for every other address, and what it answers is told in one line, without its page", async () => {
    const localUrl = "http://bigquery.example";
    const release = () => Promise.resolve();
    const restoreWaits = hurryWaits();
    await through(proxy.settings, async () => {
      const warehouse = openBigQuery({ projectId: "p", location: "US", localUrl, release });
      await expect(warehouse.dryRun("select 1")).rejects.toMatchObject({
        exitCode: 75,
        message: "HTTP 502 (Bad Gateway); run the command again.",
      });
    }).finally(restoreWaits);
    expect(new Set(heard.splice(0))).toEqual(
      new Set([`POST ${localUrl}/bigquery/v2/projects/p/jobs?prettyPrint=false`]),
    );
  }, 60_000);

  it("keeps the rules that it has, by either name", () => {
    const rulesAfter = (env: NodeJS.ProcessEnv) => {
      keepLoopbackDirect(env);
      return [env["NO_PROXY"], env["no_proxy"]];
    };
    expect(rulesAfter({})).toEqual(["127.0.0.1", "127.0.0.1"]);
    expect(rulesAfter({ NO_PROXY: "a.example, .b.example" })).toEqual([
      "a.example,.b.example,127.0.0.1",
      "a.example,.b.example,127.0.0.1",
    ]);
    expect(rulesAfter({ NO_PROXY: "127.0.0.1", no_proxy: "c.example" })).toEqual([
      "127.0.0.1",
      "c.example,127.0.0.1",
    ]);
  });
});
