/** The style of the SQL, as assertions: what analysts may rely on when they open `definitions/`. */

import path from "node:path";

import { describe, expect, it } from "@jest/globals";

import { readPreOperations } from "../../cli/build/pre_operations.ts";
import { KEYS } from "../../includes/laws/keys.js";
import { GOOGLE_TABLES } from "../../ingest/tables/google_tables.ts";
import { LANDING_TABLES } from "../../ingest/tables/landing_tables.ts";
import { projectFiles, read } from "../support/files.ts";
import { type CompiledTable, compiledGraph, isMart, shortName } from "../support/graph.ts";

const graph = compiledGraph();
const relations = graph.tables.map((table) => ({ ...table, name: shortName(table.target) }));
const marts = relations.filter(isMart);

/** SQL without its comments and the content of its strings. */
function code(sql: string): string {
  return sql
    .replace(/--[^\n]*/g, "")
    .replace(/r?'(?:[^'\\]|\\.)*'/g, "''")
    .replace(/`[^`]*`/g, "t");
}

/** Names of relations and assertions whose SQL matches. */
function withSql(pattern: RegExp): readonly string[] {
  return [...graph.tables, ...graph.assertions]
    .filter((action) => pattern.test(code(action.query)))
    .filter((action) => !/_assertions_(uniqueKey|rowConditions)/.test(action.target.name))
    .map(({ target }) => target.name);
}

describe("definitions", () => {
  it("say what one row means, in the first words of every description", () => {
    const silent = relations.filter(
      ({ actionDescriptor }) => !/^One row per .+/s.test(actionDescriptor?.description ?? ""),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it("describe every assertion", () => {
    const silent = graph.assertions.filter(
      ({ fileName, actionDescriptor }) =>
        fileName.startsWith("definitions/assertions/") &&
        (actionDescriptor?.description ?? "") === "",
    );
    expect(silent.map(({ target }) => target.name)).toEqual([]);
  });

  it.each([
    ["definitions/staging/", /^ai_staging\.stg_[a-z]+(?:_[a-z]+)*?__[a-z_]+$/],
    ["definitions/intermediate/", /^ai_staging\.((int_[a-z]+(?:_[a-z]+)*?_|draft)_[a-z_]+|as_of)$/],
    ["definitions/marts/", /^ai_spend\.[a-z_]+$/],
    ["definitions/reports/", /^ai_spend\.[a-z_]+$/],
  ])("in %s are named for their layer", (folder, pattern) => {
    const inFolder = relations.filter(({ fileName }) => fileName.startsWith(folder));
    expect(inFolder.length).toBeGreaterThan(0);
    expect(inFolder.map(({ name }) => name).filter((name) => !pattern.test(name))).toEqual([]);
  });

  it("word a column once: what two models say of it stands in includes", () => {
    const places = new Map<string, string[]>();
    for (const file of projectFiles(
      /^definitions\/(?!staging|intermediate\/(console|landing)).*\.sqlx$/,
    )) {
      const [config = ""] = read(file).split("\n}\n");
      const [, columns = ""] = config.split("\n  columns: {\n");
      for (const [wording] of columns.matchAll(/^ {4}\w+: ".*",$/gm)) {
        places.set(wording, [...(places.get(wording) ?? []), file]);
      }
    }
    expect([...places].filter(([, files]) => files.length > 1)).toEqual([]);
  });

  it("are named as their file", () => {
    const odd = [...relations, ...graph.assertions]
      .filter(({ target }) => !/_assertions_(uniqueKey|rowConditions)/.test(target.name))
      .filter(({ fileName, target }) => path.basename(fileName, ".sqlx") !== target.name)
      // A vendor's law is made of the table of its rows.
      .filter(({ fileName }) => fileName !== "definitions/assertions/vendors.js");
    expect(odd.map(({ target }) => target.name)).toEqual([]);
  });

  it("stay within 150 lines a file and 100 columns of SQL", () => {
    const files = projectFiles(/^definitions\/.*\.sqlx$/);
    expect(files.filter((file) => read(file).split("\n").length > 150)).toEqual([]);
  });

  it("read landed tables in staging alone", () => {
    const declared = new Set(graph.declarations.map(({ target }) => shortName(target)));
    const readers = relations
      .filter(({ dependencyTargets = [] }) =>
        dependencyTargets.some((target) => declared.has(shortName(target))),
      )
      // Laws may look at anything.
      .filter(({ fileName }) => !/^definitions\/(staging|assertions)\//.test(fileName));
    expect(readers.map(({ name }) => name)).toEqual([]);
  });

  it.each([
    ["staging", []],
    // What gates ask of the vendors' laws is in the tables of their rows.
    ["intermediate", ["staging", "assertions"]],
    ["marts", ["staging", "intermediate"]],
    ["focus", ["marts"]],
    ["reports", ["marts"]],
  ])("let %s read itself and %j alone", (layer, before) => {
    const allowed = [layer, ...before].map((folder) => `definitions/${folder}/`);
    const fileOf = new Map(relations.map(({ name, fileName }) => [name, fileName]));
    const strangers = relations
      .filter(({ fileName }) => fileName.startsWith(`definitions/${layer}/`))
      .flatMap(({ name, dependencyTargets = [] }) =>
        dependencyTargets
          .map(shortName)
          .filter((target) => {
            const file = fileOf.get(target);
            return file !== undefined && !allowed.some((folder) => file.startsWith(folder));
          })
          .map((target) => `${name} reads ${target}`),
      );
    expect(strangers).toEqual([]);
  });

  it("give every mart a unique key and columns that are never null, once: on the draft where there is one, in its vendor's law of keys behind a gate", () => {
    const asserted = new Set(graph.assertions.map(({ target }) => target.name));
    const ofVendors = Object.assign({}, ...Object.values(KEYS)) as Readonly<
      Record<string, { readonly unique?: readonly string[] }>
    >;
    const odd = marts
      .filter(({ target }) => ![COPIED_BY_DAY, CHECKED_AT_ONCE].includes(target.name))
      .flatMap(({ target }) =>
        ["uniqueKey_0", "rowConditions"].filter((kind) => {
          const onMart = asserted.has(`ai_spend_${target.name}_assertions_${kind}`);
          const onDraft = asserted.has(`ai_staging_draft_${target.name}_assertions_${kind}`);
          if (ofVendors[`draft_${target.name}`]?.unique !== undefined) return onMart || onDraft;
          return drafts.has(target.name) && !isGate(target.name) ? onMart || !onDraft : !onMart;
        }),
      );
    expect(odd).toEqual([]);
  });
});

/**
 * A row per call, of years: reading all keys each morning would cost more than all else. It is copied by day from a
 * table whose keys are counted, and law_vertex_logs_are_the_calls counts its rows.
 */
const COPIED_BY_DAY = "claude_code_audit_logs";

/**
 * Its draft is a view of three marts, all of which each assertion would read again: the key, and what is never null, are
 * among the rules of one law.
 */
const CHECKED_AT_ONCE = "focus_costs";
const LAW_OF_ALL_RULES = "law_focus_rows_follow_the_specification";

/** Whether the table has of each vendor today's rows or the last good ones: `includes/gates.js`. */
function isGate(name: string): boolean {
  const table = relations.find(({ target }) => target.name === name);
  return table?.preOps?.some((text) => text.includes("kept_rows")) === true;
}

/** Tables that laws look at before a mart of the same name quotes them, whole or each vendor's part. */
const drafts = new Map(
  relations
    .filter(({ target }) => target.name.startsWith("draft_"))
    .map((draft) => [draft.target.name.replace("draft_", ""), draft]),
);

/** What finds a row without a key, or two of one key. */
function checksOf(mart: string): readonly string[] {
  if (mart === CHECKED_AT_ONCE) return [LAW_OF_ALL_RULES];
  return ["uniqueKey_0", "rowConditions"].map(
    (kind) => `ai_staging_draft_${mart}_assertions_${kind}`,
  );
}

describe("a draft", () => {
  const pairs = [...drafts].map(([name, draft]) => ({
    draft,
    mart: marts.find(({ target }) => target.name === name),
  }));

  it("has the name of the mart that lets it through a gate, or quotes it whole and waits for its key", () => {
    const gated = pairs.filter(({ mart }) => isGate(mart?.target.name ?? ""));
    const strange = gated.filter(
      ({ draft, mart }) =>
        mart?.query.trim().startsWith(`select * from \`local.${draft.name}\` where `) !== true,
    );
    expect(strange.map(({ draft }) => draft.name)).toEqual([]);
    const quoted = pairs.filter((pair) => !gated.includes(pair));
    const odd = quoted.filter(
      ({ draft, mart }) =>
        mart?.query.trim() !== `select * from \`local.${draft.name}\`` ||
        !checksOf(mart.target.name).every((name) => namesBefore(mart).includes(name)),
    );
    expect(odd.map(({ draft }) => draft.name)).toEqual([]);
    expect(pairs.length).toBeGreaterThan(5);
  });

  it("is described by the mart: columns there, in the draft none", () => {
    const odd = pairs.filter(
      ({ draft, mart }) =>
        draft.actionDescriptor?.columns !== undefined ||
        mart?.actionDescriptor?.columns === undefined ||
        !draft.actionDescriptor?.description?.endsWith(
          `: what ${mart.target.name} publishes once its laws hold.`,
        ),
    );
    expect(odd.map(({ draft }) => draft.name)).toEqual([]);
  });

  it("is there for a gate, or for a law that reads it or holds its mart back", () => {
    const laws = graph.assertions.filter(({ target }) => target.name.startsWith("law_"));
    // What a gate lets through is read by intermediates too, which read no mart.
    const isReadGate = ({ draft, mart }: (typeof pairs)[number]) =>
      isGate(draft.target.name) &&
      relations.some((table) => table !== mart && namesBefore(table).includes(draft.target.name));
    const needless = pairs
      .filter((pair) => !isReadGate(pair))
      .filter(
        ({ draft, mart }) =>
          !isGate(mart?.target.name ?? "") &&
          !laws.some((law) => namesBefore(law).includes(draft.target.name)) &&
          !namesBefore(mart).some((name) => name.startsWith("law_")),
      );
    expect(needless.map(({ draft }) => draft.name)).toEqual([]);
  });

  it("is quoted by its mart wherever a mart does nothing but quote", () => {
    const quoting = marts.filter(({ query }) => /^select \* from `[^`]*`$/.test(query.trim()));
    expect(quoting.map(({ target }) => target.name).sort()).toEqual(
      [...drafts.keys()].filter((name) => !isGate(name)).sort(),
    );
  });
});

/** Names that an action waits for. */
function namesBefore(
  action: Pick<CompiledTable, "dependencyTargets"> | undefined,
): readonly string[] {
  return (action?.dependencyTargets ?? []).map(({ name }) => name);
}

/** Tables of `ai_spend` by day that stay small: a row where something is odd, not a row for everything. */
const SMALL: ReadonlySet<string> = new Set([
  "ai_spend.console_csv_cross_check",
  "ai_spend.cost_anomalies",
  "ai_spend.cost_restatements",
]);

describe("tables that grow with the days", () => {
  const stored = relations.filter(({ enumType }) => enumType !== "VIEW");
  const loose = (tables: readonly CompiledTable[]) =>
    tables
      .filter(({ bigquery: { partitionBy, clusterBy = [] } = {} }) => {
        return partitionBy === undefined || clusterBy.length === 0;
      })
      .map(({ target }) => shortName(target));

  it("are partitioned and clustered in ai_spend, where people filter by day", () => {
    const daily = stored.filter(
      ({ target, actionDescriptor }) =>
        target.schema === "ai_spend" &&
        (actionDescriptor?.columns ?? []).some(({ path: [column = ""] }) =>
          /^(activity|anomaly|charge|usage)_date$|^ChargePeriodStart$/.test(column),
        ),
    );
    expect(daily.length).toBeGreaterThan(SMALL.size + 5);
    expect(loose(daily).sort()).toEqual([...SMALL]);
  });

  it("are partitioned and clustered where builds add to them", () => {
    expect(loose(stored.filter(({ enumType }) => enumType === "INCREMENTAL"))).toEqual([]);
  });

  it("are landed in partitions of a day and clustered, Google's as Google has them", () => {
    const google = new Set(GOOGLE_TABLES.map(({ name }) => name));
    expect(LANDING_TABLES.filter(({ partitionedBy }) => partitionedBy === null)).toEqual([]);
    const loose = LANDING_TABLES.filter(({ clusteredBy }) => clusteredBy === null);
    expect(new Set(loose.map(({ name }) => name))).toEqual(google);
  });
});

describe("the common ground of the engines", () => {
  it.each([
    ["a clock", /\bcurrent_(date|timestamp|datetime|time)\b/i],
    ["binary floating point", /\bfloat64\b/i],
    ["rounding", /\bround\s*\(/i],
    ["avg, which is a float on one engine", /\bavg\s*\(/i],
    ["division by a slash", /[\w)]\s*\/\s*[\w(]/],
    ["a literal with a decimal point outside of NUMERIC", /(?<![\w'])\d+\.\d+/],
    ["grouping by position", /group by\s+\d/i],
    ["grouping by all", /group by\s+all\b/i],
    ["format()", /\bformat\s*\(/i],
    ["functions that one engine lacks", /\b(approx_\w+|farm_fingerprint|initcap|normalize)\s*\(/i],
    ["a struct with declared types", /\bstruct\s*</i],
    ["SELECT DISTINCT without a reason", /select distinct(?! fetch_id)/i],
    ["upper-case keywords", /\b(SELECT|FROM|WHERE|JOIN|GROUP BY|CASE|WHEN|UNION)\b/],
  ])("has no %s", (_what, pattern) => {
    expect(withSql(pattern)).toEqual([]);
  });

  it("reads no number of a vendor's JSON as INT64 at once, since 100.0 and 1e2 are whole numbers too", () => {
    const checked = [
      // What the loader writes.
      "stg_landing__day_totals",
    ];
    const found = withSql(/\bcast\(json_value\([^()]*\) as int64\)/);
    expect([...found].sort()).toEqual(checked);
  });
});

describe("an incremental table", () => {
  const incremental = graph.tables.filter(({ enumType }) => enumType === "INCREMENTAL");

  it("names no option that a service may take and ignore", () => {
    const files = projectFiles(/^(definitions|includes)\/.*\.(sqlx|js)$/);
    const optional =
      /\b(incrementalStrategy|onSchemaChange|updatePartitionFilter|incrementalPredicates)\b/;
    expect(files.filter((file) => optional.test(read(file)))).toEqual([]);
  });

  it("begins a later build by deleting, from itself alone, what it then inserts", () => {
    expect(incremental.length).toBeGreaterThan(12);
    for (const { target, preOps, incrementalPreOps, bigquery } of incremental) {
      const partition = bigquery?.partitionBy;
      const name = `local.${shortName(target)}`;
      const { deletions, updates } = readPreOperations(target.name, incrementalPreOps ?? []);
      expect([target.name, deletions.map(({ table }) => table)]).toEqual([target.name, [name]]);
      // Rows that move to another partition are its own too.
      const moved = updates.filter(({ table, column }) => table !== name || column !== partition);
      expect([target.name, moved]).toEqual([target.name, []]);
      // A table that is made anew is not there yet, or is replaced.
      expect(readPreOperations(target.name, preOps ?? []).deletions).toEqual([]);
    }
  });
});
