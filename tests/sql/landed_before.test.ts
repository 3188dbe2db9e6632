/**
 * What an older loader may have landed and this one refuses never ends a build: each value of each page of each endpoint is
 * made unreadable in turn, in a walk that a later one has replaced and in one that is in force.
 */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import type { Landing } from "../../ingest/land/landing.ts";
import { differences } from "../support/cells.ts";
import { compiledGraph } from "../support/graph.ts";
import { oneWalkPerEndpoint } from "../support/one_walk.ts";
import {
  addScenario,
  expectedTables,
  landScenario,
  loadLandings,
  scenarioNamed,
  storyPart,
} from "../support/scenario.ts";
import { startTestWarehouse, type TestWarehouse } from "../support/warehouse.ts";

const graph = compiledGraph();
const DAY_MS = 86_400_000;

/** JSON texts in place of a value. */
const UNREADABLE = [
  ...['"x"', '""', "null", "true", "[]", "{}", "[1]", '"-"', '"yes"'],
  ...["1e400", "-1e99", "1.5", "9".repeat(30), `"${"9".repeat(30)}"`, '"1e99999999999999999999"'],
  ...['"2026-09-31"', '"2026-09-31T00:00:00Z"', '"99999-01-01T00:00:00Z"', "1788220800000000"],
];

/** Texts in place of a whole page. */
const DAMAGED = ["", "{", "[]", "null", '"x"', '{"data": [', "\u0000"];

/** Each parsed endpoint is in one of them. */
const STORIES = [
  "a_key_of_the_organization_in_two_windows",
  "claude_ai_reports_revised_apart",
  "cursor_documented_responses",
  "fast_mode_by_the_vendors_figures",
  "managed_agents_by_day",
  "seats_idle_and_a_cycle_across_months",
  "two_claude_code_workspaces",
];

let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

/** Every text that comes of a page by one unreadable value; of lists their first element is enough. */
function spoilt(body: string): readonly string[] {
  const page = JSON.parse(body) as unknown;
  return placesIn(page).flatMap((place) => UNREADABLE.map((text) => withText(page, place, text)));
}

type Place = readonly (string | number)[];

function placesIn(value: unknown): readonly Place[] {
  if (typeof value !== "object" || value === null) return [[]];
  const inside = Array.isArray(value) ? value.slice(0, 1).entries() : Object.entries(value);
  return [
    [],
    ...[...inside].flatMap(([key, each]) => placesIn(each).map((place) => [key, ...place])),
  ];
}

/** The page as JSON, with a text of JSON at that place. */
function withText(page: unknown, [key, ...rest]: Place, text: string): string {
  if (key === undefined) return text;
  const member = ([name, each]: [string | number, unknown]) =>
    name === key ? withText(each, rest, text) : JSON.stringify(each);
  if (Array.isArray(page)) return `[${[...page.entries()].map(member).join(",")}]`;
  const members = Object.entries(page as object).map(
    (entry) => `${JSON.stringify(entry[0])}:${member(entry)}`,
  );
  return `{${members.join(",")}}`;
}

/** The same walk, made so many days later, with another first page. */
function landedAs(walk: Landing, name: string, days: number, body: string): Landing {
  const fetchedAt = new Date(Date.parse(String(walk.fetchRow["fetched_at"])) + days * DAY_MS);
  const own = { fetch_id: name, fetched_at: fetchedAt.toISOString() };
  return {
    ...walk,
    fetchId: name,
    fetchRow: { ...walk.fetchRow, ...own },
    pageRows: walk.pageRows.map((page, index) => ({
      ...page,
      ...own,
      ...(index === 0 ? { body } : {}),
    })),
  };
}

/** Every walk with every fault, each under a name of its own. */
function spoiltWalks(walks: readonly Landing[], days: number): readonly Landing[] {
  return walks.flatMap((walk) => {
    const body = String(walk.pageRows[0]?.["body"] ?? "");
    const bodies = [...DAMAGED, ...(/^[[{]/.test(body) ? spoilt(body) : [])];
    return bodies.map((text, index) =>
      landedAs(walk, `${walk.fetchId}-spoilt-${index}`, days, text),
    );
  });
}

describe("a page that cannot be read", () => {
  it.each(STORIES)("ends no build and moves no number once it is replaced: %s", async (name) => {
    const story = scenarioNamed(name);
    await local.empty();
    const walks = spoiltWalks(await landScenario(story), -40);
    expect(walks.length).toBeGreaterThan(100);
    await loadLandings(local.warehouse, walks);
    await addScenario(local, story);
    await local.build(storyPart(graph, story), new Set());
    const { violations } = await local.build(storyPart(graph, story), new Set());
    expect([...violations.keys()]).toEqual([]);
    for (const [table, { columns, rows }] of expectedTables(story)) {
      const actual = await local.runQuery(`select * from \`local.ai_spend.${table}\``);
      expect([table, ...differences(columns, rows, actual)]).toEqual([table]);
    }
  });

  it("ends no build while it is in force, each in an organization of its own", async () => {
    await local.empty();
    const walks = spoiltWalks(await oneWalkPerEndpoint(), 0).map((walk) => ({
      ...walk,
      fetchRow: { ...walk.fetchRow, organization_id: walk.fetchId, connection: walk.fetchId },
    }));
    expect(walks.length).toBeGreaterThan(1000);
    await loadLandings(local.warehouse, walks);
    const { violations } = await local.build(graph, new Set());
    expect([...violations.keys()]).toContain("law_every_landed_row_is_parsed");
  });
});
