/**
 * What the last build left under each name, kept in the file itself: from it the next build tells what can
 * come out different. It is a claim on the contents that stand, and the next build digests them; where a
 * build was killed before it was written, what was made is made again.
 */

import { createHash } from "node:crypto";

import type { DuckDBValue } from "@duckdb/node-api";

import type { TableEntry } from "../catalog/catalog.ts";
import { readCatalog } from "../catalog/catalog_store.ts";
import { quoteName, quoteText } from "../store/fields.ts";
import type { Engine } from "../store/engine.ts";

export interface Outcome {
  /** Digest of the action itself and of the code that runs it. */
  readonly recipe: string;
  /** What stood for the contents of everything it read, by name. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Stands for what the relation holds; for an assertion, that no row broke it. */
  readonly content: string;
  /** What is written on a view; null for a table. */
  readonly mark: string | null;
  /** Stands for its descriptions, partitions and clusters. */
  readonly details: string;
}

/** What stands in the file when a build begins. */
export interface Found {
  /** Outcomes that still stand: what they left is there, unchanged by anybody. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** What was kept of actions whose table or view is another one now, or gone. */
  readonly fallen: ReadonlySet<string>;
  /** What stands for the contents of each source; one that is a view is not among them, since what it reads may change. */
  readonly sources: ReadonlyMap<string, string>;
}

/**
 * Reads what stands of the sources and of what the actions of these names made. Nothing is taken on trust: every table
 * is digested, every view looked at.
 */
export async function findOutcomes(
  engine: Engine,
  sources: readonly string[],
  names: ReadonlySet<string>,
): Promise<Found> {
  const tables = await tableNames(engine);
  const { tables: entries } = await readCatalog(engine);
  const marks = await viewMarks(engine);
  const all = await readOutcomes(engine);
  const kept = new Map([...all].filter(([name]) => names.has(name)));
  const wanted = [...new Set([...sources, ...kept.keys()])].filter((name) => tables.has(name));
  const digests = await digestsOf(engine, wanted);
  const stands = ([name, { content, mark, details }]: readonly [string, Outcome]): boolean =>
    (mark === null ? digests.get(name) === content : marks.get(name) === mark) &&
    detailsOf(entries.get(name)) === details;
  const outcomes = new Map([...kept].filter(stands));
  return {
    outcomes,
    fallen: new Set([...kept.keys()].filter((name) => !outcomes.has(name))),
    sources: new Map(
      sources
        .filter((name) => entries.get(name)?.kind !== "VIEW")
        .map((name) => [name, digests.get(name) ?? "absent"]),
    ),
  };
}

/** Stands for all that is known of a table or view beside its rows, but when it was made. */
export function detailsOf(entry: TableEntry | undefined): string {
  if (entry === undefined) return "";
  const { creationTime: _made, lastModifiedTime: _changed, ...details } = entry.details;
  return hash(details);
}

/** Stands for a value that is written as JSON. */
export function hash(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64");
}

/**
 * Digests of tables that exist: equal for the same columns, types and rows, in whatever order the rows lie,
 * and different for anything else, as far as 64 bits a row can tell.
 */
export async function digestsOf(
  engine: Engine,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  const ask = (asked: readonly string[], hashed: string) =>
    engine.rows(asked.map((name) => digestQuery(name, hashed)).join(" union all "));
  const rows = await ask(names, "hash(t)");
  const digests = new Map(rows.map(({ name, digest }) => [text(name), text(digest)]));
  const alike = rows.filter(({ type }) => HASHED_ALIKE.test(text(type)));
  if (alike.length === 0) return digests;
  const told = await ask(
    alike.map(({ name }) => text(name)),
    "hash(t, to_json(t))",
  );
  for (const { name, digest } of told) digests.set(text(name), text(digest));
  return digests;
}

/**
 * A row with another type inside, by its own type as DuckDB writes it. To DuckDB's hash a struct that is null is a
 * struct of nulls, an empty list is a null, 0 is -0 and a month is 30 days; the row's text as JSON tells them apart.
 */
const HASHED_ALIKE = /STRUCT\(.*(STRUCT|MAP|UNION)\(|\[|DOUBLE|FLOAT|INTERVAL/;

/** Of rows `t`, each with its hash `h`, which is taken once: with another text behind it, DuckDB makes no more of it than of the hash. */
export const DIGEST = `md5(concat_ws(' ',
      typeof(any_value(t)), count(*), sum(h), bit_xor(hash(h, 'again'))))`;

function digestQuery(name: string, hashed: string): string {
  return `select ${quoteText(name)} as name, typeof(any_value(t)) as type, ${DIGEST} as digest
    from (select t, ${hashed} as h from ${placeNamed(name)} as t)`;
}

/** DuckDB text for a `dataset.table`. */
export function placeNamed(name: string): string {
  return name.split(".").map(quoteName).join(".");
}

async function tableNames(engine: Engine): Promise<ReadonlySet<string>> {
  const rows = await engine.rows(
    `select concat(schema_name, '.', table_name) as name from duckdb_tables()
     where database_name = ${quoteText(engine.catalog)} and not internal and not temporary`,
  );
  return new Set(rows.map(({ name }) => text(name)));
}

/** What builds have written on each view, by name: whoever replaces a view takes it away. */
async function viewMarks(engine: Engine): Promise<ReadonlyMap<string, string>> {
  const rows = await engine.rows(
    `select concat(schema_name, '.', view_name) as name, comment from duckdb_views()
     where database_name = ${quoteText(engine.catalog)} and comment is not null`,
  );
  return new Map(rows.map(({ name, comment }) => [text(name), text(comment)]));
}

/** Writes on a view which outcome it is. DuckDB's own text of a view is another after the file was opened anew. */
export async function markView(engine: Engine, name: string, mark: string): Promise<void> {
  await engine.run(
    `comment on view ${quoteName(engine.catalog)}.${placeNamed(name)} is ${quoteText(mark)}`,
  );
}

async function readOutcomes(engine: Engine): Promise<ReadonlyMap<string, Outcome>> {
  const rows = await engine.rows("select name, outcome from _warehouse.outcomes");
  return new Map(
    rows.map(({ name, outcome }) => [text(name), JSON.parse(text(outcome)) as Outcome]),
  );
}

/** Keeps outcomes in the place of what was kept under their names. */
export async function keepOutcomes(
  engine: Engine,
  outcomes: ReadonlyMap<string, Outcome>,
): Promise<void> {
  if (outcomes.size === 0) return;
  const cells = [...outcomes].map(
    ([name, outcome]) => `(${quoteText(name)}, ${quoteText(JSON.stringify(outcome))})`,
  );
  const names = [...outcomes.keys()].map(quoteText).join(", ");
  await engine.transaction(async () => {
    await engine.rows(`delete from _warehouse.outcomes where name in (${names})`);
    await engine.rows(`insert into _warehouse.outcomes values ${cells.join(", ")}`);
  });
}

export function text(value: DuckDBValue | undefined): string {
  return typeof value === "string" ? value : String(value);
}
