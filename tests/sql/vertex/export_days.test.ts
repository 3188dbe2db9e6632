/** The bill's one large table: what a build reads again, and what it leaves alone. */

import { readFileSync } from "node:fs";
import { Readable } from "node:stream";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { landingTable } from "../../../ingest/tables/landing_tables.ts";
import { buildGraph } from "../../support/build.ts";
import { compileProject } from "../../../cli/build/compiler.ts";
import { ancestorsOf, compiledGraph, type CompiledGraph } from "../../support/graph.ts";
import { startTestWarehouse, type TestWarehouse } from "../../support/warehouse.ts";

const graph = ancestorsOf(compiledGraph(), "int_vertex__costs_summed");
const built = new Set<string>();
let local: TestWarehouse;

beforeAll(async () => {
  local = await startTestWarehouse();
});
afterAll(() => local.close());

/** Puts these lines in the place of what the export holds. */
async function exportLines(
  lines: readonly object[],
  key: string,
  name = "raw_gcp_billing_export",
): Promise<void> {
  const text = lines.map((line) => JSON.stringify(line)).join("\n");
  const table = { ...landingTable("raw_gcp_billing_export"), name };
  await local.warehouse.ensureTables([table]);
  await local.warehouse.replaceWithText(table, () => Readable.from([text]), key);
}

function line(exportedAt: string, cost: number) {
  return {
    billing_account_id: "AAAAAA-111111-AAAAAA",
    service: { description: "Claude Opus 4.8" },
    sku: { id: "SKU-1", description: "Claude Opus 4 8 — Input Tokens — global" },
    usage_start_time: "2026-01-05T10:00:00Z",
    project: { id: "project-1" },
    export_time: exportedAt,
    cost,
    currency: "USD",
    cost_type: "regular",
    invoice: { month: "202601" },
  };
}

/** A file that somebody imported, whose lines were exported on these days. */
async function recordImport(fetchId: string, first: string, at: string): Promise<void> {
  const row = {
    fetch_id: fetchId,
    connection: "import",
    vendor: "import",
    endpoint: "gcp-billing-export",
    organization_id: "import",
    params: "{}",
    window_start: `${first}T00:00:00Z`,
    window_end: "2026-02-01T00:00:00Z",
    page_count: 1,
    row_count: 1,
    fetched_at: at,
    loader_version: "test",
    run_id: fetchId,
    content_sha256: fetchId,
  };
  await local.warehouse.append(landingTable("raw_fetches"), [row], fetchId);
}

async function build(ofGraph: CompiledGraph = graph): Promise<readonly string[]> {
  await buildGraph(local.runQuery, ofGraph, built);
  const rows = await local.runQuery(
    "select export_date, billed_cost from `local.ai_staging.int_vertex__billing_lines` order by 1, 2",
  );
  return rows.map((row) => `${row["export_date"]} ${row["billed_cost"]}`);
}

const costOfTheDay = () =>
  local.runQuery("select cost_usd from `local.ai_staging.int_vertex__costs_summed`");

describe("a build", () => {
  const first = [line("2026-01-06T03:00:00Z", 1), line("2026-01-20T03:00:00Z", 2)];

  it("reads every export day at first", async () => {
    await exportLines(first, "first");
    expect(await build()).toEqual(["2026-01-06 1", "2026-01-20 2"]);
  });

  it("adds a new export day to an old usage day, and reads no old export day", async () => {
    // Were 6 January read again, its line would be gone.
    await exportLines([line("2026-01-20T03:00:00Z", 2), line("2026-01-21T03:00:00Z", 4)], "second");
    expect(await build()).toEqual(["2026-01-06 1", "2026-01-20 2", "2026-01-21 4"]);
    expect(await costOfTheDay()).toEqual([{ cost_usd: "7" }]);
  });

  it("reads the newest days again and counts nothing twice", async () => {
    await exportLines([line("2026-01-20T03:00:00Z", 2), line("2026-01-20T09:00:00Z", 8)], "third");
    expect(await build()).toEqual(["2026-01-06 1", "2026-01-20 2", "2026-01-20 8", "2026-01-21 4"]);
  });

  it("reads old export days again when a file brings some", async () => {
    await exportLines([line("2026-01-06T03:00:00Z", 16)], "fourth");
    expect(await build()).toContain("2026-01-06 1");
    await recordImport("import_1", "2026-01-06", "2026-01-22T00:00:00Z");
    const newest = ["2026-01-20 2", "2026-01-20 8", "2026-01-21 4"];
    expect(await build()).toEqual(["2026-01-06 16", ...newest]);
  });

  it("does not read them once more", async () => {
    await exportLines([line("2026-01-06T05:00:00Z", 32)], "fifth");
    expect(await build()).toContain("2026-01-06 16");
  });

  it("reads old export days again that a file from the future brings, and those of right files after it", async () => {
    const at = "2026-01-23T00:00:00Z";
    const run = {
      claim_id: "run",
      event: "released",
      holder: "job",
      recorded_at: at,
      expires_at: at,
    };
    await local.warehouse.append(landingTable("raw_sync_leases"), [run], "run");
    await recordImport("import_2", "2026-01-06", "2026-03-01T00:00:00Z");
    const newest = ["2026-01-20 2", "2026-01-20 8", "2026-01-21 4"];
    expect(await build()).toEqual(["2026-01-06 32", ...newest]);

    await exportLines([line("2026-01-06T05:00:00Z", 64)], "sixth");
    await recordImport("import_3", "2026-01-06", at);
    expect(await build()).toEqual(["2026-01-06 64", ...newest]);
  });
});

