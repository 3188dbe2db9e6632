/** `doctor` on what is on this side of the network: settings, versions, disk, local warehouse. */

import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";

import type { Disk } from "../../../cli/doctor/effects.ts";
import { look, wrong } from "../../../cli/doctor/finding.ts";
import { systemDisk } from "../../../cli/doctor/system.ts";
import { builtNames } from "../../../cli/shared/built_names.ts";
import { projectRoot } from "../../../ingest/project_root.ts";
import { compiledGraph, shortName } from "../../support/graph.ts";
import { examineIn, failing } from "./doctor_support.ts";
import { run, start } from "../support.ts";

const KEY = "sk-ant-admin01-nobody-has-this-key";
/** Without a network there is nothing to wait for, and always this one fault. */
const OFFLINE = { send: failing("ENOTFOUND") };
const NOT_FOUND = expect.stringMatching(/^wrong network: /);

let folder: string;
let home: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-doctor-"));
  home = path.join(folder, "home");
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function faultsOf(
  env: Readonly<Record<string, string>>,
  changed: Parameters<typeof examineIn>[2] = {},
): Promise<readonly string[]> {
  const all = { ANTHROPIC_ADMIN_KEY: KEY, ...env };
  const { faults, exitCode } = await examineIn(folder, all, { ...OFFLINE, ...changed });
  // Anything wrong beside the network needs the operator.
  const others = faults.filter((fault) => !fault.startsWith("wrong network"));
  expect(exitCode).toBe(others.some((fault) => fault.startsWith("wrong")) ? 2 : 75);
  return faults;
}

describe("settings", () => {
  const CASES: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    [
      "a project without BigQuery",
      { GOOGLE_CLOUD_PROJECT: "acme-data" },
      /^look settings: GOOGLE_CLOUD_PROJECT has no effect, since the warehouse is local/,
    ],
    [
      "a folder of somebody's that no shell has looked up",
      { AI_SPEND_SETTINGS: "~you/settings" },
      /^wrong settings: AI_SPEND_SETTINGS begins with ~you, .*: write the whole path\.$/,
    ],
    [
      "an address that nobody asks",
      { CURSOR_BASE_URL: "https://cursor.example" },
      /^look settings: CURSOR_BASE_URL has no effect, since no connection goes there/,
    ],
    [
      "a name that is no setting",
      { AI_SPEND_WAREHOSE: "bigquery" },
      /^wrong settings: AI_SPEND_WAREHOSE is not a setting: did you mean AI_SPEND_WAREHOUSE\?/,
    ],
    [
      "a proxy that is not used",
      { HTTPS_PROXY: "http://proxy.example" },
      /^look settings: HTTPS_PROXY has no effect on questions to vendors/,
    ],
    [
      "a proxy of plain addresses",
      { http_proxy: "http://proxy.example" },
      /^look settings: http_proxy has no effect on questions to vendors/,
    ],
    [
      "a warehouse that nobody knows",
      { AI_SPEND_WAREHOUSE: "snowflake" },
      /^wrong settings: AI_SPEND_WAREHOUSE is "snowflake": set it to local or bigquery/,
    ],
    [
      "BigQuery without a project",
      { AI_SPEND_WAREHOUSE: "bigquery" },
      /^wrong settings: .*GOOGLE_CLOUD_PROJECT is not set/,
    ],
  ];
  it.each(CASES)("%s is told", async (_title, env, says) => {
    expect(await faultsOf(env)).toEqual([expect.stringMatching(says), NOT_FOUND]);
  });

  it("of a list of connections tell what it leaves out, and what it says wrong", async () => {
    const list = path.join(folder, "connections.yaml");
    writeFileSync(list, "- {name: labs, vendor: anthropic, key_env: LABS_KEY}\n");
    expect(await faultsOf({ LABS_KEY: KEY })).toEqual([
      expect.stringMatching(
        /^look settings: ANTHROPIC_ADMIN_KEY has no effect, since connections.yaml does not name it/,
      ),
      NOT_FOUND,
    ]);
    expect((await faultsOf({}))[1]).toMatch(
      /^wrong key: Connection "labs" has no key: set LABS_KEY/,
    );
    writeFileSync(list, "[");
    expect(await faultsOf({})).toEqual([expect.stringMatching(/^wrong key: .*is not YAML/)]);
  });
});

