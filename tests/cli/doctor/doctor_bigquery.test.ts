/** `doctor` and BigQuery: what an account may do there, and that asking changes nothing. */

import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";

import type { GoogleProbe } from "../../../cli/doctor/google_probe.ts";
import { ConfigError, TransportError } from "../../../ingest/errors.ts";
import type { DatasetFacts, TableFacts } from "../../../ingest/warehouse/standing.ts";
import type { HttpSend } from "../../../ingest/ask/exchange.ts";
import { examineIn, failing } from "./doctor_support.ts";
import { run } from "../support.ts";

const ENV = {
  AI_SPEND_WAREHOUSE: "bigquery",
  GOOGLE_CLOUD_PROJECT: "acme-data",
  AI_SPEND_HOME: "",
};

const DAY_MS = 86_400_000;

const RIGHTS = ["bigquery.tables.get", "bigquery.tables.getData", "bigquery.tables.updateData"];

function at(location: string): DatasetFacts {
  return { location, tableMs: null, partitionMs: null };
}

function tableOf(name: string, type = "TABLE"): TableFacts {
  return { name, type, deletedMs: null, partitionMs: null };
}

const GOOD: GoogleProbe = {
  dryRun: () => Promise.resolve(),
  factsOf: () => Promise.resolve(at("us")),
  tablesIn: () => Promise.resolve([]),
  allowed: () => Promise.resolve(RIGHTS),
};

/** Google refuses whoever shows no credentials, and tells the time. */
const answering: HttpSend = () =>
  Promise.resolve({
    status: 401,
    headers: { date: new Date().toUTCString() },
    bytes: new Uint8Array(),
  });

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-doctor-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function withProbe(changed: Partial<GoogleProbe>, send = answering) {
  const google = () => ({ ...GOOD, ...changed });
  const { findings } = await examineIn(folder, ENV, { google, send });
  return findings.filter(({ check }) =>
    ["network", "clock", "bigquery", "leftovers"].includes(check),
  );
}

function faultsIn(findings: Awaited<ReturnType<typeof withProbe>>): readonly string[] {
  return findings
    .filter(({ state }) => state !== "ok")
    .map(({ state, says, mayPass }) => `${state}${mayPass ? " now" : ""}: ${says}`);
}

