import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { headersOf, type Json, messageOf, startVendor, type Vendor } from "./support.ts";

const NOW = "2026-10-28T15:30:00Z";
const COST = "/cost_report?";
const USAGE = "/usage_report/messages?";
const DAY = "starting_at=2026-10-20T00:00:00Z&ending_at=2026-10-21T00:00:00Z";

let vendor: Vendor;
beforeAll(async () => {
  vendor = await startVendor({ now: NOW, second: false });
});
afterAll(() => vendor.server.close());

describe("keys and headers", () => {
  const version = { "anthropic-version": "2023-06-01" };
  const key = (): string => headersOf(vendor.first)["x-api-key"] ?? "";

  it.each([
    ["no key", { ...version }, 401, "authentication_error", "x-api-key header is required"],
    [
      "a wrong key",
      { ...version, "x-api-key": "sk-ant-admin01-x" },
      401,
      "authentication_error",
      "invalid x-api-key",
    ],
    [
      "an inference key",
      { ...version, "x-api-key": "sk-ant-api03-x" },
      404,
      "not_found_error",
      "Not Found",
    ],
  ])("%s", async (_title, headers, status, type, message) => {
    const reply = await vendor.get("/me", headers);
    expect(reply.status).toBe(status);
    expect(reply.json).toEqual({
      type: "error",
      error: { type, message },
      request_id: reply.headers.get("request-id"),
    });
  });

  it("no version is a 400", async () => {
    const reply = await vendor.get("/me", { "x-api-key": key() });
    expect([reply.status, messageOf(reply)]).toEqual([
      400,
      "anthropic-version: header is required",
    ]);
  });

  it("a bearer and a newer version are accepted, as the official SDK sends them", async () => {
    const headers = { authorization: `Bearer ${key()}`, "anthropic-version": "2026-10-21" };
    const { json, status } = await vendor.get("/me", headers);
    expect(status).toBe(200);
    expect(json).toEqual({ id: vendor.first.id, name: "Example Works", type: "organization" });
  });

  it("every answer has a request id of its own", async () => {
    const ids = [await vendor.get("/me"), await vendor.get("/nothing")].map(({ headers }) =>
      headers.get("request-id"),
    );
    expect(ids.every((id) => /^req_/.test(id ?? ""))).toBe(true);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it("an unknown path is a 404 and another method a 405", async () => {
    expect((await vendor.get("/nothing")).status).toBe(404);
    const url = `${vendor.server.url}/v1/organizations/me`;
    const posted = await fetch(url, { method: "POST", headers: headersOf(vendor.first) });
    expect(posted.status).toBe(405);
  });

  it("the log has no keys", () => {
    expect(vendor.server.requests.length).toBeGreaterThan(3);
    expect(JSON.stringify(vendor.server.requests)).not.toContain("sk-ant");
  });
});

describe("questions that are refused", () => {
  const six = [
    "account_id",
    "api_key_id",
    "context_window",
    "inference_geo",
    "model",
    "workspace_id",
  ];
  it.each([
    [
      `${COST}${DAY}&group_by=workspace_id`,
      "Array parameters must use brackets, like group_by[]=value",
    ],
    [
      `${COST}${DAY}&group_by[]=api_key_id`,
      "Invalid group_by[]: api_key_id. Valid options are description, workspace_id",
    ],
    [
      `${USAGE}${DAY}${six.map((name) => `&group_by[]=${name}`).join("")}`,
      "Cannot specify more than 5 group_by[] dimensions.",
    ],
    [`${USAGE}${DAY}&models=x`, "Array parameters must use brackets"],
    [
      `${USAGE}${DAY}&service_tiers[]=gold`,
      "Invalid service_tiers[]: gold. Valid options are batch,",
    ],
    [`${COST}ending_at=2026-10-21T00:00:00Z`, "starting_at: Field required"],
    [`${COST}starting_at=yesterday`, "starting_at: Input should be a valid datetime"],
    [`${COST}starting_at=2026-02-30T00:00:00Z`, "starting_at: Input should be a valid datetime"],
    [`${COST}${DAY}&limit=0`, "limit: Input should be greater than or equal to 1"],
    [`${COST}${DAY}&limit=32`, "limit: Input should be less than or equal to 31"],
    [`${COST}${DAY}&limit=ten`, "limit: Input should be a valid integer"],
    [
      `${USAGE}${DAY}&bucket_width=1h&limit=169`,
      "limit: Input should be less than or equal to 168",
    ],
    [`${COST}${DAY}&bucket_width=1h`, "Invalid bucket_width: 1h. Valid options are 1d"],
    [
      `${COST}starting_at=2026-10-20T00:00:00Z&ending_at=2026-10-20T23:59:59Z`,
      "Invalid date range: ending date must be after starting date",
    ],
    [
      `${COST}starting_at=2026-10-28T00:00:00Z`,
      "Invalid date range: ending date must be after starting date",
    ],
    [`${COST}${DAY}&page=page_bm90aGluZw==`, "page: Invalid page token"],
    ["/usage_report/claude_code?starting_at=2026-10-20T00:00:00Z", "in the format YYYY-MM-DD"],
    ["/usage_report/claude_code?limit=5", "starting_at: Field required"],
    ["/usage_report/claude_code?starting_at=2026-10-20&limit=1001", "less than or equal to 1000"],
    ["/api_keys?limit=1001", "less than or equal to 1000"],
    [
      "/api_keys?status=lost",
      "Invalid status: lost. Valid options are active, archived, expired, inactive",
    ],
    ["/users?after_id=user_nobody", "after_id: Invalid cursor"],
  ])("%s", async (path, message) => {
    const reply = await vendor.get(path);
    expect(reply.status).toBe(400);
    expect(messageOf(reply)).toContain(message);
    expect((reply.json["error"] as Json)["type"]).toBe("invalid_request_error");
    expect(reply.headers.get("x-should-retry")).toBe("false");
  });

  it("a page token under another question", async () => {
    const first = await vendor.get(`${COST}starting_at=2026-10-01T00:00:00Z`);
    const page = String(first.json["next_page"]);
    expect(Buffer.from(page.slice(5), "base64").toString()).toMatch(/^2026-10-08T00:00:00Z/);
    const same = await vendor.get(`${COST}starting_at=2026-10-01T00:00:00Z&page=${page}`);
    expect(same.status).toBe(200);
    const other = await vendor.get(`${COST}starting_at=2026-10-02T00:00:00Z&page=${page}`);
    expect(other.status).toBe(400);
    expect(messageOf(other)).toContain("does not match the query parameters");
  });

  it("service accounts need OAuth", async () => {
    expect((await vendor.get("/service_accounts")).status).toBe(403);
  });
});
