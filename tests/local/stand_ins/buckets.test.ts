import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { type Json, startVendor, type Vendor } from "./support.ts";

const NOW = "2026-10-28T15:30:00Z";
const COST = "/cost_report?";
const USAGE = "/usage_report/messages?";

let vendor: Vendor;
beforeAll(async () => {
  vendor = await startVendor({ now: NOW, second: false });
});
afterAll(() => vendor.server.close());

function bucketStarts(json: Json): readonly string[] {
  return (json["data"] as Json[]).map((bucket) => String(bucket["starting_at"]).slice(5, 10));
}

describe("buckets", () => {
  it("seven is the default of a page, and the next page goes on where it ended", async () => {
    const path = `${COST}starting_at=2026-10-01T00:00:00Z&ending_at=2026-10-10T00:00:00Z`;
    const first = await vendor.get(path);
    expect(bucketStarts(first.json)).toHaveLength(7);
    expect(first.json["has_more"]).toBe(true);
    const second = await vendor.get(`${path}&page=${String(first.json["next_page"])}`);
    expect(bucketStarts(second.json)).toEqual(["10-08", "10-09"]);
    expect([second.json["has_more"], second.json["next_page"]]).toEqual([false, null]);
  });

  it("a day without use is a bucket without results", async () => {
    const { json } = await vendor.get(
      `${COST}starting_at=2026-09-17T00:00:00Z&ending_at=2026-10-18T00:00:00Z&limit=31`,
    );
    const buckets = json["data"] as { results: unknown[] }[];
    expect(buckets).toHaveLength(31);
    expect(buckets.filter(({ results }) => results.length === 0).length).toBeGreaterThan(0);
  });

  it("the open day holds what has happened so far and no day follows it", async () => {
    const { json } = await vendor.get(
      `${USAGE}starting_at=2026-10-27T00:00:00Z&ending_at=2026-11-05T00:00:00Z`,
    );
    expect(bucketStarts(json)).toEqual(["10-27", "10-28"]);
    const late = await startVendor({ now: "2026-10-29T12:00:00Z", second: false });
    const today = `${USAGE}starting_at=2026-10-28T00:00:00Z&ending_at=2026-10-29T00:00:00Z`;
    const outputs = await Promise.all(
      [vendor, late].map(async (server) =>
        Number((await server.rows(today))[0]?.["output_tokens"]),
      ),
    );
    await late.server.close();
    expect(outputs[0]).toBeGreaterThan(0);
    expect(outputs[0]).toBeLessThan(outputs[1] ?? 0);
  });

  it("a range after the open day is empty and complete", async () => {
    const { json } = await vendor.get(
      `${COST}starting_at=2026-11-01T00:00:00Z&ending_at=2026-11-05T00:00:00Z`,
    );
    expect(json).toEqual({ data: [], has_more: false, next_page: null });
  });

  it("a date alone is its midnight, and edges inside a day move to whole days", async () => {
    const { json } = await vendor.get(
      `${COST}starting_at=2026-10-20T09:00:00Z&ending_at=2026-10-22T23:00:00Z`,
    );
    expect(bucketStarts(json)).toEqual(["10-21"]);
    const dates = await vendor.get(`${COST}starting_at=2026-10-20&ending_at=2026-10-22`);
    expect(bucketStarts(dates.json)).toEqual(["10-20", "10-21"]);
  });
});
