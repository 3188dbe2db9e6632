/** A key is in no command line of any process, no address, no log line and no row. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import {
  adminKeyOf,
  type AnthropicServer,
  startAnthropic,
} from "../../../local/stand_ins/anthropic/server.ts";
import { type CursorServer, startCursor } from "../../../local/stand_ins/cursor/server.ts";
import { demoOrganizations } from "../../../local/stand_ins/organization/index.ts";
import { run, start } from "../../cli/support.ts";

const organizations = demoOrganizations({ days: 2, requestsPerKeyDay: 1, second: false });
const [organization] = organizations;
if (organization === undefined) throw new Error("there is always a first organization");
const FROM = organization.firstDay;
const now = () => Date.parse(`${FROM}T00:00:00Z`) + 3 * 86_400_000;
const key = adminKeyOf(organization);

let home: string;
let anthropic: AnthropicServer;
let cursor: CursorServer;
let settings: Record<string, string>;

beforeAll(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), "ai-spend-keys-"));
  anthropic = await startAnthropic({ organizations, now });
  cursor = await startCursor({ organization, now });
  settings = {
    AI_SPEND_HOME: home,
    ANTHROPIC_ADMIN_KEY: key,
    ANTHROPIC_BASE_URL: anthropic.url,
    CURSOR_ADMIN_KEY: cursor.key,
    CURSOR_BASE_URL: cursor.url,
  };
});
afterAll(async () => {
  await anthropic.close();
  await cursor.close();
  rmSync(home, { recursive: true });
});

/** Command lines of all processes of this machine; elsewhere than on Linux, none. */
function commandLines(): readonly string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      } catch {
        return [];
      }
    });
}

/** Runs a command, looking at all command lines until it ends. */
async function watched(...args: readonly string[]) {
  const { ended } = start(args, settings);
  const seen = new Set<string>();
  const looks = setInterval(() => commandLines().forEach((line) => seen.add(line)), 50);
  const { code, stdout, stderr } = await ended.finally(() => clearInterval(looks));
  return { code, said: stdout + stderr, seen: [...seen] };
}

const basic = () => Buffer.from(`${cursor.key}:`).toString("base64");
const secrets = () => [key, cursor.key, basic()];
const holdsSecret = (text: string) => secrets().some((secret) => text.includes(secret));

describe("a vendor's key", () => {
  it("is on no command line and in no word that is said while sync asks with it", async () => {
    const { code, said, seen } = await watched("sync", "--from", FROM);
    expect(code).toBe(0);
    if (process.platform === "linux")
      expect(seen.filter((line) => line.includes(` sync --from ${FROM}`))).not.toEqual([]);
    expect(seen.filter(holdsSecret)).toEqual([]);
    expect(holdsSecret(said)).toBe(false);
    expect(anthropic.requests.length + cursor.requests.length).toBeGreaterThan(10);
  });

  it("is in no address and no body that a vendor is asked", () => {
    const paths = [...anthropic.requests, ...cursor.requests].map(({ path: asked }) => asked);
    expect(paths.filter((asked) => holdsSecret(decodeURIComponent(asked)))).toEqual([]);
    expect(holdsSecret(JSON.stringify(cursor.requests.map(({ body }) => body)))).toBe(false);
  });

  it("is in no row that is landed", async () => {
    const tables = ["raw_fetches", "raw_sync_runs", "raw_anthropic_cost", "raw_cursor_events"];
    const rows = tables.map((table) => `select to_json_string(t) as row from ai_raw.${table} as t`);
    const { code, stdout } = await run(["query", rows.join("\nunion all\n"), "--format", "json"], {
      AI_SPEND_HOME: home,
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).not.toHaveLength(0);
    expect(holdsSecret(stdout)).toBe(false);
  });

  it("is not said either where the vendor refuses it", async () => {
    const wrong = `${key}-of-yesterday`;
    const { code, stdout, stderr } = await run(["sync", "--source", "anthropic"], {
      ...settings,
      ANTHROPIC_ADMIN_KEY: wrong,
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/ANTHROPIC_ADMIN_KEY/);
    expect(stdout + stderr).not.toContain(wrong);
    expect(holdsSecret(stdout + stderr)).toBe(false);
  });
});
