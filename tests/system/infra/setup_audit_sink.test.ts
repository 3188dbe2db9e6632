/**
 * The script that sends a project's audit log to BigQuery, against a stand-in of Google's tools that keeps
 * state: whatever step fails, the next run completes it, and nothing else of the project is touched.
 */

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import * as google from "./google_project.ts";

const { CHANGES, newState, POLICY, RIGHTS, snapshot, standIns } = google;
const ARGS = ["acme-ai", "--dataset", "central.claude_audit", "--location", "EU"];

let tools: string;
let state: string;

beforeAll(() => {
  tools = standIns();
});
beforeEach(() => {
  state = newState();
});
afterAll(() => rmSync(tools, { recursive: true, force: true }));

function run(folder: string, args: readonly string[], failure = {}): Promise<google.Ended> {
  return google.run(tools, folder, args, failure);
}

function policy(): typeof POLICY {
  return JSON.parse(readFileSync(path.join(state, "policy.json"), "utf8")) as typeof POLICY;
}

describe("a first run", () => {
  it("sets up dataset, table, sink, grant and logging, and prints the mapping row", async () => {
    const { code, output } = await run(state, ARGS);
    expect({ code, output }).toMatchObject({ code: 0 });
    const files = snapshot(state);
    expect(files["claude_audit.dataset"]).toBe("EU");
    expect(files["claude_audit.cloudaudit_googleapis_com_data_access.table"]).toContain(
      '"name": "timestamp", "type": "TIMESTAMP"',
    );
    expect(files["claude_audit.writers"]).toBe(
      "service-123456789@gcp-sa-logging.iam.gserviceaccount.com\n",
    );
    expect(files["sink/filter"]).toContain(
      'protoPayload.resourceName:"/publishers/anthropic/models/"',
    );
    expect(output).toMatch(/^acme-ai,shared,,01AB-23CD-45EF,,\d{4}-\d{2}-\d{2}$/m);
  });

  it("adds to the service's own audit config and touches nothing else of the policy", async () => {
    await run(state, ARGS);
    const [storage, vertex] = POLICY.auditConfigs;
    expect(policy()).toEqual({
      ...POLICY,
      etag: "later",
      auditConfigs: [
        storage,
        {
          ...vertex,
          auditLogConfigs: [...(vertex?.auditLogConfigs ?? []), { logType: "DATA_WRITE" }],
        },
      ],
    });
  });

  it("grants on the dataset alone, before the logging is switched on", async () => {
    const { calls } = await run(state, ARGS);
    const grants = calls.filter((call) => /GRANT|add-iam-policy-binding/.test(call));
    expect(grants).toHaveLength(1);
    expect(grants[0]).toContain("SCHEMA");
    const logging = calls.findIndex((call) => call.includes("set-iam-policy"));
    expect(logging).toBeGreaterThan(calls.indexOf(grants[0] ?? ""));
  });

  it("names those whose calls are exempted from logging", async () => {
    const { output } = await run(state, ARGS);
    expect(output).toContain(
      "are not logged, so they cannot be told apart: user:quiet@acme.example",
    );
  });
});

describe("a second run", () => {
  it("changes nothing", async () => {
    await run(state, ARGS);
    const before = snapshot(state);
    const { code, calls } = await run(state, ARGS);
    expect(code).toBe(0);
    expect(calls.filter((call) => CHANGES.test(`${call} `))).toEqual([]);
    expect(snapshot(state)).toEqual(before);
  });

  it("brings a changed filter back, and leaves a sink of sharded tables as it is", async () => {
    await run(state, ARGS);
    writeFileSync(path.join(state, "sink/filter"), "severity>=ERROR");
    writeFileSync(path.join(state, "sink/bigqueryOptions.usePartitionedTables"), "\n");
    const { output } = await run(state, ARGS);
    expect(snapshot(state)["sink/filter"]).toContain("publishers/anthropic");
    expect(output).toContain("name cloudaudit_googleapis_com_data_access_* in gcp_audit_logs");
  });
});

describe("a run that breaks", () => {
  it("at any command leaves what a second run completes", async () => {
    const { calls } = await run(state, ARGS);
    const wanted = snapshot(state);
    const failures = calls.flatMap((call, index) => [
      { at: index + 1, mode: "before", call },
      ...(CHANGES.test(`${call} `) ? [{ at: index + 1, mode: "after", call }] : []),
    ]);
    expect(failures.length).toBeGreaterThan(18);
    const completed = new Set<string>();
    for (const { at, mode, call } of failures) {
      const folder = newState();
      const broken = await run(folder, ARGS, { FAIL_AT: String(at), FAIL_MODE: mode });
      // Only the billing account is not needed: the row is printed without it.
      const isNeeded = !call.startsWith("gcloud billing");
      expect({ call, mode, failed: broken.code !== 0 }).toEqual({ call, mode, failed: isNeeded });
      if (isNeeded) expect(broken.output).toMatch(/setup-audit-sink: stopped while \w+/);
      // Most commands only read, so that few different states are left behind.
      const left = JSON.stringify(snapshot(folder));
      if (!completed.has(left)) {
        const repaired = await run(folder, ARGS);
        expect({ call, mode, repaired }).toMatchObject({ call, mode, repaired: { code: 0 } });
        expect(snapshot(folder)).toEqual(wanted);
      }
      completed.add(left);
      rmSync(folder, { recursive: true });
    }
    expect(completed.size).toBeGreaterThan(5);
  }, 200_000);
});

describe("a dry run", () => {
  it("prints every command that would change something and runs none", async () => {
    const before = snapshot(state);
    const { code, output } = await run(state, [...ARGS, "--dry-run"]);
    expect(code).toBe(0);
    expect(snapshot(state)).toEqual(before);
    const real = await run(newState(), ARGS);
    const planned = output.split("\n").filter((line) => line.startsWith("would run:"));
    const changes = real.calls.filter((call) => CHANGES.test(`${call} `));
    expect(planned.map((line) => line.split(" ").slice(2, 6))).toEqual(
      changes.map((call) => call.split(" ").slice(0, 4)),
    );
  });
});

describe("the script refuses", () => {
  it("a caller without the rights, before it changes anything, naming them", async () => {
    const permissions = RIGHTS.filter((right) => right !== "logging.sinks.create");
    writeFileSync(path.join(state, "permissions.json"), JSON.stringify({ permissions }));
    const before = snapshot(state);
    const { code, output } = await run(state, ARGS);
    expect(code).toBe(1);
    expect(output).toContain("you lack on acme-ai: logging.sinks.create; on central: nothing");
    expect(snapshot(state)).toEqual(before);
  });

  it.each([
    [[], "Usage"],
    [["acme-ai", "other"], "one project at a time"],
    [["acme-ai", "--dataset", "nowhere"], "not PROJECT.DATASET"],
    [["acme-ai", "--type", "single_user"], "needs --user"],
    [["acme-ai", "--colour", "red"], "no option --colour"],
    [["nobodys-project"], "stopped while checking the project"],
  ])("%j", async (args, words) => {
    const { code, output } = await run(state, args);
    expect(code).toBe(1);
    expect(output).toContain(words);
  });
});
