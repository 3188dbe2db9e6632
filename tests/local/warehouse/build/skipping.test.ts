/** A build leaves out what cannot come out different, and never what can: one cause of a stale table after the other. */

import { readFileSync, writeFileSync } from "node:fs";

import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";

import { action, type Laboratory, named, openLaboratory } from "./support.ts";

const SQL = {
  teams: "select lower(email) as email, team from `local.given.people`",
  seen: "select * from `local.built.teams` where team is not null",
  sizes: "select team, count(*) as size from `local.built.seen` group by team",
  small: "select * from `local.built.sizes` where size > 2",
  behind: "select max(size) as size from `local.built.sizes`",
};

function graph(edits: Partial<typeof SQL> = {}) {
  const sql = { ...SQL, ...edits };
  return [
    action("built.teams", sql.teams),
    action("built.seen", sql.seen, { kind: "view", dependencies: ["built.teams"] }),
    action("built.sizes", sql.sizes, { dependencies: ["built.seen"] }),
    action("laws.small", sql.small, { kind: "assertion", dependencies: ["built.sizes"] }),
    action("built.behind", sql.behind, { dependencies: ["built.sizes", "laws.small"] }),
  ];
}

let lab: Laboratory;

async function hire(...people: readonly (readonly [email: string, team: string])[]) {
  const values = people.map(([email, team]) => `('${email}', '${team}')`).join(", ");
  await lab.run(`truncate table \`local.given.people\`;
insert into \`local.given.people\` (email, team) values ${values}`);
}

/** Builds, and names what was not left alone. */
async function built(actions = graph()): Promise<readonly string[]> {
  return named(await lab.build(actions), "made", "held", "red", "failed");
}

const sizes = () => lab.rows("select * from built.sizes");

beforeEach(async () => {
  lab = await openLaboratory("given.people");
  await lab.run("create table `local.given.people` (email string, team string)");
  await hire(["Ada@x.org", "red"], ["bob@x.org", "red"], ["cy@x.org", "blue"]);
  await built();
});
afterEach(() => lab.close());

describe("a build", () => {
  it("leaves everything alone where nothing changed, in whatever order the rows lie, in another process too", async () => {
    expect(await built()).toEqual([]);
    await hire(["cy@x.org", "blue"], ["bob@x.org", "red"], ["Ada@x.org", "red"]);
    expect(await built()).toEqual([]);
    await lab.reopen();
    expect(await built()).toEqual([]);
    expect(await sizes()).toEqual(['{"team":"blue","size":1}', '{"team":"red","size":2}']);
  });

  it("follows a changed cell as far as it shows", async () => {
    await hire(["ada@x.org", "red"], ["bob@x.org", "red"], ["cy@x.org", "blue"]);
    expect(await built()).toEqual(["built.teams"]);
    await hire(["ada@x.org", "blue"], ["bob@x.org", "red"], ["cy@x.org", "blue"]);
    expect(await built()).toEqual([
      "built.teams",
      "built.seen",
      "built.sizes",
      "laws.small",
      "built.behind",
    ]);
    expect(await sizes()).toEqual(['{"team":"blue","size":2}', '{"team":"red","size":1}']);
  });

  it("knows one row from the same row twice", async () => {
    const people = [
      ["Ada@x.org", "red"],
      ["bob@x.org", "red"],
      ["cy@x.org", "blue"],
    ] as const;
    await hire(...people, ["dan@x.org", "grey"], ["dan@x.org", "grey"]);
    await built();
    expect(await sizes()).toContain('{"team":"grey","size":2}');
  });

  it("makes what has other SQL or another description, and what then comes out different", async () => {
    const edited = graph({ behind: "select min(size) as size from `local.built.sizes`" });
    expect(await built(edited)).toEqual(["built.behind"]);
    expect(await built(edited)).toEqual([]);
    const described = edited.map((each) =>
      each.name === "built.sizes" ? { ...each, description: "One row per team." } : each,
    );
    expect(await built(described)).toEqual(["built.sizes"]);
  });

  it("goes on where a red law held back, once it holds", async () => {
    await hire(["ada@x.org", "red"], ["bob@x.org", "red"], ["cy@x.org", "red"]);
    const ends = await lab.build(graph());
    expect(named(ends, "red")).toEqual(["laws.small"]);
    expect(named(ends, "skipped")).toEqual(["built.behind"]);
    expect(await lab.rows("select * from built.behind")).toEqual(['{"size":2}']);
    // The same again: a red law is asked again, and what it holds back stays held back.
    expect(named(await lab.build(graph()), "red", "skipped")).toEqual([
      "laws.small",
      "built.behind",
    ]);
    await hire(["ada@x.org", "red"], ["cy@x.org", "blue"]);
    expect(await built()).toContain("built.behind");
    expect(await lab.rows("select * from built.behind")).toEqual(['{"size":1}']);
  });

  it("leaves out nothing when told so", async () => {
    const ends = await lab.build(graph(), { all: true });
    expect(named(ends, "alone")).toEqual([]);
  });
});