describe("BigQuery", () => {
  it("that may be used is ok", async () => {
    const findings = await withProbe({});
    expect(faultsIn(findings)).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual([
      ...["network", "clock"],
      ...Array<string>(7).fill("bigquery"),
    ]);
  });

  it("that is not reached is not asked for rights", async () => {
    expect(faultsIn(await withProbe({}, failing("ENOTFOUND")))).toEqual([
      expect.stringMatching(/^wrong now: https:\/\/bigquery.googleapis.com has a name that is not/),
    ]);
  });

  it("without the right to run jobs is wrong, and nothing else is asked", async () => {
    const dryRun = () => Promise.reject(new ConfigError("Access Denied: bigquery.jobs.create."));
    expect(faultsIn(await withProbe({ dryRun }))).toEqual([
      "wrong: Access Denied: bigquery.jobs.create.",
    ]);
  });

  it("that fails for a while is told from a refusal", async () => {
    const factsOf = () => Promise.reject(new TransportError("HTTP 503; run the command again."));
    const faults = faultsIn(await withProbe({ factsOf }));
    expect(faults).toEqual(Array(5).fill("wrong now: HTTP 503; run the command again."));
  });

  it("holds its datasets where the project says, or says which is elsewhere", async () => {
    const factsOf = (name: string) => Promise.resolve(at(name === "ai_spend" ? "EU" : "US"));
    expect(faultsIn(await withProbe({ factsOf }))).toEqual([
      expect.stringMatching(/^wrong: Dataset ai_spend is in EU and workflow_settings.yaml says US/),
    ]);
  });

  it("may be empty yet", async () => {
    const allowed = () => Promise.reject(new RangeError("not to be asked"));
    const faults = faultsIn(await withProbe({ factsOf: () => Promise.resolve(null), allowed }));
    expect(faults).toHaveLength(5);
    expect(faults[0]).toMatch(/^look: There is no dataset ai_raw yet: sync creates it/);
    expect(faults[3]).toMatch(/^look: There is no dataset ai_spend yet: build creates it/);

    const noTable = await withProbe({ allowed: () => Promise.resolve(null) });
    expect(faultsIn(noTable)).toEqual([expect.stringMatching(/^look: There is no table ai_raw/)]);
  });

  it("names the rights that are missing on what is landed", async () => {
    const allowed = () => Promise.resolve(["bigquery.tables.get"]);
    expect(faultsIn(await withProbe({ allowed }))).toEqual([
      expect.stringMatching(
        /^wrong: This account may not, of ai_raw.raw_fetches: read \(bigquery.tables.getData\), load into/,
      ),
    ]);
  });

  it("names what an older version built, with the statement that drops it", async () => {
    const factsOf = (name: string) =>
      name === "ai_spend"
        ? Promise.reject(new ConfigError("Access Denied"))
        : Promise.resolve(at("US"));
    const tablesIn = (dataset: string) =>
      dataset === "ai_staging"
        ? Promise.resolve([tableOf("as_of", "VIEW"), tableOf("int_key_costs_named")])
        : Promise.reject(new ConfigError("Access Denied"));
    const faults = faultsIn(await withProbe({ factsOf, tablesIn }));
    expect(faults[1]).toMatch(
      /^look: 1 of 2 tables and views .*"drop table ai_staging.int_key_costs_named;"$/,
    );
    const failing = () => Promise.reject(new TransportError("HTTP 503; run the command again."));
    expect(faultsIn(await withProbe({ tablesIn: failing }))).toEqual([
      "wrong now: HTTP 503; run the command again.",
    ]);
  });

  it("names what BigQuery deletes by itself of datasets and lasting tables, with what keeps it", async () => {
    const factsOf = (name: string) =>
      Promise.resolve(name === "ai_spend" ? { ...at("US"), partitionMs: 60 * DAY_MS } : at("US"));
    const tablesIn = (dataset: string) =>
      Promise.resolve(
        dataset === "ai_staging"
          ? [
              { ...tableOf("int_vertex__audit_entries_counted"), partitionMs: 60 * DAY_MS },
              // Built anew each time.
              { ...tableOf("stg_landing__fetches"), deletedMs: Date.parse("2026-12-24") },
            ]
          : [],
      );
    expect(faultsIn(await withProbe({ factsOf, tablesIn }))).toEqual([
      'wrong: BigQuery deletes by itself what totals count on (new partitions of ai_spend after 60 days, partitions of ai_staging.int_vertex__audit_entries_counted after 60 days): keep it by ai-spend query "alter schema ai_spend set options (default_partition_expiration_days = null); alter table ai_staging.int_vertex__audit_entries_counted set options (partition_expiration_days = null);", which BigQuery\'s sandbox allows once billing is on.',
    ]);
  });

  it("lets the loader's account see ai_raw alone", async () => {
    const factsOf = (name: string) =>
      name === "ai_raw"
        ? Promise.resolve(at("US"))
        : Promise.reject(new ConfigError("Access Denied"));
    const faults = faultsIn(await withProbe({ factsOf }));
    expect(faults).toHaveLength(4);
    expect(faults[0]).toMatch(/^look: This account may not see dataset ai_reference/);

    const noRaw = () => Promise.reject(new ConfigError("Access Denied"));
    expect(faultsIn(await withProbe({ factsOf: noRaw }))[0]).toBe("wrong: Access Denied");
  });
});

