/** A text that was read before: what it names is asked for again, and decides whether it is read anew. */

import { describe, expect, it } from "@jest/globals";

import {
  type RewriteContext,
  rewriteQuery,
  splitScript,
  type TablePath,
} from "../../../../local/warehouse/googlesql/index.ts";
import { rewriteQuery as rewriteAnew } from "../../../../local/warehouse/googlesql/grammar/rewrite.ts";

const SQL = "select a.x, b.y from ds.one as a join ds.two as b on b.x = a.x where a.x = wanted";

/** Answers with the tables' names and an ending, and keeps what it was asked. */
function asking(ending = "", changes: Partial<RewriteContext> = {}) {
  const asked: string[] = [];
  const resolve = (kind: string) => (path: TablePath) => {
    asked.push(`${kind} ${path.join(".")}`);
    return `"${path.join("_")}${ending}"`;
  };
  const context: RewriteContext = {
    resolveTable: resolve("table"),
    resolveSource: resolve("source"),
    variables: new Set(),
    temporaryFunctions: new Set(),
    ...changes,
  };
  return { context, asked };
}

describe("a text that was rewritten before", () => {
  it("asks for the same tables again, in the same order", () => {
    const [first, second] = [asking(), asking()];
    const written = rewriteQuery(SQL, first.context);
    expect(rewriteQuery(SQL, second.context)).toBe(written);
    expect(first.asked).toEqual(["source ds.one", "source ds.two"]);
    expect(second.asked).toEqual(first.asked);
  });

  it.each([
    ["tables that lie elsewhere", asking("_2").context],
    ["a variable of the name", asking("", { variables: new Set(["wanted"]) }).context],
    [
      "sources that are tables as they are",
      asking("", { resolveSource: () => "(slices)" }).context,
    ],
    ["one table that lies elsewhere", oneElsewhere()],
  ])("is rewritten anew for %s", (_what, context) => {
    const before = rewriteQuery(SQL, asking().context);
    const now = rewriteQuery(SQL, context);
    expect(now).toBe(rewriteAnew(SQL, context));
    expect(now).not.toBe(before);
    expect(rewriteQuery(SQL, asking().context)).toBe(before);
  });

  it("says which table is gone", () => {
    rewriteQuery(SQL, asking().context);
    const gone = asking("", {
      resolveSource: (path) => {
        throw new Error(`no ${path.join(".")}`);
      },
    });
    expect(() => rewriteQuery(SQL, gone.context)).toThrow("no ds.one");
  });

  it("is another text for a function of the script's own", () => {
    const sql = "select twice(1) as x";
    const known = asking("", { temporaryFunctions: new Set(["twice"]) });
    expect(rewriteQuery(sql, known.context)).toBe(rewriteAnew(sql, known.context));
    expect(() => rewriteQuery(sql, asking().context)).toThrow();
  });
});

describe("a script that was split before", () => {
  it("has the same statements, and is refused as often as it is asked", () => {
    const text = "declare x int64 default 1; select x";
    expect(splitScript(text)).toEqual(splitScript(text));
    expect(splitScript(text).map(({ kind }) => kind)).toEqual(["declare", "query"]);
    for (const _time of [1, 2]) expect(() => splitScript("select ) from")).toThrow();
  });
});

function oneElsewhere(): RewriteContext {
  return asking("", {
    resolveSource: (path) => `"${path.join("_")}${path.includes("two") ? "!" : ""}"`,
  }).context;
}
