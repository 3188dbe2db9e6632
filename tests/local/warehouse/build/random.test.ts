/**
 * Random graphs, data, edits and meddling: after each build every table is what a second warehouse holds, in
 * which nothing is ever left out.
 */

import { describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";

import type { BuildAction } from "../../../../local/warehouse/build/index.ts";
import { action, type Laboratory, named, openLaboratory } from "./support.ts";

jest.setTimeout(600_000);

const SOURCES = ["given.one", "given.two"] as const;
const KINDS = ["table", "table", "view", "incremental", "assertion"] as const;

/** One model: what it reads of the sources and the models before it, and how. */
const model = fc.record({
  kind: fc.constantFrom(...KINDS),
  reads: fc.array(fc.nat(99), { minLength: 1, maxLength: 2 }),
  shape: fc.nat(7),
  limit: fc.integer({ min: -3, max: 12 }),
});
type Model = typeof model extends fc.Arbitrary<infer Value> ? Value : never;

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("insert" as const),
      at: fc.nat(1),
      k: fc.nat(4),
      n: fc.nat(9),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("delete" as const),
      at: fc.nat(1),
      k: fc.nat(4),
      n: fc.constant(0),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("edit" as const),
      at: fc.nat(9),
      k: fc.nat(7),
      n: fc.nat(9),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("meddle" as const),
      at: fc.nat(9),
      k: fc.nat(2),
      n: fc.nat(9),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("reopen" as const),
      at: fc.nat(1),
      k: fc.constant(0),
      n: fc.constant(0),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** The models as actions; each waits for what it reads and for the laws upon that. */
function graphOf(models: readonly Model[]): readonly BuildAction[] {
  const actions: BuildAction[] = [];
  for (const [index, { kind, reads, shape, limit }] of models.entries()) {
    const readable = [
      ...SOURCES,
      ...actions.filter((each) => each.kind !== "assertion").map(({ name }) => name),
    ];
    const names = reads.map((at) => readable[at % readable.length] ?? SOURCES[0]);
    const [first = "", second = first] = names;
    const laws = actions.filter(
      (each) => each.kind === "assertion" && each.dependencies.some((name) => names.includes(name)),
    );
    const name = `${kind === "assertion" ? "laws" : "built"}.m${index}`;
    const query =
      kind === "assertion"
        ? `select k from \`local.${first}\` where n > ${limit + 8}`
        : sqlOf(shape, first, second, limit);
    actions.push(
      action(name, query, {
        kind,
        incrementalQuery: `select k, n, s from (${query}) except distinct select k, n, s from \`local.${name}\``,
        dependencies: [...new Set([...names, ...laws.map((law) => law.name)])].filter(
          (each) => !SOURCES.some((source) => source === each),
        ),
      }),
    );
  }
  return actions;
}

function sqlOf(shape: number, first: string, second: string, limit: number): string {
  const from = `\`local.${first}\``;
  switch (shape) {
    case 0:
      return `select k, n, s from ${from} where n < ${limit}`;
    case 1:
      return `select k, sum(n) as n, min(s) as s from ${from} group by k`;
    case 2:
      return `select k, n, s from ${from} union all select k, n + 1 as n, s from \`local.${second}\``;
    case 3:
      return `select l.k, count(*) as n, max(r.s) as s from ${from} as l inner join \`local.${second}\` as r on l.k = r.k group by l.k`;
    case 4:
      return `select k, n, s from ${from} where s = 'a'`;
    case 5:
      return `select max(t.k) as k, count(*) as n, max(s) as s from ${from} as t where t.s in ('a', 'b') and (n < ${limit} or k = 3)`;
    case 6:
      return `select k, n, s from ${from} where s = 'b' and n < ${limit} or k = 3`;
    default:
      return `select max(k) as k, max(n) as n, min(s) as s from ${from}`;
  }
}

/** The text of a source's row. */
const letter = (k: number): string => ["a", "b", "c"][k % 3] ?? "a";

/** Does to a warehouse what a step says; another graph for an edit. */
async function take(lab: Laboratory, models: Model[], { do: what, at, k, n }: Step): Promise<void> {
  const source = SOURCES[at % 2] ?? SOURCES[0];
  if (what === "insert")
    await lab.run(`insert into \`local.${source}\` values (${k}, ${n}, '${letter(k)}')`);
  if (what === "delete") await lab.run(`delete from \`local.${source}\` where k = ${k}`);
  if (what === "reopen") await lab.reopen();
  const index = at % models.length;
  const edited = models[index];
  if (what === "edit" && edited !== undefined) models[index] = { ...edited, limit: n, shape: k };
}

/** Somebody changes a table that a build has made; only one of the two warehouses has somebody. */
async function meddle(
  lab: Laboratory,
  models: readonly Model[],
  { at, k, n }: Step,
): Promise<void> {
  const index = at % models.length;
  // What an incremental table lost or gained by hand is its content now, as with the Dataform CLI.
  if (models[index]?.kind !== "table") return;
  const table = `built.m${index}`;
  const statements = [
    `insert into ${table} values (${n}, 77, 'b')`,
    `delete from ${table} where n > ${n}`,
    `drop table if exists ${table}`,
  ];
  await lab.reopen(async (other) => {
    const exists = await other.rows(
      `select 1 from duckdb_tables() where schema_name = 'built' and table_name = 'm${index}'`,
    );
    if (exists.length > 0) await other.run(statements[k] ?? "");
  });
}

async function everything(lab: Laboratory, actions: readonly BuildAction[]) {
  const names = actions.filter(({ kind }) => kind !== "assertion").map(({ name }) => name);
  const standing = new Set(
    (
      await lab
        .engine()
        .rows(
          "select concat(schema_name, '.', table_name) as name from duckdb_tables() union all select concat(schema_name, '.', view_name) from duckdb_views()",
        )
    ).map(({ name }) => String(name)),
  );
  const contents: Record<string, readonly string[] | string> = {};
  for (const name of names) {
    contents[name] = standing.has(name)
      ? await lab
          .rows(`select * from ${name}`)
          .catch((error: unknown) => `broken: ${String(error)}`)
      : "absent";
  }
  return contents;
}

describe("what a build leaves out", () => {
  it("is what a build of everything would make the same", async () => {
    let alone = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(model, { minLength: 2, maxLength: 7 }),
        fc.array(step, { minLength: 1, maxLength: 8 }),
        async (given, steps) => {
          const [quick, whole] = [
            await openLaboratory(...SOURCES),
            await openLaboratory(...SOURCES),
          ];
          const models = [...given];
          try {
            for (const lab of [quick, whole]) {
              for (const source of SOURCES) {
                await lab.run(
                  `create table \`local.${source}\` (k int64, n int64, s string); insert into \`local.${source}\` values (1, 2, 'b'), (2, 3, 'c')`,
                );
              }
            }
            const compare = async (): Promise<void> => {
              const actions = graphOf(models);
              const ends = await quick.build(actions);
              const all = await whole.build(actions, { all: true });
              alone += named(ends, "alone").length;
              for (const end of ["red", "failed", "skipped"] as const) {
                expect(named(ends, end).sort()).toEqual(named(all, end).sort());
              }
              const held = new Set(named(all, "skipped", "failed"));
              const good = actions.filter(({ name }) => !held.has(name));
              expect(await everything(quick, good)).toEqual(await everything(whole, good));
            };
            await compare();
            for (const each of steps) {
              const before = [...models];
              await take(quick, models, each);
              await take(whole, before, each);
              if (each.do === "meddle") await meddle(quick, models, each);
              await compare();
            }
          } finally {
            await quick.close();
            await whole.close();
          }
        },
      ),
      { numRuns: 12 },
    );
    // A build that left nothing out would agree as well.
    expect(alone).toBeGreaterThan(30);
  });
});
