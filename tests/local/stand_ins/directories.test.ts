import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { headersOf, type Json, startVendor, type Vendor } from "./support.ts";

let vendor: Vendor;
beforeAll(async () => {
  vendor = await startVendor({ keys: 25, people: 25 });
});
afterAll(() => vendor.server.close());

function idsOf(rows: readonly Json[]): readonly string[] {
  return rows.map((row) => String(row["id"]));
}

describe("directories", () => {
  it.each([
    // Twenty-five of a workspace each, and two of the organization.
    ["/api_keys", 27],
    ["/users", 24],
    ["/workspaces", 5],
  ])("%s pages by after_id without gap or repetition", async (path, count) => {
    const whole = await vendor.get(`${path}?limit=1000`);
    const paged = await vendor.rows(`${path}?limit=2`);
    expect(paged).toEqual(whole.json["data"]);
    expect(new Set(idsOf(paged)).size).toBe(count);
    expect(whole.json["has_more"]).toBe(false);
    expect(whole.json["last_id"]).toBe(idsOf(paged).at(-1));
  });

  it("a page has twenty entries unless told otherwise", async () => {
    const { json } = await vendor.get("/api_keys");
    expect(json["data"]).toHaveLength(20);
    expect(json["has_more"]).toBe(true);
  });

  it("before_id pages backwards", async () => {
    const ids = idsOf(await vendor.rows("/api_keys?limit=1000"));
    const { json } = await vendor.get(`/api_keys?limit=3&before_id=${ids[5] ?? ""}`);
    expect(idsOf(json["data"] as Json[])).toEqual(ids.slice(2, 5));
    expect(json["has_more"]).toBe(true);
  });

  it("past the end is an empty page", async () => {
    const last = idsOf(await vendor.rows("/users?limit=1000")).at(-1) ?? "";
    const { json } = await vendor.get(`/users?after_id=${last}`);
    expect(json).toEqual({ data: [], first_id: null, has_more: false, last_id: null });
  });

  it("an unknown offset is ignored, so the first page comes again", async () => {
    const first = await vendor.get("/api_keys?limit=5");
    const again = await vendor.get("/api_keys?limit=5&offset=5");
    expect(again.text).toBe(first.text);
  });

  it("archived workspaces are shown only when asked for", async () => {
    const hidden = await vendor.rows("/workspaces?limit=1000");
    const all = await vendor.rows("/workspaces?limit=1000&include_archived=true");
    expect(hidden.length).toBeGreaterThan(0);
    expect(hidden.every((row) => row["archived_at"] === null)).toBe(true);
    expect(all.filter((row) => row["archived_at"] !== null)).toHaveLength(1);
    expect(all).toHaveLength(hidden.length + 1);
  });

  it("a workspace that will be archived later is not archived yet", async () => {
    const early = await startVendor({ now: "2026-09-20T00:00:00Z", second: false });
    const rows = await early.rows("/workspaces?limit=1000");
    await early.server.close();
    expect(rows).toHaveLength(6);
  });

  it("the default workspace is not in the list, its keys say null", async () => {
    const workspaces = new Set(idsOf(await vendor.rows("/workspaces?include_archived=true")));
    const places = (await vendor.rows("/api_keys?limit=1000")).map((row) => row["workspace_id"]);
    expect(places).toContain(null);
    expect(places.every((place) => place === null || workspaces.has(place as string))).toBe(true);
  });

  it("a leaver is not among the users, and the key they made lives", async () => {
    const users = new Set(idsOf(await vendor.rows("/users?limit=1000")));
    const keys = await vendor.rows("/api_keys?limit=1000&status=active");
    const creators = keys.map((key) => key["created_by"] as Json | null);
    const orphaned = creators.filter(
      (creator) => creator !== null && !users.has(String(creator["id"])),
    );
    expect(orphaned).toHaveLength(1);
    expect(creators.filter((creator) => creator === null)).toHaveLength(1);
  });

  it("filters narrow keys, users and members", async () => {
    const [creator] = await vendor.rows("/users?email=eva.novak@example.com");
    const id = String(creator?.["id"]);
    const keys = await vendor.rows(`/api_keys?created_by_user_id=${id}`);
    expect(keys.length).toBeGreaterThanOrEqual(2);
    expect(keys.every(({ name }) => String(name).startsWith("claude_code_key_eva.novak_"))).toBe(
      true,
    );
    const workspace = String(keys[0]?.["workspace_id"]);
    const members = await vendor.rows(`/workspaces/${workspace}/members?limit=1000`);
    expect(members.map((member) => member["user_id"])).toContain(id);
    expect((await vendor.get("/workspaces/wrkspc_01none/members")).status).toBe(404);
  });

  it("each key sees its own organization", async () => {
    const { second } = vendor;
    if (second === undefined) throw new Error("a second organization expected");
    const other = await vendor.get("/me", headersOf(second));
    expect(other.json["id"]).toBe(second.id);
    expect(other.json["id"]).not.toBe(vendor.first.id);
    const [own] = await vendor.rows("/api_keys?limit=1000", headersOf(second));
    expect(own?.["name"]).toBe(vendor.first.keys[0]?.name);
    expect(own?.["id"]).not.toBe(vendor.first.keys[0]?.id);
  });
});
