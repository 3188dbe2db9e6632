/** A build runs what its inputs or its SQL may have changed, and leaves out the rest. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { type CompiledGraph } from "../support/graph.ts";
import { startTestWarehouse, type TestWarehouse } from "../support/warehouse.ts";

let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

const place = (name: string, schema = "ai_staging") => ({ database: "local", schema, name });
const PEOPLE = place("people", "ai_reference");

/** People, the teams in them through a view, the teams' sizes behind a law. */
const SQL = {
  teams: "select lower(email) as email, team from `local.ai_reference.people`",
  teams_seen: "select * from `local.ai_staging.teams` where team is not null",
  sizes: "select team, count(*) as size from `local.ai_staging.teams_seen` group by team",
  law_small: "select * from `local.ai_staging.sizes` where size > 2",
  behind: "select max(size) as size from `local.ai_staging.sizes`",
};

function graphOf(edits: Partial<typeof SQL> = {}): CompiledGraph {
  const sql = { ...SQL, ...edits };
  const table = (
    name: keyof typeof SQL,
    enumType: "TABLE" | "VIEW",
    ...dependencyTargets: readonly (typeof PEOPLE)[]
  ) => ({ target: place(name), enumType, query: sql[name], dependencyTargets, fileName: name });
  return {
    declarations: [{ target: PEOPLE }],
    tables: [
      table("teams", "TABLE", PEOPLE),
      table("teams_seen", "VIEW", place("teams")),
      table("sizes", "TABLE", place("teams_seen")),
      table("behind", "TABLE", place("sizes"), place("law_small")),
    ],
    assertions: [
      {
        target: place("law_small"),
        query: sql.law_small,
        dependencyTargets: [place("sizes")],
        fileName: "law_small",
      },
    ],
    tests: [],
  };
}

const GRAPH = graphOf();

async function hire(...people: readonly (readonly [email: string, team: string])[]): Promise<void> {
  const values = people.map(([email, team]) => `('${email}', '${team}', '2026-01-01')`);
  await local.runQuery("truncate table `local.ai_reference.people`");
  await local.runQuery(
    `insert into \`local.ai_reference.people\` (email, team, valid_from) values ${values.join(", ")}`,
  );
}

/** Builds and says which statements it took, by the name of what they make or ask. */
async function built(graph: CompiledGraph = GRAPH): Promise<readonly string[]> {
  const before = local.memo.ran.length;
  await local.build(graph, new Set());
  return local.memo.ran.slice(before);
}

async function sizes(): Promise<Record<string, string>> {
  const rows = await local.runQuery("select * from `local.ai_staging.sizes`");
  return Object.fromEntries(rows.map((row) => [row["team"] ?? "", row["size"] ?? ""]));
}

