/** What the directories answer beside keys: service accounts if the key may read them, the default workspace if asked. */

import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";

import {
  type AnthropicServer,
  startAnthropic,
} from "../../../../local/stand_ins/anthropic/server.ts";
import { demoOrganizations } from "../../../../local/stand_ins/organization/index.ts";
import { memoryWarehouse, type MemoryWarehouse } from "../../support/memory_warehouse.ts";
import { recordingLog, syncOnce } from "../../support/vendor_sync.ts";

const organizations = demoOrganizations({ days: 3, requestsPerKeyDay: 1, second: false });
const now = (): number => Date.parse("2026-11-05T06:00:00Z");
const DAYS = { now, from: "2026-11-04" };

let server: AnthropicServer;
let warehouse: MemoryWarehouse;
beforeEach(() => {
  warehouse = memoryWarehouse();
});
afterEach(() => server.close());

describe("service accounts", () => {
  it("are landed if the key may read them", async () => {
    server = await startAnthropic({ organizations, now, serviceAccounts: "on" });
    const summary = await syncOnce(server, warehouse, DAYS);
    expect([summary.failures, summary.notes, summary.unknownFields]).toEqual([[], [], []]);
    const [page] = warehouse.rows("raw_anthropic_service_accounts");
    expect(JSON.parse(String(page?.["body"]))).toMatchObject({
      data: organizations[0]?.serviceAccounts,
    });
  });

  it("are a note and no failure if it may not, and cost no report", async () => {
    server = await startAnthropic({ organizations, now });
    const summary = await syncOnce(server, warehouse, DAYS);
    expect(summary.failures).toEqual([]);
    expect(summary.notes).toEqual([
      "demo, service_accounts: not available with this key (HTTP 403).",
    ]);
    expect(summary.endpoints.map(({ endpoint }) => endpoint)).toContain("cost_report");
  });

  it("go on from page to page", async () => {
    const accounts = ["a", "b", "c"].map((name) => ({ id: `svac_${name}`, name }));
    const [organization] = organizations;
    if (organization === undefined) throw new Error("there is always a first organization");
    server = await startAnthropic({
      organizations: [
        {
          ...organization,
          serviceAccounts: [
            ...accounts,
            ...Array.from({ length: 120 }, (_, n) => ({ id: `svac_${n}`, name: String(n) })),
          ],
        },
      ],
      now,
      serviceAccounts: "on",
    });
    const { endpoints } = await syncOnce(server, warehouse, DAYS);
    expect(endpoints.find(({ endpoint }) => endpoint === "service_accounts")).toMatchObject({
      pages: 2,
      rows: 123,
    });
  });
});

describe("workspaces", () => {
  it("are asked for with the default and archived ones", async () => {
    server = await startAnthropic({ organizations, now });
    await syncOnce(server, warehouse, DAYS);
    const [page] = warehouse.rows("raw_anthropic_workspaces");
    const { data } = JSON.parse(String(page?.["body"])) as {
      data: { name: string; archived_at: string | null; tags: object }[];
    };
    expect(data.map(({ name }) => name)).toContain("Default");
    expect(data.some(({ archived_at: archivedAt }) => archivedAt !== null)).toBe(true);
    expect(data.find(({ name }) => name === "Production")?.tags).toEqual({
      environment: "production",
      product: "production",
    });
  });
});

describe("a field that nothing reads", () => {
  it("and that changed is landed, counted and told once, without its value", async () => {
    server = await startAnthropic({ organizations, now, serviceAccounts: "on" });
    server.faults.set([{ kind: "odd_type", path: "/workspaces" }]);
    const log = recordingLog();
    const summary = await syncOnce(server, warehouse, { ...DAYS, log });
    const times = organizations[0] === undefined ? 0 : organizations[0].workspaces.length + 1;
    expect(summary.failures).toEqual([]);
    expect(summary.changedFields).toEqual([{ field: "workspaces: data[].type", times }]);
    expect(log.events.filter(({ event }) => event === "changed_field")).toEqual([
      { event: "changed_field", field: "workspaces: data[].type", times },
    ]);
    expect(String(warehouse.rows("raw_anthropic_workspaces")[0]?.["body"])).toContain(
      '"type":["oddity"]',
    );
    expect(JSON.stringify(log.events)).not.toContain("oddity");
  });
});