describe("the file of settings", () => {
  it("counts as the environment, and says what the environment overrules and who can read it", async () => {
    const file = path.join(folder, ".env");
    writeFileSync(file, `ANTHROPIC_ADMIN_KEY=${KEY}2\nCURSOR_ADMIN_KEY=sk-ant-not-of-cursor\n`);
    chmodSync(file, 0o640);
    expect(await faultsOf({})).toEqual([
      expect.stringMatching(/^look settings: .*\.env can be read by others: chmod 600/),
      expect.stringMatching(/^look settings: ANTHROPIC_ADMIN_KEY has one value in the environment/),
      expect.stringMatching(/^wrong key: CURSOR_ADMIN_KEY holds a key of another vendor/),
      NOT_FOUND,
    ]);
    chmodSync(file, 0o600);
    writeFileSync(file, `ANTHROPIC_ADMIN_KEY=${KEY}\n`);
    expect(await faultsOf({})).toEqual([NOT_FOUND]);
  });

  it("that is not understood is wrong, and the rest is looked at all the same", async () => {
    writeFileSync(path.join(folder, ".env"), `CURSOR_ADMIN_KEY\n`);
    expect(await faultsOf({})).toEqual([
      expect.stringMatching(/^wrong settings: .*\.env, line 1: neither NAME=value/),
      NOT_FOUND,
    ]);
  });
});

describe("versions", () => {
  it.each(["18.20.8", "20.9.0", "20.18.3"])("Node %s is too old", async (nodeVersion) => {
    expect(await faultsOf({}, { nodeVersion })).toEqual([
      `wrong versions: Node is ${nodeVersion}: install 20.19 or newer.`,
      NOT_FOUND,
    ]);
  });

  it.each(["20.19.0", "20.100.0", "22.0.0"])("Node %s will do", async (nodeVersion) => {
    expect(await faultsOf({}, { nodeVersion })).toEqual([NOT_FOUND]);
  });

  it("a Dataform CLI that is not installed keeps a laptop from building", async () => {
    const kind: Disk["kind"] = (file) =>
      file.includes("@dataform") ? Promise.resolve(null) : systemDisk.kind(file);
    expect(await faultsOf({}, { disk: { ...systemDisk, kind } })).toEqual([
      expect.stringMatching(/^wrong versions: .*the Dataform CLI is missing: run npm ci/),
      NOT_FOUND,
    ]);
  });
});

describe("the disk", () => {
  const withFree = (bytes: number) => ({
    disk: { ...systemDisk, freeBytes: () => Promise.resolve(bytes) },
  });

  it("that is full is wrong, and one that is nearly full worth a look", async () => {
    const [full] = await faultsOf({}, withFree(9_000_000));
    expect(full).toMatch(/^wrong disk: The disk of .*home has 0\.0 GB free: make room/);
    const [nearly] = await faultsOf({}, withFree(500_000_000));
    expect(nearly).toMatch(/^look disk: The disk of .*home has 0\.5 GB free: make room/);
  });

  it("that this user may not write is wrong", async () => {
    const isWritable = (at: string) => Promise.resolve(at !== folder);
    expect(await faultsOf({}, { disk: { ...systemDisk, isWritable } })).toEqual([
      expect.stringMatching(/^wrong disk: .* cannot be written: change its owner or mode/),
      NOT_FOUND,
    ]);
  });

  it("has a folder for the warehouse, not a file", async () => {
    writeFileSync(home, "");
    const [fault] = await faultsOf({});
    expect(fault).toMatch(/^wrong disk: .*home is a file where the warehouse needs a folder/);
  });
});

