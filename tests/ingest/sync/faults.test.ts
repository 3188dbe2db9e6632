/** A vendor that fails: what heals is asked again, what is broken is named, the rest is landed. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { summaryText } from "../../../cli/sync/run.ts";
import { openHttp } from "../../../ingest/ask/http.ts";
import {
  type AnthropicServer,
  type FaultKind,
  startAnthropic,
} from "../../../local/stand_ins/anthropic/server.ts";
import { demoOrganizations } from "../../../local/stand_ins/organization/index.ts";
import { memoryWarehouse, type MemoryWarehouse } from "../support/memory_warehouse.ts";
import { connectionTo, recordingLog, syncAll, syncOnce } from "../support/vendor_sync.ts";

let server: AnthropicServer;
let warehouse: MemoryWarehouse;

beforeAll(async () => {
  const organizations = demoOrganizations({ days: 20, requestsPerKeyDay: 2, second: false });
  server = await startAnthropic({ organizations, now: () => Date.parse("2026-11-01T06:00:00Z") });
});
afterAll(() => server.close());
beforeEach(() => {
  server.faults.clear();
  warehouse = memoryWarehouse();
});

function landed(of: MemoryWarehouse): string[] {
  const rows = of.rows("raw_fetches");
  return rows.map((row) => `${String(row["params"])} ${String(row["content_sha256"])}`).sort();
}

describe("a fault that heals", () => {
  const undisturbed = memoryWarehouse();
  beforeAll(async () => {
    server.faults.clear();
    await syncOnce(server, undisturbed);
  });

  it.each<FaultKind>([
    "429_without_retry_after",
    "429_with_retry_after",
    "529",
    "cut_body",
    "html_502",
  ])("%s on a quarter of all calls leaves what was landed as it would have been", async (kind) => {
    server.faults.set([{ kind, share: 0.25, seed: 7 }]);
    const waits: number[] = [];
    const summary = await syncOnce(server, warehouse, { waits });
    expect(summary.failures).toEqual([]);
    expect(landed(warehouse)).toEqual(landed(undisturbed));
    expect(waits.length).toBeGreaterThan(3);
  });
});

describe("a broken contract", () => {
  it.each<[FaultKind, RegExp]>([
    [
      "has_more_without_cursor",
      /cost_report from .* is missing: Page 1 says has_more without a cursor/,
    ],
    ["cursor_comes_back", /cost_report .* is missing: /],
    ["wrong_type", /cost_report .* is missing: .*data\[0\]\.results\[0\]\.amount/],
  ])("%s ends its endpoint with exit code 65 and lands the others", async (kind, message) => {
    server.faults.set([{ kind, path: "/cost_report" }]);
    const summary = await syncOnce(server, warehouse);
    expect(summary.failures).toHaveLength(1);
    expect(summary.failures[0]).toMatchObject({ name: "ContractError", exitCode: 65 });
    expect(summary.failures[0]?.message).toMatch(message);
    expect(warehouse.rows("raw_anthropic_cost")).toEqual([]);
    const others = new Set(warehouse.rows("raw_fetches").map((row) => row["endpoint"]));
    expect(others.size).toBe(14);
  });

  it("leaves what was landed before to speak", async () => {
    await syncOnce(server, warehouse);
    const before = warehouse.rows("raw_fetches").length;
    server.faults.set([{ kind: "wrong_type", path: "/cost_report" }]);
    await syncOnce(server, warehouse);
    expect(warehouse.rows("raw_fetches").slice(0, before)).toHaveLength(before);
    expect(
      warehouse
        .rows("raw_fetches")
        .slice(before)
        .filter((row) => row["endpoint"] === "cost_report"),
    ).toEqual([]);
  });
});

describe("a new field", () => {
  it("is landed with the text and reported once", async () => {
    server.faults.set([{ kind: "unknown_field", path: "/cost_report" }]);
    const log = recordingLog();
    const summary = await syncOnce(server, warehouse, { log });
    expect(summary.failures).toEqual([]);
    expect(summary.unknownFields).toEqual([
      "cost_report: data[].results[].brand_new_field",
      "cost_report: brand_new_envelope_field",
    ]);
    expect(log.events.filter(({ event }) => event === "unknown_field")).toHaveLength(2);
    expect(String(warehouse.rows("raw_anthropic_cost")[0]?.["body"])).toContain("brand_new_field");
  });
});

describe("a day that the vendor leaves out", () => {
  const DAYS = { from: "2026-10-28", to: "2026-10-31" };
  const LOST = "2026-10-29";
  const costs = () =>
    warehouse.rows("raw_fetches").filter((row) => row["endpoint"] === "cost_report");

  /** One run of which the cost report leaves out a day, an hour after the one before. */
  async function syncWithout(day: string) {
    const http = openHttp();
    const summary = await syncOnce(server, warehouse, {
      ...DAYS,
      now: () => Date.parse("2026-11-01T07:00:00Z"),
      send: async (request, signal) => {
        const answer = await http.send(request, signal);
        if (!request.url.pathname.endsWith("/cost_report")) return answer;
        const page = JSON.parse(Buffer.from(answer.bytes).toString()) as {
          data: { starting_at: string }[];
        };
        const data = page.data.filter(({ starting_at: at }) => !at.startsWith(day));
        return { ...answer, bytes: Buffer.from(JSON.stringify({ ...page, data })) };
      },
    });
    await http.close();
    return summary;
  }

  it("and that had rows keeps them, with exit code 65, and the days beside it are landed", async () => {
    await syncOnce(server, warehouse, DAYS);
    const before = costs().length;
    const { failures } = await syncWithout(LOST);
    expect(failures).toEqual([
      expect.objectContaining({
        exitCode: 65,
        message: expect.stringMatching(
          /^cost_report from 2026-10-29 to 2026-10-30 is missing: the vendor left out 2026-10-29, of which it had rows before/,
        ),
      }),
    ]);
    const starts = costs()
      .slice(before)
      .map((row) => String(row["window_start"]).slice(0, 10));
    expect(starts.sort()).toEqual(["2026-10-28", "2026-10-30"]);
    expect((await syncOnce(server, warehouse, DAYS)).failures).toEqual([]);
  });

  it("and that nobody has asked for before counts as empty, twice as well", async () => {
    expect((await syncWithout(LOST)).failures).toEqual([]);
    expect((await syncWithout(LOST)).failures).toEqual([]);
    expect(costs().find((row) => String(row["window_start"]).startsWith(LOST))).toMatchObject({
      row_count: 0,
    });
  });
});

