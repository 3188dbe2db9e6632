/**
 * What becomes of an incremental table on BigQuery, where a script is no transaction: a service that knows of no
 * option but the query inserts what the query says; two builds at once both add; a build is killed between what it
 * deletes and what it adds.
 */

import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import path from "node:path";

import { landingTable } from "../../ingest/tables/landing_tables.ts";
import type { Landing } from "../../ingest/land/landing.ts";
import { buildGraph, statementFor } from "./build.ts";
import {
  type CompiledGraph,
  type CompiledTable,
  finderOf,
  inOrder,
  partOf,
  shortName,
} from "./graph.ts";
import { oneWalkPerEndpoint } from "./one_walk.ts";
import { loadLandings, scenarioNamed } from "./scenario.ts";
import type { TestWarehouse } from "./warehouse.ts";

/** A bill and an audit log whose days lie further apart than a build reads again. */
const GIVEN = [
  ["vertex_late_lines_in_another_currency", "raw_gcp_billing_export"],
  ["vertex_one_call_in_several_entries", "raw_gcp_audit_logs"],
] as const;

export interface Mishap {
  readonly name: string;
  /** Whether a law sees it before the next build. */
  readonly isSeen: boolean;
  /** The script of it. */
  readonly happen: (full: string, table: CompiledTable) => string;
}

/** What the laws on landed rows read: of each fetch, how many of its rows are parsed. */
const UNPARSED = "int_landing__fetches_unparsed";

type Looking = Pick<CompiledTable, "dependencyTargets">;

const double = (full: string): string => `insert into ${full} select * from ${full}`;

export const MISHAPS: readonly Mishap[] = [
  { name: "a second build", isSeen: false, happen: () => "select 1" },
  { name: "two builds at once", isSeen: true, happen: double },
  {
    name: "two builds at once, of which one saw less",
    isSeen: true,
    happen: (full) => `${double(full)} limit 1`,
  },
  {
    name: "a build that was killed between what it deletes and what it adds",
    isSeen: false,
    happen: (full, { incrementalPreOps = [] }) => [double(full), ...incrementalPreOps].join(";\n"),
  },
];

export function incrementalTables(graph: CompiledGraph): readonly CompiledTable[] {
  return graph.tables.filter(({ enumType }) => enumType === "INCREMENTAL");
}

/** Lands what fills every incremental table. */
export async function landForBuilds(local: TestWarehouse): Promise<void> {
  await loadLandings(local.warehouse, (await oneWalkPerEndpoint()).map(withItsOwnId));
  for (const [story, name] of GIVEN) {
    const file = path.join(scenarioNamed(story).folder, "given", `${name}.ndjson`);
    const open = () => createReadStream(file);
    await local.warehouse.replaceWithText(landingTable(name), open, randomUUID());
  }
}

/**
 * Fills every incremental table of the graph, or what stands on one of them and what that is made of, from what is landed;
 * what stands of a build before and is the same is left alone. Returns a function that lets a mishap befall one of them and
 * builds it and all that stands on it again; it says in a sentence each what was not seen and what was not mended, and
 * what the next befalls is right again.
 */
export async function startBuilds(local: TestWarehouse, graph: CompiledGraph, only?: string) {
  const part = partAround(graph, only);
  const tables = incrementalTables(part);
  let built = new Set<string>();
  const begin = async () => {
    built = new Set();
    return [...(await local.build(part, built)).violations.keys()];
  };
  const red = await begin();
  const first = await rows(local, tables);
  const empty = tables
    .filter(({ target }) => first[target.name] === "")
    .map(({ target }) => target.name);
  if (red.length > 0 || empty.length > 0)
    throw new Error(`red ${red.join()}, empty ${empty.join()}`);
  let isRight = true;

  return async (table: CompiledTable, mishap: Mishap): Promise<readonly string[]> => {
    const { name } = table.target;
    const behind = standingOn(part, table);
    const problems: string[] = [];
    if (!isRight) await begin();
    await local.runQuery(mishap.happen(`\`local.${shortName(table.target)}\``, table));
    if (mishap.isSeen && !(await isSeen(local, part, name)))
      problems.push(`${name}: no law sees it`);
    const { violations } = await buildGraph(local.runQuery, behind, built);
    const later = await rows(local, incrementalTables(behind));
    const changed = Object.keys(later).filter((each) => later[each] !== first[each]);
    problems.push(
      ...[...violations.keys()].map((law) => `${law} is red`),
      ...changed.map((each) => `${each} has other rows`),
    );
    isRight = problems.length === 0;
    return problems;
  };
}

/** Incremental tables, the laws and counts that look at them, and what all of these are made of. */
function partAround(graph: CompiledGraph, only?: string): CompiledGraph {
  const whole = partOf(graph, [
    ...incrementalTables(graph).map(({ target }) => target.name),
    "law_every_landed_row_is_parsed",
    "law_vertex_keys_are_whole",
    "law_vertex_logs_are_the_calls",
    "int_vertex__audit_calls_per_day",
  ]);
  const table = whole.tables.find(({ target }) => target.name === only);
  if (table === undefined) return whole;
  const { tables, assertions } = standingOn(whole, table);
  return partOf(
    graph,
    [...tables, ...assertions].map(({ target }) => target.name),
  );
}

/** The table, and whatever of the part is made of it. */
function standingOn(part: CompiledGraph, table: CompiledTable): CompiledGraph {
  const names = new Set([table.target.name]);
  for (const { action } of inOrder(part)) {
    if (looksAt(names, action)) names.add(action.target.name);
  }
  const stands = ({ target }: Pick<CompiledTable, "target">) => names.has(target.name);
  return {
    ...part,
    tables: part.tables.filter(stands),
    assertions: part.assertions.filter(stands),
  };
}

/** As the same build goes on: what counts the table's rows is built, and then the laws that look at either. */
async function isSeen(local: TestWarehouse, part: CompiledGraph, name: string): Promise<boolean> {
  const counts = incrementalTables(part).filter(
    (table) => /_counted$/.test(table.target.name) && looksAt(new Set([name]), table),
  );
  for (const table of counts) await local.runQuery(statementFor(table, true));
  const looked = new Set([name, ...counts.map(({ target }) => target.name)]);
  const unparsed = part.tables.filter(({ target }) => target.name === UNPARSED);
  for (const table of unparsed.filter((each) => looksAt(looked, each))) {
    await local.runQuery(statementFor(table, true));
    looked.add(UNPARSED);
  }
  const laws = part.assertions
    .map((law) => finderOf(part, law))
    .filter((law) => looksAt(looked, law));
  for (const { query } of laws) if ((await local.runQuery(query)).length > 0) return true;
  return false;
}

function looksAt(names: ReadonlySet<string>, { dependencyTargets = [] }: Looking): boolean {
  return dependencyTargets.some((target) => names.has(target.name));
}

/** The rows of each table, whatever their order; no text if it has none. */
async function rows(
  local: TestWarehouse,
  tables: readonly CompiledTable[],
): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const { target } of tables) {
    const all = await local.runQuery(`select * from \`local.${shortName(target)}\``);
    found[target.name] = all
      .map((row) => JSON.stringify(row))
      .sort()
      .join("\n");
  }
  return found;
}

function withItsOwnId(landing: Landing, index: number): Landing {
  const mark = { fetched_at: "2026-03-20T06:00:00Z", fetch_id: `walk ${String(index)}` };
  const pageRows = landing.pageRows.map((row) => ({ ...row, ...mark }));
  return { ...landing, pageRows, fetchRow: { ...landing.fetchRow, ...mark } };
}
