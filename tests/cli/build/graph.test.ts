/** What of a compiled graph is run on the local warehouse, and what is left to the Dataform CLI. */

import { readFileSync } from "node:fs";

import { describe, expect, it } from "@jest/globals";

import { actionsOf, type CompiledTable } from "../../../cli/build/graph.ts";
import { compileProject } from "../../../cli/build/compiler.ts";
import { compiledGraph } from "../../support/graph.ts";

const NOTHING = { assertions: [], declarations: [], tests: [] };

function table(more: Partial<CompiledTable> = {}): CompiledTable {
  return {
    target: { database: "local", schema: "ds", name: "model" },
    enumType: "INCREMENTAL",
    query: "select 1 as n",
    fileName: "definitions/model.sqlx",
    ...more,
  };
}

describe("an action", () => {
  it("that is disabled is not run", () => {
    const enabled = compiledGraph();
    const name = enabled.tables[0]?.target.name ?? "";
    const off = enabled.tables.map((each) =>
      each.target.name === name ? { ...each, disabled: true } : each,
    );
    const names = (graph: typeof enabled) => actionsOf(graph).map((each) => each.name);
    expect(names(enabled)).toContainEqual(expect.stringMatching(new RegExp(`\\.${name}$`)));
    expect(names({ ...enabled, tables: off })).toHaveLength(names(enabled).length - 1);
  });

  it("that is protected is so", () => {
    const [open, kept] = actionsOf({ ...NOTHING, tables: [table(), table({ protected: true })] });
    expect([open?.isProtected, kept?.isProtected]).toEqual([false, true]);
  });

  it.each([
    ["requirePartitionFilter", true],
    ["partitionExpirationDays", 30],
    ["labels", { team: "finance" }],
    ["additionalOptions", { friendly_name: "'x'" }],
  ])("with %s is refused by name", (option, value) => {
    const bigquery = { partitionBy: "day", [option]: value };
    expect(() => actionsOf({ ...NOTHING, tables: [table({ bigquery })] })).toThrow(
      `ds.model has the option ${option}, which build does not run on the local warehouse`,
    );
  });

  it("with options that are not set is run", () => {
    const bigquery = { labels: {}, requirePartitionFilter: false, partitionExpirationDays: 0 };
    expect(actionsOf({ ...NOTHING, tables: [table({ bigquery })] })).toHaveLength(1);
  });
});

it("laws that the settings turn off are not run", () => {
  const settings = "workflow_settings.yaml";
  const text = `${readFileSync(settings, "utf8")}\ndisableAssertions: true\n`;
  const graph = compileProject(process.cwd(), { [settings]: text });
  expect(graph.assertions.length).toBeGreaterThan(100);
  expect(actionsOf(graph).filter(({ kind }) => kind === "assertion")).toEqual([]);
});