describe("many new fields", () => {
  it("are named up to twenty, and counted", async () => {
    const http = openHttp();
    const names = [...Array(500).keys()].map((index) => `field_${index}`);
    const log = recordingLog();
    const summary = await syncOnce(server, warehouse, {
      log,
      send: async (request, signal) => {
        const answer = await http.send(request, signal);
        if (!request.url.pathname.endsWith("/cost_report")) return answer;
        const more = Object.fromEntries(names.map((name) => [name, "ada"]));
        const page = JSON.parse(Buffer.from(answer.bytes).toString()) as object;
        return { ...answer, bytes: Buffer.from(JSON.stringify({ ...page, ...more })) };
      },
    });
    await http.close();
    expect(summary.failures).toEqual([]);
    const said = summaryText(summary);
    expect(said.match(/New field, kept but not used: cost_report: field_\d+\./g)).toHaveLength(20);
    expect(said).toContain("\nNew fields, kept but not used: and 480 more.\n");
    expect(log.events.filter(({ event }) => event === "unknown_field")).toHaveLength(20);
    expect(log.events).toContainEqual({ event: "unknown_fields_more", fields: 480 });
  });
});

describe("a refusal", () => {
  it("of the key ends the run with exit code 2 before anything is landed", async () => {
    server.faults.set([{ kind: "401" }]);
    await expect(syncOnce(server, warehouse)).rejects.toMatchObject({ exitCode: 2 });
    expect(warehouse.rows("raw_sync_runs")).toEqual([]);
  });

  it("of a key that is no Admin key is the vendor's to say, and the sentence says what to do", async () => {
    const connection = { ...connectionTo(server), key: "sk-ant-api03-nobody-has-this-key" };
    await expect(syncAll([connection], warehouse)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(
        /HTTP 404.*ANTHROPIC_ADMIN_KEY is not an Admin key and may not be used as one/,
      ) as unknown,
    });
  });

  it("of one endpoint is named, with exit code 2, and does not hide the others", async () => {
    server.faults.set([{ kind: "403", path: "/usage_report/claude_code" }]);
    const summary = await syncOnce(server, warehouse);
    expect(summary.failures).toHaveLength(1);
    expect(summary.failures[0]).toMatchObject({ exitCode: 2 });
    expect(summary.failures[0]?.message).toMatch(
      /claude_code from .* is missing: .*set an Admin key/,
    );
    expect(summary.endpoints).toHaveLength(14);
  });
});

describe("a directory that fails", () => {
  it.each<[FaultKind, number]>([
    ["500", 75],
    ["529", 75],
    ["403", 2],
    ["has_more_without_cursor", 65],
  ])("by %s costs names and no report", async (kind, exitCode) => {
    const directories = ["/api_keys", "/users", "/workspaces"];
    server.faults.set(directories.map((path) => ({ kind, path })));
    const summary = await syncOnce(server, warehouse);
    expect(summary.failures.map((failure) => failure.exitCode)).toEqual([
      exitCode,
      exitCode,
      exitCode,
    ]);
    const landedOf = summary.endpoints.map(({ endpoint }) => endpoint);
    expect(landedOf).toEqual(expect.arrayContaining(["cost_report", "usage_by_key"]));
    expect(landedOf.filter((endpoint) => !/cost|usage|claude_code/.test(endpoint))).toEqual([]);
  });
});

describe("a vendor that stays away", () => {
  it("ends the run with exit code 75 after the tries, and what was complete is kept", async () => {
    server.faults.set([{ kind: "529", path: "/usage_report/messages" }]);
    const waits: number[] = [];
    const summary = await syncOnce(server, warehouse, { waits });
    expect(summary.failures[0]).toMatchObject({ name: "TransportError", exitCode: 75 });
    expect(waits.length).toBeGreaterThanOrEqual(8);
    const landedOf = summary.endpoints.map(({ endpoint }) => endpoint);
    expect(landedOf).toContain("cost_report");
    expect(landedOf.filter((endpoint) => endpoint.startsWith("usage_"))).toEqual([]);
  });
});