describe("the local warehouse", () => {
  async function warehouseSays(): Promise<string> {
    const env = { ANTHROPIC_ADMIN_KEY: KEY };
    const { findings } = await examineIn(folder, env, OFFLINE);
    const { state, says } = findings.find(({ check }) => check === "warehouse") ?? {};
    return `${state}: ${says}`;
  }

  it("is looked at and left as it is, whoever has it open", async () => {
    expect(await warehouseSays()).toMatch(/^ok: DuckDB v.* loads; there is no .*local\.duckdb yet/);

    const { child, ended } = start(["warehouse"], { AI_SPEND_HOME: home });
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    const served = await warehouseSays();
    expect(served).toMatch(new RegExp(`^ok: DuckDB .* loads; process ${child.pid} has .* open`));

    // What a killed process leaves: a log that the next owner takes up, and the name of an owner that is gone.
    await run(["query", "create schema kept"], { AI_SPEND_HOME: home });
    child.kill("SIGKILL");
    await ended;
    const before = contentOf(home);
    expect(Object.keys(before).sort()).toEqual([
      ...["local.duckdb", "local.duckdb.wal", "warehouse.json", "warehouse.secret"],
    ]);
    expect(await warehouseSays()).toMatch(/^ok: DuckDB .* loads and opens .*local\.duckdb/);
    expect(contentOf(home)).toEqual(before);
  });

  function contentOf(at: string): Readonly<Record<string, string>> {
    const files = readdirSync(at, { withFileTypes: true }).filter((entry) => entry.isFile());
    return Object.fromEntries(
      files.map(({ name }) => [name, readFileSync(path.join(at, name)).toString("base64")]),
    );
  }

  it("that is damaged is named with the remedy", async () => {
    mkdirSync(home);
    writeFileSync(path.join(home, "local.duckdb"), "this was a database once".repeat(500));
    expect(await warehouseSays()).toMatch(/^wrong: .*is damaged and was left as it is: restore it/);
  });

  it("whose engine is of another machine asks for an install", async () => {
    const inspectWarehouse = () => Promise.reject(new Error("invalid ELF header"));
    expect(await faultsOf({}, { inspectWarehouse })).toEqual([
      expect.stringMatching(/^wrong warehouse: DuckDB does not load .*run npm ci.*invalid ELF/),
      NOT_FOUND,
    ]);
  });
});

describe("what an older version built", () => {
  async function leftovers(): Promise<readonly string[]> {
    const env = { ANTHROPIC_ADMIN_KEY: KEY };
    const { findings } = await examineIn(folder, env, OFFLINE);
    return findings
      .filter(({ check }) => check === "leftovers")
      .map(({ state, says }) => `${state}: ${says}`);
  }

  it("is named with the statement that drops it, whoever has the warehouse open", async () => {
    expect(await leftovers()).toEqual([]);
    const env = { AI_SPEND_HOME: home };
    await run(
      [
        "query",
        `create schema ai_staging; create schema ai_spend_assertions; create schema ai_spend;
         create view ai_staging.as_of as select 1 as x;
         create table ai_staging.int_old as select 1 as x;
         create view ai_staging.stg_old as select 1 as x;
         create view ai_spend_assertions.law_old as select 1 as x;
         create view ai_spend.of_somebody as select 1 as x;`,
      ],
      env,
    );
    const [says = "", ...others] = await leftovers();
    expect(others).toEqual([]);
    const [, drops = ""] =
      /^look: 3 of 4 tables and views in ai_staging and ai_spend_assertions are not of this version of the models: build, then drop them by ai-spend query "(.*)"$/.exec(
        says,
      ) ?? [];
    expect(drops.split(/(?<=;) /).sort()).toEqual([
      "drop table ai_staging.int_old;",
      "drop view ai_spend_assertions.law_old;",
      "drop view ai_staging.stg_old;",
    ]);

    const { child, ended } = start(["warehouse"], env);
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    expect(
      (await leftovers())
        .join()
        .split(/[ ;"]+/)
        .sort(),
    ).toEqual(says.split(/[ ;"]+/).sort());
    await run(["query", drops], env);
    expect(await leftovers()).toEqual([expect.stringMatching(/^ok: All that is in ai_staging/)]);
    child.kill("SIGTERM");
    await ended;
  });

  it("is told by the files, whose names are those of the compiled graph", async () => {
    const { tables, assertions } = compiledGraph();
    const built = [...tables, ...assertions].map(({ target }) => shortName(target));
    const names = (await builtNames(projectRoot())) ?? new Set();
    expect(built.filter((name) => !names.has(name))).toEqual([]);
    const tests = /^ai_spend\.test_/;
    expect([...names].filter((name) => !built.includes(name) && !tests.test(name))).toEqual([]);
    expect(await builtNames(folder)).toBeNull();
  });
});

describe("a finding", () => {
  it("holds no account and no key, whoever's words it quotes", () => {
    expect(look("bigquery", "User ada.l@example.co.uk does not have it").says).toBe(
      "User (an account) does not have it",
    );
    expect(wrong("key", `the key ${KEY} and crsr_0123456789abcdef\n is bad`).says).toBe(
      "the key (a key) and (a key) is bad",
    );
    expect(wrong("key", "set an Admin key (sk-ant-admin…)").says).toContain("(sk-ant-admin…)");
  });
});