describe("nothing stale stays after", () => {
  const full = async (actions = graph()): Promise<readonly string[]> => {
    await lab.build(actions, { all: true });
    return sizes();
  };

  it.each([
    ["a changed row", "update built.sizes set size = 7"],
    ["a row more", "insert into built.sizes values ('green', 1)"],
    ["a lost row", "delete from built.sizes where team = 'red'"],
    ["an emptied table", "delete from built.sizes"],
    ["a column more", "alter table built.sizes add column note varchar"],
    ["a column of another type", "alter table built.sizes alter size type varchar"],
    ["a dropped table", "drop table built.sizes"],
    ["a replaced view", "create or replace view built.seen as select * from built.teams limit 1"],
    ["a dropped view", "drop view built.seen"],
    [
      "a view in the place of a table",
      "drop table built.sizes; create view built.sizes as select 'x' as team, 1::bigint as size",
    ],
  ])("%s by somebody's own DuckDB", async (_what, sql) => {
    await lab.reopen(async (other) => {
      for (const statement of sql.split("; ")) await other.run(statement);
    });
    expect(named(await lab.build(graph()), "failed", "red", "skipped")).toEqual([]);
    expect(await sizes()).toEqual(['{"team":"blue","size":1}', '{"team":"red","size":2}']);
    expect(await lab.rows("select * from built.behind")).toEqual(['{"size":2}']);
  });

  it("a statement of another client of the same process", async () => {
    await lab.run("update `local.built.sizes` set size = 9 where true");
    await built();
    expect(await sizes()).toEqual(await full());
  });

  it("a client that writes while a build runs", async () => {
    for (let time = 0; time < 5; time += 1) {
      await hire(["ada@x.org", `team ${time}`]);
      const during = hire(["ada@x.org", "red"], ["bob@x.org", `other ${time}`]);
      await built();
      await during;
      await hire(["ada@x.org", `team ${time}`]);
      await built();
      expect(await sizes()).toEqual([`{"team":"team ${time}","size":1}`]);
    }
  });

  it("a client that writes just before an action reads", async () => {
    // Of three people one is gone when the action looks, and back when the next build does.
    const people = graph({ behind: "select count(*) as size from `local.given.people`" });
    await built(people);
    const { build } = await import("../../../../local/warehouse/build/index.ts");
    const request = { actions: people, sources: ["given.people"], all: true, fullRefresh: false };
    const gone: Promise<void>[] = [];
    await build(lab.engine(), request, {
      now: () => 0,
      onEnd: () => {
        if (gone.length > 0) return;
        gone.push(lab.run("delete from `local.given.people` where email = 'cy@x.org'"));
      },
    });
    await Promise.all(gone);
    await lab.run("insert into `local.given.people` values ('cy@x.org', 'blue')");
    await built(people);
    expect(await lab.rows("select * from built.behind")).toEqual(['{"size":3}']);
    expect(await sizes()).toEqual(['{"team":"blue","size":1}', '{"team":"red","size":2}']);
  });

  it("another code or engine: an outcome of a recipe that is not this one's does not count", async () => {
    await lab
      .engine()
      .run(
        `update _warehouse.outcomes set outcome = json_merge_patch(outcome, '{"recipe":"of yesterday"}')`,
      );
    expect((await built()).length).toBe(5);
  });

  it("another time zone of the machine", async () => {
    const zone = process.env["TZ"];
    process.env["TZ"] = "Pacific/Kiritimati";
    try {
      const dated = graph({
        behind:
          "select timestamp '2026-01-01 00:00:00+00' as moment, max(size) as size from `local.built.sizes`",
      });
      await built(dated);
      const before = await lab.rows("select moment::varchar as moment from built.behind");
      process.env["TZ"] = "America/Los_Angeles";
      await lab.reopen();
      expect(await built(dated)).toEqual([]);
      expect(await lab.rows("select moment::varchar as moment from built.behind")).toEqual(before);
    } finally {
      if (zone === undefined) delete process.env["TZ"];
      else process.env["TZ"] = zone;
    }
  });

  it("a clock: what may read something else each time is never left alone", async () => {
    const clocked = graph({ behind: "select current_timestamp() as at" });
    await built(clocked);
    expect(await built(clocked)).toEqual(["built.behind"]);
  });

  it("an interruption: what was made stands, the rest is made next time", async () => {
    await hire(["ada@x.org", "blue"]);
    const stop = new AbortController();
    const { build } = await import("../../../../local/warehouse/build/index.ts");
    const request = { actions: graph(), sources: ["given.people"], all: false, fullRefresh: false };
    const interrupted = build(lab.engine(), request, {
      signal: stop.signal,
      now: () => 0,
      onEnd: () => stop.abort(new Error("stopped")),
    });
    await expect(interrupted).rejects.toThrow("stopped");
    await built();
    expect(await sizes()).toEqual(['{"team":"blue","size":1}']);
  });

  it("a file that was put back to an earlier state", async () => {
    await lab.engine().run("checkpoint");
    await lab.reopen();
    const earlier = readFileSync(lab.file);
    await hire(["eve@x.org", "green"]);
    await built();
    await lab.reopen(undefined, () => writeFileSync(lab.file, earlier));
    await built();
    expect(await sizes()).toEqual(['{"team":"blue","size":1}', '{"team":"red","size":2}']);
    expect(await built()).toEqual([]);
  });

  it("the same value in another type, in a table with rows and in one without", async () => {
    const typed = (type: string, where: string) =>
      graph({
        teams: `select lower(email) as email, cast(team as string) as team from \`local.given.people\` ${where}`,
        sizes: `select team, cast(null as ${type}) as size from \`local.built.seen\``,
        small: "select * from `local.built.sizes` where team is null",
      });
    for (const where of ["", "where false"]) {
      await built(typed("int64", where));
      expect(await built(typed("string", where))).toEqual([
        "built.sizes",
        "laws.small",
        "built.behind",
      ]);
    }
  });
});

