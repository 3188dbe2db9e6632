/** Which part of a table a query reads, by its text; where the text does not bind what may be seen, all of it. */

import { describe, expect, it } from "@jest/globals";

import { inputsOf, namedInput, readsOf } from "../../../../local/warehouse/build/inputs.ts";
import { action } from "./support.ts";

const T = "`local.d.t`";

/** What follows a table's name, and the values of the part that is read; null for all of the table. */
const TEXTS: readonly (readonly [string, readonly string[] | null])[] = [
  [`select * from ${T} where c = 'a'`, ["a"]],
  [`select * from ${T} where C = 'a'`, ["a"]],
  [`select count(*) from ${T} as x where x.c = 'a' group by c`, ["a"]],
  [`select * from ${T} where c in ('b', 'a') order by c`, ["a", "b"]],
  [`with x as (select * from ${T} where c = 'a') select * from x`, ["a"]],
  [`select * from ${T} where c = 'a' and n between 1 and 2 and (n = 1 or n = 2)`, ["a"]],
  [`select * from ${T} where c = 'a' union all select * from ${T} where c = 'b'`, ["a", "b"]],
  [`select * from ${T} -- all of it\n where c = 'a'`, ["a"]],
  [`select * from ${T}`, null],
  [`select * from ${T} where n = 1 and c = 'a'`, null],
  [`select * from ${T} where c = 'a' or n = 1`, null],
  [`select * from ${T} where c = 'a' and n = 1 or n = 2`, null],
  [`select * from (select * from ${T} where c = 'a' and n = 1 or n = 2)`, null],
  [`select * from ${T} where not c = 'a'`, null],
  [`select * from ${T} where c <> 'a'`, null],
  [`select * from ${T} where c not in ('a')`, null],
  [`select * from ${T} where c = 'a' is false`, null],
  [`select * from ${T} where (c = 'a') = false`, null],
  [`select * from ${T} where c = 'a' || 'b'`, null],
  [`select * from ${T} where c in ('a') is not true`, null],
  [`select * from ${T} where c in ('a', lower('B'))`, null],
  [`select * from ${T} where c in unnest(['a'])`, null],
  [`select * from ${T} where c = @a`, null],
  [`select * from ${T} where c = "it's"`, null],
  [`select * from ${T} where lower(c) = 'a'`, null],
  [`select * from ${T} where c = n`, null],
  [`select * from ${T}, unnest([1]) where c = 'a'`, null],
  [`select * from ${T} as x inner join \`local.d.u\` as u on x.k = u.k where x.c = 'a'`, null],
  [`select * from \`local.d.u\` as u inner join ${T} as x on x.k = u.k and x.c = 'a'`, null],
  [`select 1 from \`local.d.u\` as u where exists (select 1 from ${T} as x where u.c = 'a')`, null],
  [`select 1 from \`local.d.u\` as u where exists (select 1 from ${T} where u.c = 'a')`, null],
  [`select * from ${T} where c = 'a' union all select * from ${T}`, null],
  [`select * from ${T} where c = 'a' union all select * from ${T} where d = 'a'`, null],
];

describe("what a query reads of a table", () => {
  it.each(TEXTS)("%s", (text, values) => {
    const part = values === null ? null : { column: expect.stringMatching(/^c$/), values };
    expect(readsOf(text)?.get("d.t")).toEqual(part);
  });

  it("is one input, of which the name says everything", () => {
    const reader = action("d.r", `select * from ${T} where c in ('b b', 'a-1')`, {
      incrementalPreOps: [`declare x int64 default (select count(*) from ${T} where c = 'z')`],
    });
    const [input = ""] = inputsOf(reader) ?? [];
    expect(input).toBe("d.t where c in ('a-1', 'b b', 'z')");
    expect(namedInput(input)).toEqual({
      table: "d.t",
      part: { column: "c", values: ["a-1", "b b", "z"] },
    });
    expect(namedInput("d.t")).toEqual({ table: "d.t", part: null });
  });

  it("is not told where the text reads a clock or names what the compiler did not write", () => {
    for (const text of [
      `select current_date() from ${T} where c = 'a'`,
      "select * from d.t where c = 'a'",
      "select * from `d.t` where c = 'a'",
    ]) {
      expect(readsOf(text)).toBeNull();
    }
  });
});
