/** `doctor` against the simulated vendors: keys, network and clock; and the command as an operator runs it. */

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { openHttp } from "../../../ingest/ask/http.ts";
import type { Fault } from "../../../local/stand_ins/anthropic/server.ts";
import {
  adminKeyOf,
  type AnthropicServer,
  startAnthropic,
} from "../../../local/stand_ins/anthropic/server.ts";
import { type ClaudeAiServer, startClaudeAi } from "../../../local/stand_ins/claude_ai/server.ts";
import { type CursorServer, startCursor } from "../../../local/stand_ins/cursor/server.ts";
import { demoOrganizations } from "../../../local/stand_ins/organization/index.ts";
import { examineIn, failing } from "./doctor_support.ts";
import { inProcess, run } from "../support.ts";

let folder: string;
let anthropic: AnthropicServer;
let cursor: CursorServer;
let claudeAi: ClaudeAiServer;
let settings: Record<string, string>;

beforeAll(async () => {
  const organizations = demoOrganizations({ days: 2, second: false });
  const [organization] = organizations;
  const now = Date.now;
  anthropic = await startAnthropic({ organizations, now });
  cursor = await startCursor({ organization, now });
  claudeAi = await startClaudeAi({ organization, now });
  settings = { ANTHROPIC_ADMIN_KEY: adminKeyOf(organization), ANTHROPIC_BASE_URL: anthropic.url };
});
afterAll(async () => {
  await Promise.all([anthropic.close(), cursor.close(), claudeAi.close()]);
});
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-doctor-"));
  anthropic.faults.clear();
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("a key", () => {
  it("that the vendor accepts is ok, and nothing is made on the way", async () => {
    const { exitCode, findings, faults } = await examineIn(folder, settings);
    expect(faults).toEqual([]);
    expect(exitCode).toBe(0);
    expect(findings.map(({ check }) => check)).toEqual([
      ...["settings", "settings", "versions", "versions", "disk", "disk", "warehouse"],
      ...["network", "clock", "key"],
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("of each vendor is asked for in one question", async () => {
    const before = [anthropic, cursor, claudeAi].map(({ requests }) => requests.length);
    const all = {
      ANTHROPIC_ADMIN_KEY: settings["ANTHROPIC_ADMIN_KEY"] ?? "",
      CLAUDE_ANALYTICS_KEY: claudeAi.key,
      CURSOR_ADMIN_KEY: cursor.key,
      CURSOR_BASE_URL: cursor.url,
    };
    const console = await examineIn(folder, { ...all, ANTHROPIC_BASE_URL: anthropic.url });
    // Both of Anthropic's APIs share an address, which the stand-ins do not: claude.ai's key is refused here.
    expect(console.faults).toEqual([
      expect.stringMatching(/^wrong key: Connection "claude-ai".*HTTP 40\d/),
    ]);
    const enterprise = await examineIn(folder, { ...all, ANTHROPIC_BASE_URL: claudeAi.url });
    expect(enterprise.findings).toContainEqual(
      expect.objectContaining({ state: "ok", says: expect.stringContaining('"claude-ai"') }),
    );
    const after = [anthropic, cursor, claudeAi].map(({ requests }) => requests.length);
    expect(after.map((count, index) => count - (before[index] ?? 0))).toEqual([2, 2, 2]);
  });

  it("that is missing is wrong, with the ways to set one", async () => {
    const { exitCode, faults } = await examineIn(folder, {});
    expect(faults).toEqual([
      expect.stringMatching(/^wrong key: No vendor key is set: run ai-spend init, or set one of /),
    ]);
    expect(exitCode).toBe(2);
  });

  it("of the wrong kind is never sent, and does not hide the others", async () => {
    const before = anthropic.requests.length;
    const { exitCode, faults, findings } = await examineIn(folder, {
      ...settings,
      ANTHROPIC_ADMIN_KEY: "crsr_nobody-has-this-key",
      CURSOR_ADMIN_KEY: cursor.key,
      CURSOR_BASE_URL: cursor.url,
    });
    expect(faults).toEqual([
      expect.stringMatching(/^wrong key: ANTHROPIC_ADMIN_KEY holds a key of another vendor/),
    ]);
    expect(anthropic.requests.length).toBe(before);
    expect(findings).toContainEqual(
      expect.objectContaining({ state: "ok", says: expect.stringContaining('"cursor"') }),
    );
    expect(exitCode).toBe(2);
  });

  const REFUSALS: readonly (readonly [Fault["kind"], number, RegExp])[] = [
    ["401", 2, /^wrong key: .*HTTP 401.*create a new Admin key in the Console/],
    ["403", 2, /^wrong key: .*HTTP 403.*made by an organization admin/],
    ["wrong_type", 2, /^wrong key: .*answered something else than documented/],
    ["529", 75, /^wrong key: .*HTTP 529: the vendor is busy or out of order; try again later/],
    ["429_with_retry_after", 75, /^wrong key: .*HTTP 429/],
    ["html_502", 75, /^wrong key: .*HTTP 502/],
    ["cut_body", 75, /^wrong network: .*gives no complete answer/],
  ];
  it.each(REFUSALS)("that meets %s ends with %i and the remedy", async (kind, exitCode, says) => {
    anthropic.faults.set([{ kind }]);
    const before = anthropic.requests.length;
    const examined = await examineIn(folder, settings);
    expect(examined.faults).toEqual([expect.stringMatching(says)]);
    expect(examined.exitCode).toBe(exitCode);
    expect(anthropic.requests.length - before).toBe(1);
  });

  it("of an organization that another connection asks too is wrong", async () => {
    writeFileSync(
      path.join(folder, "connections.yaml"),
      ["one", "two"]
        .map((name) => `- {name: ${name}, vendor: anthropic, key_env: ANTHROPIC_ADMIN_KEY}\n`)
        .join(""),
    );
    const { exitCode, faults } = await examineIn(folder, settings);
    expect(faults).toEqual([
      expect.stringMatching(
        /^wrong key: Connections "one" and "two" have keys of one organization/,
      ),
    ]);
    expect(exitCode).toBe(2);
  });
});

it("finds a Cursor key of which nobody can tell whether another connection has its team", async () => {
  writeFileSync(
    path.join(folder, "connections.yaml"),
    ["one", "two"]
      .map(
        (name) =>
          `- {name: ${name}, vendor: cursor, key_env: KEY_ONE, base_url: "${cursor.url}"}\n`,
      )
      .join(""),
  );
  const spoilt = openHttp();
  const { exitCode, faults } = await examineIn(
    folder,
    { KEY_ONE: cursor.key },
    {
      send: async (request, signal) => ({
        ...(await spoilt.send(request, signal)),
        bytes: Buffer.from('{"teamMembers": []}'),
      }),
    },
  );
  await spoilt.close();
  expect(faults).toEqual([
    expect.stringMatching(/^wrong key: Connection one may have the team of two/),
    expect.stringMatching(/^wrong key: Connection two may have the team of one/),
  ]);
  expect(exitCode).toBe(75);
});

describe("the network", () => {
  const FAULTS: readonly (readonly [string, number, RegExp])[] = [
    ["ENOTFOUND", 75, /name that is not found/],
    ["EAI_AGAIN", 75, /seems to be offline/],
    ["UND_ERR_CONNECT_TIMEOUT", 75, /does not answer in time/],
    ["SELF_SIGNED_CERT_IN_CHAIN", 2, /not trusted: let NODE_EXTRA_CA_CERTS/],
    ["CERT_HAS_EXPIRED", 2, /check this machine's clock; if that is right, .* renew/],
    ["ERR_TLS_CERT_ALTNAME_INVALID", 2, /a certificate for another name: check the base URL/],
    ["ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR", 75, /ends in the middle of TLS: try again later/],
    ["ERR_SSL_WRONG_VERSION_NUMBER", 2, /does not speak TLS/],
    ["never seen before", 75, /gives no complete answer.*\(network error\)/],
  ];
  it.each(FAULTS)("that fails with %s ends with %i", async (code, exitCode, says) => {
    const examined = await examineIn(folder, settings, { send: failing(code) });
    expect(examined.faults).toEqual([expect.stringMatching(/^wrong network: http:\/\/127/)]);
    expect(examined.faults[0]).toMatch(says);
    expect(examined.exitCode).toBe(exitCode);
  });

  it("that refuses a connection is told from one that is down", async () => {
    const base = { ANTHROPIC_BASE_URL: "http://127.0.0.1:9" };
    const { exitCode, faults } = await examineIn(folder, { ...settings, ...base });
    expect(faults).toEqual([expect.stringMatching(/http:\/\/127.0.0.1:9 refuses connections/)]);
    expect(exitCode).toBe(75);
  });

  it("that says nothing is not waited for", async () => {
    const { exitCode, faults } = await examineIn(folder, settings, {
      limitMs: 50,
      send: (_request, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener("abort", () => reject(new Error("aborted")));
        }),
    });
    expect(faults).toEqual([expect.stringMatching(/^wrong network: .*does not answer in time/)]);
    expect(exitCode).toBe(75);
  });
});

describe("an address of two connections", () => {
  it("has one line, which tells of the question that was not answered", async () => {
    const both = { ...settings, CLAUDE_ANALYTICS_KEY: "analytics-key-of-nobody" };
    const http = openHttp();
    const { findings, faults } = await examineIn(folder, both, {
      send: (request, signal) =>
        request.url.pathname.endsWith("/me")
          ? http.send(request, signal)
          : Promise.reject(Object.assign(new Error("failed"), { code: "ECONNRESET" })),
    });
    await http.close();
    expect(faults).toEqual([expect.stringMatching(/^wrong network: .*\(ECONNRESET\)/)]);
    expect(findings.map(({ check }) => check).slice(-3)).toEqual(["network", "clock", "key"]);
  });
});

describe("the clock", () => {
  it.each([
    [600_000, "600 s ahead of"],
    [-61_500, "6[12] s behind"],
  ])("that is %i ms off is wrong", async (offMs, says) => {
    const { exitCode, faults } = await examineIn(folder, settings, {
      now: () => Date.now() + offMs,
    });
    expect(faults).toEqual([
      expect.stringMatching(new RegExp(`^wrong clock: .*${says} 127\\.0\\.0\\.1:\\d+: set it`)),
    ]);
    expect(exitCode).toBe(2);
  });

  it("may be off by half a minute", async () => {
    const now = () => Date.now() + 30_000;
    expect((await examineIn(folder, settings, { now })).faults).toEqual([]);
  });
});

describe("the command", () => {
  it("prints a line a finding, then the count, and no key", async () => {
    const { code, stdout, stderr } = await run(["doctor"], { ...settings, AI_SPEND_HOME: folder });
    expect(stdout).toMatch(/^ok {5}settings {3}/);
    expect(stdout).toMatch(/\nok {5}key {8}Connection "anthropic": the key in ANTHROPIC_ADMIN_KEY/);
    expect(stdout).toMatch(/\n\n0 wrong, 0 to look at, 10 ok\.\n$/);
    expect(stdout + stderr).not.toContain(settings["ANTHROPIC_ADMIN_KEY"]);
    expect(code).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("gives programs the same as CSV and JSON", async () => {
    const env = { AI_SPEND_HOME: folder, AI_SPEND_SETTINGS: "/dev/null" };
    const csv = await inProcess(["doctor", "--format", "csv"], env);
    expect(csv.stdout).toMatch(/^state,check,finding\r\nok,settings,/);
    const { code, stdout } = await inProcess(["doctor", "--format", "json"], env);
    const states = (JSON.parse(stdout) as { state: string }[]).map(({ state }) => state);
    expect(states).toContain("wrong");
    expect(code).toBe(2);
  });

  it("can be interrupted", async () => {
    const env = { ...settings, AI_SPEND_HOME: folder, AI_SPEND_SETTINGS: "/dev/null" };
    const { code, stdout, stderr } = await inProcess(["doctor"], env, {
      signal: AbortSignal.abort(),
    });
    expect(stderr).toMatch(/Interrupted before all was looked at: run doctor again\.\n$/);
    expect({ code, stdout }).toEqual({ code: 75, stdout: "" });
  });
});