describe("a build", () => {
  beforeEach(async () => {
    await local.reset();
    await hire(["Ada@x.org", "red"], ["bob@x.org", "red"], ["cy@x.org", "blue"]);
    await built();
  });

  it("leaves everything out where nothing changed, in whatever order the rows lie", async () => {
    expect(await built()).toEqual([]);
    await hire(["cy@x.org", "blue"], ["bob@x.org", "red"], ["Ada@x.org", "red"]);
    expect(await built()).toEqual([]);
    expect(await sizes()).toEqual({ red: "2", blue: "1" });
  });

  it("follows one changed cell to everything it reaches", async () => {
    await hire(["Ada@x.org", "blue"], ["bob@x.org", "red"], ["cy@x.org", "blue"]);
    // Where the changed rows come to the same again, what stands on them stays: the largest team has two.
    expect(await built()).toEqual(["teams", "sizes", "law_small", "behind"]);
    expect(await sizes()).toEqual({ red: "1", blue: "2" });
  });

  it("goes no further than the change shows", async () => {
    await hire(["ada@x.org", "red"], ["bob@x.org", "red"], ["cy@x.org", "blue"]);
    expect(await built()).toEqual(["teams"]);
    await hire(["dan@x.org", "red"], ["bob@x.org", "red"], ["cy@x.org", "blue"]);
    expect(await built()).toEqual(["teams", "sizes"]);
  });

  it("knows one row from the same row twice", async () => {
    const people = [
      ["Ada@x.org", "red"],
      ["bob@x.org", "red"],
      ["cy@x.org", "blue"],
    ] as const;
    await hire(...people, ["cy@x.org", "blue"]);
    await built();
    expect(await sizes()).toEqual({ red: "2", blue: "2" });
    await hire(...people, ["cy@x.org", "blue"], ["dan@x.org", "grey"], ["dan@x.org", "grey"]);
    await built();
    expect(await sizes()).toEqual({ red: "2", blue: "2", grey: "2" });
  });

  it("runs an action with other SQL, and what its rows then change", async () => {
    const counted = graphOf({ teams_seen: `${SQL.teams_seen} and team <> 'blue'` });
    expect(await built(counted)).toEqual(["teams_seen", "sizes", "law_small", "behind"]);
    expect(await sizes()).toEqual({ red: "2" });
    expect(await built()).toEqual(["teams_seen", "sizes"]);
    expect(await sizes()).toEqual({ red: "2", blue: "1" });
  });

  it("takes the same value in another type for a change", async () => {
    const empty = (type: string): CompiledGraph =>
      graphOf({
        sizes: `select team, cast(null as ${type}) as size from \`local.ai_staging.teams_seen\``,
        law_small: "select * from `local.ai_staging.sizes` where team is null",
      });
    await built(empty("int64"));
    expect(await built(empty("string"))).toEqual(["sizes", "law_small", "behind"]);
  });

  it("takes another type for a change in a table without rows, too", async () => {
    const nobody = graphOf({ teams: `${SQL.teams} where false` });
    await built(nobody);
    const counted = graphOf({
      teams: "select email, 1 as team from `local.ai_reference.people` where false",
    });
    expect(await built(counted)).toEqual(["teams", "teams_seen", "sizes", "law_small", "behind"]);
  });

  it("makes again what somebody else has changed or dropped", async () => {
    await local.runQuery("delete from `local.ai_staging.sizes` where team = 'red'");
    expect(await built()).toEqual(["sizes"]);
    expect(await sizes()).toEqual({ red: "2", blue: "1" });
    await local.reset();
    await hire(["Ada@x.org", "red"], ["bob@x.org", "red"], ["cy@x.org", "blue"]);
    expect(await built()).toEqual(["teams", "teams_seen", "sizes", "behind"]);
  });

  it("leaves what stands behind a red law as it is, and makes it once the law holds", async () => {
    await hire(["Ada@x.org", "red"], ["bob@x.org", "red"], ["cy@x.org", "red"]);
    const { violations, skipped } = await local.build(GRAPH, new Set());
    expect([[...violations.keys()], skipped]).toEqual([["law_small"], ["behind"]]);
    expect((await local.build(GRAPH, new Set())).violations.size).toBe(1);
    await hire(["Ada@x.org", "red"]);
    expect(await built()).toEqual(["teams", "sizes", "law_small", "behind"]);
  });

  it("runs whatever may say something else each time", async () => {
    const dated = graphOf({ behind: `${SQL.behind} where current_date() > date '2020-01-01'` });
    expect(await built(dated)).toEqual(["behind"]);
    expect(await built(dated)).toEqual(["behind"]);
  });

  it("adds to an incremental table every time", async () => {
    const added = graphOf();
    const [first, ...others] = added.tables;
    if (first === undefined) throw new Error("no table");
    const tables = [
      { ...first, enumType: "INCREMENTAL", incrementalQuery: SQL.teams } as const,
      ...others,
    ];
    const done = new Set<string>();
    await local.build({ ...added, tables }, done);
    await local.build({ ...added, tables, assertions: [] }, done);
    expect(await sizes()).toEqual({ red: "4", blue: "2" });
    await local.build({ ...added, tables }, new Set());
    expect(await sizes()).toEqual({ red: "2", blue: "1" });
  });
});
