/** An organization that its vendor names has one name of a connection, over the runs. */

import { afterAll, beforeAll, expect, it } from "@jest/globals";

import type { SyncDeps } from "../../../ingest/sync/sync_deps.ts";
import { type AnthropicServer, startAnthropic } from "../../../local/stand_ins/anthropic/server.ts";
import { type ClaudeAiServer, startClaudeAi } from "../../../local/stand_ins/claude_ai/server.ts";
import { demoOrganizations } from "../../../local/stand_ins/organization/index.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { connectionTo, syncAll } from "../support/vendor_sync.ts";

const START = Date.parse("2026-11-01T06:00:00Z");
const clock = { now: START };
const now = () => clock.now;

let local: TestWarehouse;
let anthropic: AnthropicServer;
let claudeAi: ClaudeAiServer;

beforeAll(async () => {
  const [organization, second] = demoOrganizations({ days: 3, people: 5, requestsPerKeyDay: 1 });
  if (organization === undefined || second === undefined) throw new Error("there are two");
  local = await startTestWarehouse();
  const organizations = [organization, second];
  anthropic = await startAnthropic({ organizations, now, analytics: "missing" });
  claudeAi = await startClaudeAi({ organization, now });
});
afterAll(async () => {
  await Promise.all([anthropic.close(), claudeAi.close()]);
  await local.close();
});

function connectionOf(vendor: "anthropic" | "claude_ai"): SyncDeps["connections"][number] {
  if (vendor === "anthropic") return connectionTo(anthropic);
  const { key, url: baseUrl } = claudeAi;
  return { name: "demo", vendor, keyEnv: "CLAUDE_ANALYTICS_KEY", key, baseUrl };
}

it.each(["anthropic", "claude_ai"] as const)(
  "%s: another name is refused before a report is asked for, and the first one goes on",
  async (vendor) => {
    await local.empty();
    const connection = connectionOf(vendor);
    const requests = () => anthropic.requests.length + claudeAi.requests.length;
    const sync = (...connections: SyncDeps["connections"]) => {
      clock.now += 3_600_000;
      return syncAll(connections, local.warehouse, { now, from: "2026-10-31" });
    };
    expect((await sync(connection)).failures).toEqual([]);
    const before = requests();
    expect((await sync({ ...connection, name: "renamed" })).failures).toEqual([
      expect.objectContaining({
        exitCode: 2,
        message: expect.stringMatching(
          /^Connection renamed has the organization that the connection demo has read, .*keep the name demo/,
        ),
      }),
    ]);
    // Whose key it is takes one question.
    expect(requests() - before).toBe(1);
    expect((await sync(connection)).failures).toEqual([]);
    const rows = await local.readRows("select distinct connection from ai_raw.raw_fetches");
    expect(rows).toEqual([{ connection: "demo" }]);
  },
);

it("another organization of the vendor has a name of its own", async () => {
  await local.empty();
  const sync = (...connections: SyncDeps["connections"]) =>
    syncAll(connections, local.warehouse, { now, from: "2026-10-31" });
  await sync(connectionTo(anthropic));
  const both = await sync(connectionTo(anthropic), connectionTo(anthropic, "second"));
  expect(both.failures).toEqual([]);
});
