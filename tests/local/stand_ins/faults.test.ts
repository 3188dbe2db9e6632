import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";

import { startVendor, type Json, type Vendor } from "./support.ts";

const RANGE = "starting_at=2026-10-20T00:00:00Z&ending_at=2026-10-30T00:00:00Z";
const COST = `/cost_report?${RANGE}&group_by[]=description`;

let vendor: Vendor;
beforeAll(async () => {
  vendor = await startVendor({ second: false });
});
afterEach(() => vendor.server.faults.clear());
afterAll(() => vendor.server.close());

function firstRow(json: Json): Json {
  const buckets = json["data"] as { results: Json[] }[];
  return buckets.flatMap(({ results }) => results)[0] ?? {};
}

describe("faults", () => {
  it.each([
    ["401", 401, "authentication_error"],
    ["403", 403, "permission_error"],
    ["429_without_retry_after", 429, "rate_limit_error"],
    ["529", 529, "overloaded_error"],
  ] as const)("%s once, and the next call is answered", async (kind, status, type) => {
    vendor.server.faults.set([{ kind, times: 1 }]);
    const reply = await vendor.get("/me");
    expect(reply.status).toBe(status);
    expect((reply.json["error"] as Json)["type"]).toBe(type);
    expect(reply.headers.get("retry-after")).toBeNull();
    expect((await vendor.get("/me")).status).toBe(200);
  });

  it("a 429 may say how long to wait", async () => {
    vendor.server.faults.set([{ kind: "429_with_retry_after", retryAfterSeconds: 3 }]);
    expect((await vendor.get("/me")).headers.get("retry-after")).toBe("3");
  });

  it("HTML with status 502 is no JSON", async () => {
    vendor.server.faults.set([{ kind: "html_502" }]);
    const { headers, status, text } = await vendor.get("/me");
    expect([status, headers.get("content-type"), text.slice(0, 6)]).toEqual([
      502,
      "text/html",
      "<html>",
    ]);
  });

  it("a cut body breaks in the middle", async () => {
    vendor.server.faults.set([{ kind: "cut_body", path: "/cost_report", times: 1 }]);
    await expect(vendor.get(COST)).rejects.toThrow("terminated");
    expect((await vendor.get(COST)).status).toBe(200);
  });

  it("has_more without a cursor, in reports and lists", async () => {
    vendor.server.faults.set([{ kind: "has_more_without_cursor" }]);
    const report = (await vendor.get(COST)).json;
    expect([report["has_more"], report["next_page"]]).toEqual([true, null]);
    const list = (await vendor.get("/users")).json;
    expect([list["has_more"], list["last_id"]]).toEqual([true, null]);
  });

  it("a cursor that comes back", async () => {
    vendor.server.faults.set([{ kind: "cursor_comes_back" }]);
    const cursor = (await vendor.get(COST)).json["next_page"];
    const second = await vendor.get(`${COST}&page=${String(cursor)}`);
    expect(second.status).toBe(200);
    expect([second.json["has_more"], second.json["next_page"]]).toEqual([true, cursor]);
    const last = (await vendor.get("/users")).json["last_id"];
    const again = await vendor.get(`/users?after_id=${String(last)}`);
    expect([again.json["has_more"], again.json["last_id"]]).toEqual([true, last]);
  });

  it("a report of one page asked again under its cursor that comes back is answered", async () => {
    vendor.server.faults.set([{ kind: "cursor_comes_back" }]);
    const short = "/cost_report?starting_at=2026-10-20T00:00:00Z&ending_at=2026-10-21T00:00:00Z";
    const { json } = await vendor.get(short);
    const again = await vendor.get(`${short}&page=${String(json["next_page"])}`);
    expect([again.status, again.json["next_page"]]).toEqual([200, json["next_page"]]);
  });

  it("an unknown field is added and nothing else changes", async () => {
    const good = firstRow((await vendor.get(COST)).json);
    vendor.server.faults.set([{ kind: "unknown_field" }]);
    expect(firstRow((await vendor.get(COST)).json)).toEqual({
      ...good,
      brand_new_field: "surprise",
    });
  });

  it.each([
    [COST, "amount", "number"],
    [`/usage_report/messages?${RANGE}`, "output_tokens", "string"],
  ])("a wrong type in %s", async (path, name, type) => {
    vendor.server.faults.set([{ kind: "wrong_type" }]);
    expect(typeof firstRow((await vendor.get(path)).json)[name]).toBe(type);
  });

  it("a wrong type in lists and in Claude Code records", async () => {
    vendor.server.faults.set([{ kind: "wrong_type" }]);
    const [user] = (await vendor.get("/users")).json["data"] as Json[];
    expect(user?.["id"]).toBe(7);
    const [record] = (await vendor.get("/usage_report/claude_code?starting_at=2026-10-20")).json[
      "data"
    ] as Json[];
    expect((record?.["core_metrics"] as Json)["num_sessions"]).toBe("many");
  });

  it("strikes only its path, from the n-th call on, so many times", async () => {
    vendor.server.faults.set([{ kind: "529", path: /users/, from: 2, times: 2 }]);
    const statuses: number[] = [];
    for (const path of ["/users", "/me", "/users", "/me", "/users", "/users"]) {
      statuses.push((await vendor.get(path)).status);
    }
    expect(statuses).toEqual([200, 200, 529, 200, 529, 200]);
    expect(vendor.server.requests.slice(-6).map(({ status }) => status)).toEqual(statuses);
  });

  it("a second fault waits for the first to be used up", async () => {
    vendor.server.faults.set([
      { kind: "529", times: 1 },
      { kind: "html_502", times: 1 },
    ]);
    const statuses = [await vendor.get("/me"), await vendor.get("/me"), await vendor.get("/me")];
    expect(statuses.map(({ status }) => status)).toEqual([529, 502, 200]);
  });

  it("a share of all calls is struck, the same ones for the same seed", async () => {
    const run = async (): Promise<readonly number[]> => {
      vendor.server.faults.set([{ kind: "529", share: 0.2, seed: 4 }]);
      const statuses: number[] = [];
      for (let call = 0; call < 100; call += 1) statuses.push((await vendor.get("/me")).status);
      return statuses;
    };
    const statuses = await run();
    const struck = statuses.filter((status) => status === 529).length;
    expect(struck).toBeGreaterThan(8);
    expect(struck).toBeLessThan(35);
    expect(await run()).toEqual(statuses);
  });

  it("latency delays the answer", async () => {
    vendor.server.faults.set([{ kind: "latency", latencyMs: 60, times: 1 }]);
    const before = performance.now();
    expect((await vendor.get("/me")).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(50);
  });

  it("faults given at the start strike the first call", async () => {
    const faulty = await startVendor({ second: false, faults: [{ kind: "529" }] });
    expect((await faulty.get("/me")).status).toBe(529);
    await faulty.server.close();
  });
});
