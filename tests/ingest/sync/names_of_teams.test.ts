/** A Cursor team has one name, since no answer names it: it is told by its members, in one run and over the runs. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import type { HttpSend } from "../../../ingest/ask/exchange.ts";
import type { SyncSummary } from "../../../ingest/sync/sync_summary.ts";
import { cellText } from "../../../ingest/warehouse/cells.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";
import { syncAll } from "../support/vendor_sync.ts";

/** The members that a key reads; a number is the status with which it is refused. */
type Team = readonly { id?: string; email: string; isRemoved?: boolean }[] | number;

let local: TestWarehouse;
let hours: number;
/** By the name that is in their keys. */
let teams: Record<string, Team>;
/** Paths in the order in which they were asked for. */
let asked: string[];

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());
beforeEach(async () => {
  await local.empty();
  hours = 0;
  teams = {};
  asked = [];
});

const people = (...names: readonly string[]): Team =>
  names.map((name) => ({ id: `user_${name}`, email: `${name}@example.com` }));

const send: HttpSend = ({ url, headers }) => {
  const key = Buffer.from(headers["authorization"]?.slice(6) ?? "", "base64").toString();
  const team = teams[key.split("_")[1] ?? ""];
  asked.push(url.pathname);
  const status = url.pathname === "/teams/members" && typeof team === "number" ? team : 200;
  const answer = ANSWERS[url.pathname] ?? { teamMembers: team };
  const bytes = Buffer.from(JSON.stringify(answer));
  return Promise.resolve({ status, headers: { "x-should-retry": "false" }, bytes });
};

const PAGE = { page: 1, pageSize: 100, currentPage: 1, totalUsers: 0, hasNextPage: false };
const ANSWERS: Readonly<Record<string, unknown>> = {
  "/teams/daily-usage-data": { data: [], pagination: PAGE },
  "/teams/filtered-usage-events": { totalUsageEventsCount: 0, pagination: PAGE, usageEvents: [] },
  "/teams/spend": { teamMemberSpend: [], subscriptionCycleStart: null, totalPages: 1 },
};

/** One run over connections by name, each with a key of that team; an hour after the one before. */
function sync(teamOf: Readonly<Record<string, string>>): Promise<SyncSummary> {
  hours += 1;
  asked = [];
  const now = Date.parse("2026-11-01T06:00:00Z") + hours * 3_600_000;
  const connections = Object.entries(teamOf).map(([name, team]) => ({
    ...{ name, vendor: "cursor" as const, keyEnv: `KEY_OF_${name}` },
    ...{ key: `crsr_${team}_not_a_real_key_of_${name}`, baseUrl: "http://127.0.0.1" },
  }));
  return syncAll(connections, local.warehouse, { send, now: () => now, from: "2026-10-31" });
}

const messages = ({ failures }: SyncSummary) => failures.map(({ message }) => message);

/** Connections of which anything was landed. */
async function names(): Promise<readonly string[]> {
  const rows = await local.readRows(
    "select distinct connection from ai_raw.raw_fetches order by 1",
  );
  return rows.map(({ connection }) => cellText(connection ?? null));
}

describe("a team under a new name", () => {
  const KEPT =
    /^Connection team-a has the team that the connection cursor has read, .*keep the name cursor/;

  it("is refused before a report is asked for, whoever has come or gone since", async () => {
    teams = { a: people("ada", "bob", "cleo") };
    expect(messages(await sync({ cursor: "a" }))).toEqual([]);
    teams = { a: people("ada", "cleo", "dora") };
    const { failures } = await sync({ "team-a": "a" });
    expect(failures).toEqual([
      expect.objectContaining({ exitCode: 2, message: expect.stringMatching(KEPT) }),
    ]);
    expect(new Set(asked)).toEqual(new Set(["/teams/members"]));
    expect(await names()).toEqual(["cursor"]);
    expect(messages(await sync({ cursor: "a" }))).toEqual([]);
  });

  it("is known by its people's addresses where their ids have changed", async () => {
    teams = { a: [{ id: "1", email: "Ada@example.com" }] };
    await sync({ cursor: "a" });
    teams = { a: people("ada") };
    expect(messages(await sync({ "team-a": "a" }))).toEqual([expect.stringMatching(KEPT)]);
  });

  it("is refused whoever is asked beside it, and the others are asked", async () => {
    teams = { a: people("ada", "bob"), b: people("eve", "fred") };
    await sync({ cursor: "a" });
    const { failures } = await sync({ "team-a": "a", "team-b": "b" });
    expect(failures.map(({ message }) => message)).toEqual([expect.stringMatching(KEPT)]);
    expect(await names()).toEqual(["cursor", "team-b"]);
  });

  it("is refused for now where its members cannot be read", async () => {
    teams = { a: people("ada") };
    await sync({ cursor: "a" });
    teams = { a: 503 };
    expect(await sync({ "team-a": "a" })).toMatchObject({
      failures: [{ exitCode: 75, message: expect.stringContaining("may have the team of cursor") }],
    });
    expect(await names()).toEqual(["cursor"]);
    // Under its own name nothing can be mistaken, and the money is asked for.
    await sync({ cursor: "a" });
    expect(asked).toContain("/teams/filtered-usage-events");
  });
});

describe("two keys of one team in a run", () => {
  it("are refused though somebody has joined between the two questions", async () => {
    teams = { a: people("ada"), b: people("ada", "bob") };
    await expect(sync({ first: "a", second: "b" })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/"first" and "second" have keys of one organization/),
    });
    expect(await names()).toEqual([]);
  });

  it("are not asked where nobody can tell whose they are, and the one that can be read is", async () => {
    teams = { a: people("ada"), b: 503 };
    expect(await sync({ first: "a", second: "b" })).toMatchObject({
      failures: [
        { exitCode: 75, message: expect.stringContaining("second may have the team of first") },
      ],
    });
    expect(await names()).toEqual(["first"]);
    teams = { a: 503, b: 503 };
    await expect(sync({ first: "a", second: "b" })).rejects.toMatchObject({ exitCode: 75 });
    teams = { a: people("ada"), b: [] };
    expect((await sync({ first: "a", second: "b" })).failures).toMatchObject([{ exitCode: 75 }]);
  });
});

describe("another team", () => {
  it("may share its administrator", async () => {
    teams = { a: people("root", "ada"), b: people("root", "bob") };
    expect(messages(await sync({ cursor: "a" }))).toEqual([]);
    expect(messages(await sync({ cursor: "a", second: "b" }))).toEqual([]);
    expect(await names()).toEqual(["cursor", "second"]);
  });

  it("may have everybody who has left the first", async () => {
    const left = ["ada", "bob"].map((name) => ({ email: `${name}@example.com`, isRemoved: true }));
    teams = { a: [...left, { email: "cleo@example.com" }], b: people("ada", "bob") };
    await sync({ cursor: "a" });
    expect(messages(await sync({ cursor: "a", second: "b" }))).toEqual([]);
  });

  it("goes on under its name when it takes up the people of one that is given up", async () => {
    teams = { a: people("ada", "bob"), b: people("cleo", "dora", "eve") };
    await sync({ cursor: "a", second: "b" });
    teams = { b: people("ada", "bob", "cleo", "dora", "eve") };
    expect(messages(await sync({ second: "b" }))).toEqual([]);
    expect(messages(await sync({ second: "b" }))).toEqual([]);
  });
});