describe("a build of an export whose lines come late", () => {
  const LINES = "ai_staging.int_vertex__billing_lines";
  /** The newest is of a Wednesday. */
  const first = [
    line("2025-11-05T03:00:00Z", 1),
    line("2026-01-06T03:00:00Z", 2),
    line("2026-01-21T03:00:00Z", 4),
  ];

  beforeAll(async () => {
    await local.reset();
    built.clear();
    await exportLines(first, "late-first");
    await build();
  });

  it("reads a day again that has more lines than were read, weeks later", async () => {
    await exportLines([...first, line("2026-01-06T09:00:00Z", 8)], "late-second");
    expect(await build()).toEqual(["2025-11-05 1", "2026-01-06 2", "2026-01-06 8", "2026-01-21 4"]);
  });

  it("reads a day again that the table has lost", async () => {
    await local.runQuery(`delete from \`local.${LINES}\` where export_date = '2026-01-06'`);
    expect(await build()).toHaveLength(4);
  });

  it("looks for older ones once a week", async () => {
    const lines = [...first, line("2026-01-06T09:00:00Z", 8), line("2025-11-05T09:00:00Z", 16)];
    await exportLines(lines, "late-third");
    expect(await build()).not.toContain("2025-11-05 16");
    await exportLines([...lines, line("2026-01-25T03:00:00Z", 32)], "late-fourth");
    await build();
    expect(await build()).toContain("2025-11-05 16");
  });
});

describe("two exports, of which one comes late", () => {
  const SETTINGS = "workflow_settings.yaml";
  const own = "ai_raw.raw_gcp_billing_export";
  const late = "raw_gcp_late_export";
  let both: CompiledGraph;

  beforeAll(async () => {
    await local.reset();
    built.clear();
    const settings = readFileSync(SETTINGS, "utf8");
    const named = settings.replace(
      `gcp_billing_exports: ${own}`,
      `gcp_billing_exports: ${own}, ai_raw.${late}`,
    );
    expect(named).not.toBe(settings);
    both = ancestorsOf(
      compileProject(process.cwd(), { [SETTINGS]: named }),
      "int_vertex__costs_summed",
    );
    await exportLines([line("2026-01-06T03:00:00Z", 1), line("2026-01-20T03:00:00Z", 2)], "own");
    await exportLines([], "late-0", late);
  });

  it("what an export held before it was named is read", async () => {
    expect(await build()).toEqual(["2026-01-06 1", "2026-01-20 2"]);
    await exportLines([line("2026-01-05T03:00:00Z", 64)], "late-1", late);
    expect(await build(both)).toEqual(["2026-01-05 64", "2026-01-06 1", "2026-01-20 2"]);
  });

  it("its next lines are read, though the other is two weeks ahead", async () => {
    const lines = [line("2026-01-05T03:00:00Z", 64), line("2026-01-07T03:00:00Z", 128)];
    await exportLines(lines, "late-2", late);
    expect(await build(both)).toEqual([
      ...["2026-01-05 64", "2026-01-06 1"],
      ...["2026-01-07 128", "2026-01-20 2"],
    ]);
  });

  it("one that ended long ago is not waited for, and what it brings even so is read within a week", async () => {
    await exportLines([line("2026-03-04T03:00:00Z", 4)], "own-2");
    await build(both);
    await exportLines([line("2026-01-09T03:00:00Z", 256)], "late-3", late);
    expect(await build(both)).not.toContain("2026-01-09 256");
    await exportLines([line("2026-03-08T03:00:00Z", 4)], "own-3");
    await build(both);
    expect(await build(both)).toContain("2026-01-09 256");
  });
});

it("lines whose partition is of the day before theirs are read again with their day", async () => {
  const file = "includes/google/billing.js";
  const text = readFileSync(file, "utf8");
  const behind = text.replace(
    '"_PARTITIONTIME" : "line.export_time"',
    '"_PARTITIONTIME" : "timestamp_sub(line.export_time, interval 7 hour)"',
  );
  expect(behind).not.toBe(text);
  const part = ancestorsOf(
    compileProject(process.cwd(), { [file]: behind }),
    "int_vertex__costs_summed",
    "law_vertex_lines_are_counted_once",
  );
  await local.reset();
  built.clear();
  const days = Array.from({ length: 12 }, (_, index) => `2026-01-${10 + index}`);
  const hours = ["03", "15"];
  const lines = days.flatMap((day) => hours.map((hour) => line(`${day}T${hour}:00:00Z`, 1)));
  await exportLines(lines, "behind");
  const read = days.flatMap((day) => hours.map(() => `${day} 1`));
  expect(await build(part)).toEqual(read);
  expect(await build(part)).toEqual(read);
});
