/**
 * No SQL leaves the zone to the project's default_time_zone, as far as its text tells; `tests/sql/judge/zones.test.ts`
 * asks Google's reference engine, which knows the types.
 */

import { describe, expect, it } from "@jest/globals";

import { zoneLeftOut } from "../../local/warehouse/googlesql/grammar/date_parts.ts";
import { compiledGraph } from "../support/graph.ts";
import { projectFiles, read } from "../support/files.ts";

const graph = compiledGraph();

/** A parameter that holds an instant with its zone. */
const ZONED = /^@(now|from_instant|to_instant)$/;
/** A call in SQL; JavaScript's are named in other words. */
const CALL = /(?<![\w.$])(?:safe[.])?([a-z]+(?:_[a-z]+)?)\(/g;

/** Calls that may name a zone and do not, and instants that are written without one. */
function leftOut(text: string): readonly string[] {
  const calls = [...text.matchAll(CALL)].flatMap(({ 0: head, 1: name = "", index }) => {
    const values = argumentsAt(text, index + head.length);
    if (!zoneLeftOut(name, values.length) || values.some((value) => ZONED.test(value))) return [];
    return [`${head}${values.join(", ")})`];
  });
  const literals = [...text.matchAll(/\btimestamp '(?![^']*(?:[+]00|Z)')[^']*'/g)];
  return [...calls, ...literals.map(([literal]) => literal)];
}

/** What stands between commas from there to the bracket that closes. */
function argumentsAt(text: string, start: number): readonly string[] {
  const values = [""];
  let depth = 0;
  let quoted = false;
  for (const letter of text.slice(start, start + 2000)) {
    if (letter === "'") quoted = !quoted;
    if (!quoted && ")]}".includes(letter) && --depth < 0) break;
    if (!quoted && "([{".includes(letter)) depth += 1;
    if (!quoted && letter === "," && depth === 0) values.push("");
    else values.push((values.pop() ?? "") + letter);
  }
  return values.map((value) => value.trim()).filter((value) => value !== "");
}

describe("a zone is named", () => {
  it("in every query and script of the graph", () => {
    const actions = [...graph.tables.map((table) => ({ ...table })), ...graph.assertions];
    const found = actions.flatMap((action) => {
      const { target, query } = action;
      const scripts =
        "preOps" in action ? [action.preOps, action.incrementalPreOps ?? []].flat() : [];
      const later = "incrementalQuery" in action ? (action.incrementalQuery ?? "") : "";
      return [query, later, ...scripts]
        .flatMap((sql) => leftOut(sql.replace(/--[^\n]*/g, "")))
        .map((what) => `${target.name}: ${what}`);
    });
    expect(found).toEqual([]);
  });

  it("in every query of the verbs and of the loader", () => {
    const files = projectFiles(/^(cli|ingest|infra|tools)[/].*[.](ts|sql|tf)$/);
    const found = files.flatMap((file) => leftOut(read(file)).map((what) => `${file}: ${what}`));
    expect(found).toEqual([]);
  });

  it.each([
    "date(asked_at)",
    "timestamp(date_add(day, interval 1 day))",
    "timestamp_trunc(at, day)",
    "format_timestamp('%F', at)",
    "current_date()",
    "timestamp '2026-01-01'",
  ])("in none of %s", (sql) => {
    expect(leftOut(`select ${sql} as x`)).toEqual([sql]);
  });
});