describe("Google's own client", () => {
  it("asks in ways that change nothing, and its refusals arrive without an account", async () => {
    const asked: string[] = [];
    const google = await listen(async (request) => {
      const body = await textOf(request);
      const { pathname } = new URL(request.url ?? "", "http://google");
      asked.push(`${request.method} ${pathname} ${body}`);
      if (pathname.endsWith("/token")) return { access_token: "t", expires_in: 3600 };
      if (pathname.endsWith(":testIamPermissions")) return { permissions: RIGHTS.slice(0, 2) };
      if (pathname.endsWith("/datasets/ai_spend")) {
        return refusal(403, "Access Denied: user:ada@example.com may not see it");
      }
      if (pathname.endsWith("/datasets/ai_staging")) return refusal(404, "Not found");
      return { location: "US", jobReference: { jobId: "1" }, status: { state: "DONE" } };
    });
    const { port } = google.address() as AddressInfo;
    try {
      const { stdout, stderr, code } = await run(["doctor"], {
        AI_SPEND_WAREHOUSE: "bigquery",
        GOOGLE_CLOUD_PROJECT: "acme-data",
        BIGQUERY_EMULATOR_HOST: `http://127.0.0.1:${port}/bigquery/v2`,
        GCE_METADATA_HOST: `127.0.0.1:${port}`,
        METADATA_SERVER_DETECTION: "assume-present",
      });
      expect(stdout).toMatch(/ok +bigquery +This account may run queries in project acme-data/);
      expect(stdout).toMatch(/ok +bigquery +Dataset ai_raw is in US/);
      expect(stdout).toMatch(/look +bigquery +There is no dataset ai_staging yet/);
      expect(stdout).toMatch(/look +bigquery +This account may not see dataset ai_spend/);
      expect(stdout).toMatch(/wrong +bigquery +.*load into \(bigquery.tables.updateData\)/);
      expect(stdout + stderr).not.toContain("ada@example.com");
      expect(code).toBe(2);
    } finally {
      google.closeAllConnections();
      google.close();
    }
    const posts = asked.filter((line) => line.startsWith("POST") && !line.includes("/token"));
    expect(posts).toHaveLength(2);
    expect(posts.find((line) => line.includes("/jobs "))).toContain('"dryRun":true');
    expect(posts.find((line) => !line.includes("/jobs "))).toContain(":testIamPermissions");
    expect(asked.filter((line) => !/^(GET|POST) /.test(line))).toEqual([]);
  });
});

describe("credentials", () => {
  it("that nobody has set up are missed with the command that does", async () => {
    const google = await listen(() => Promise.resolve(refusal(401, "no credentials")));
    const { port } = google.address() as AddressInfo;
    try {
      const { stdout, code } = await run(["doctor"], {
        AI_SPEND_WAREHOUSE: "bigquery",
        GOOGLE_CLOUD_PROJECT: "acme-data",
        BIGQUERY_EMULATOR_HOST: `http://127.0.0.1:${port}/bigquery/v2`,
        METADATA_SERVER_DETECTION: "none",
        HOME: folder,
      });
      expect(stdout).toMatch(/ok +network +http:\/\/127\.0\.0\.1:\d+ answers\./);
      expect(stdout).toMatch(/wrong +bigquery +.*Run "gcloud auth application-default login"/);
      expect(code).toBe(2);
    } finally {
      google.closeAllConnections();
      google.close();
    }
  });
});

interface Refusal {
  readonly status: number;
  readonly error: { readonly code: number; readonly message: string };
}

function refusal(status: number, message: string): Refusal {
  return { status, error: { code: status, message } };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

/** A stand-in for BigQuery and for the metadata server that gives a token for it. */
function listen(answer: (request: IncomingMessage) => Promise<object>): Promise<Server> {
  const server = createServer((request, response) => {
    response.setHeader("Metadata-Flavor", "Google").setHeader("Content-Type", "application/json");
    void answer(request).then((body) => {
      response.statusCode = "error" in body ? (body as Refusal).status : 200;
      response.end(JSON.stringify(body));
    });
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}