describe("an incremental table", () => {
  const grown = (added = "select email, team from `local.given.people`") => [
    action("built.grown", "select email, team from `local.given.people`", {
      kind: "incremental",
      incrementalQuery: added,
      incrementalPreOps: [
        "declare least string default (select max(email) from `local.built.grown`)",
      ],
    }),
    action("built.counted", "select count(*) as people from `local.built.grown`", {
      dependencies: ["built.grown"],
    }),
  ];
  const people = () => lab.rows("select * from built.counted");
  const newer = grown("select team, email from `local.given.people` where email > least");

  it("adds what is new by the names of the columns, and is left alone where nothing is", async () => {
    await built(newer);
    expect(await built(newer)).toEqual([]);
    await lab.run("insert into `local.given.people` values ('dan@x.org', 'red')");
    expect(await built(newer)).toEqual(["built.grown", "built.counted"]);
    expect(await people()).toEqual(['{"people":4}']);
    expect(
      await lab.rows("select * from built.grown where team = 'red' and email like 'dan%'"),
    ).toHaveLength(1);
  });

  it("keeps its rows under other SQL, is made anew on a full refresh, and on no other occasion", async () => {
    await built(newer);
    await lab.run("truncate table `local.given.people`");
    await built(newer);
    expect(await people()).toEqual(['{"people":3}']);
    await lab.build(newer, { fullRefresh: true });
    expect(await people()).toEqual(['{"people":0}']);
  });

  it("that is protected keeps its rows on a full refresh too", async () => {
    const isProtected = newer.map((each) => ({ ...each, isProtected: true }));
    await built(isProtected);
    await lab.run("truncate table `local.given.people`");
    await lab.build(isProtected, { fullRefresh: true });
    expect(await people()).toEqual(['{"people":3}']);
  });

  it("takes the place of a view of its name, and a view the place of a table", async () => {
    const name = "built.grown";
    await built([action(name, "select 'a' as email, 'b' as team", { kind: "view" })]);
    await built(newer);
    expect(await people()).toEqual(['{"people":3}']);
    await built([action(name, "select 'a' as email, 'b' as team", { kind: "view" })]);
    expect(await lab.rows(`select * from ${name}`)).toEqual(['{"email":"a","team":"b"}']);
  });
});
