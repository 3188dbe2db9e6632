/**
 * `npx tsx bench/vertex.ts`: Google's bill and audit log of a year of Claude Code on Vertex AI through `import` and
 * `build`, a tenth first, so that it can be seen what grows with them. `--days 365`, about a million log entries and
 * a hundred thousand lines of the bill, is the default.
 */

import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync, writeFileSync, type WriteStream } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

import { googleDays, googleExport, type GoogleOptions } from "../local/stand_ins/google/index.ts";
import { demoOrganizations, type Organization } from "../local/stand_ins/organization/index.ts";
import { type Measured, measureNode } from "./measure.ts";
import { PROGRAM } from "./period.ts";
import { type Line, rowsText, TABLE_HEAD } from "./table.ts";

/** Six shared projects, of some forty people's sessions a day. */
const TRAFFIC: GoogleOptions = { moreProjects: 4, sessionsPerDay: 7, callsPerSession: 80 };

/** The importer's memory may not grow with the file; this much is left to the collector's moods. */
const FLAT = 1.25;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { days: { type: "string", default: "365" } } });
  const days = Number(values.days);
  const print = (text: string) => void process.stdout.write(text);
  print(TABLE_HEAD);
  const tenth = await measureYear(Math.ceil(days / 10));
  print(rowsText(linesOf(tenth)));
  const all = await measureYear(days);
  print(rowsText(linesOf(all)));
  const growth = (all.logs.peakMegabytes ?? 0) / (tenth.logs.peakMegabytes ?? 1);
  const what = `import gcp-audit-logs, memory, ${all.entries} against ${tenth.entries} entries`;
  print(rowsText([{ what, measured: growth, unit: "×", bar: FLAT }]));
}

interface Year {
  readonly bills: Measured;
  readonly logs: Measured;
  readonly build: Measured;
  /** The same files again. */
  readonly importAgain: Measured;
  /** A second build, with nothing new. */
  readonly buildAgain: Measured;
  readonly billLines: number;
  readonly entries: number;
  /** Of the newest three days, which the second build reads anew. */
  readonly recentLines: number;
  readonly recentEntries: number;
}

/** Each command is a process of its own; the files are written by this one, outside of the figures. */
async function measureYear(days: number): Promise<Year> {
  const [organization] = demoOrganizations({
    ...{ days, people: 40, requestsPerKeyDay: 1, second: false, mix: "uniform" },
  });
  if (organization === undefined) throw new Error("there is no organization to measure");
  const folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-bench-"));
  const files = await writeFiles(folder, organization);
  const env = { AI_SPEND_HOME: path.join(folder, "home") };
  const run = (...args: readonly string[]) => measureNode([...PROGRAM, ...args], env);
  const count = async (sql: string): Promise<readonly number[]> => {
    const { stdout } = await run("query", sql, "--format", "csv");
    return (stdout.split(/\r?\n/)[1] ?? "").split(",").map(Number);
  };
  try {
    const bills = await run("import", "gcp-billing-export", files.bills);
    const logs = await run("import", "gcp-audit-logs", files.logs);
    await run("import", "vertex-projects", files.projects);
    const build = await run("build");
    const importAgain = await run("import", "gcp-audit-logs", files.logs);
    const buildAgain = await run("build");
    const [billLines = 0, recentLines = 0] = await count(
      countSql("raw_gcp_billing_export", "export_time"),
    );
    const [entries = 0, recentEntries = 0] = await count(
      countSql("raw_gcp_audit_logs", "timestamp"),
    );
    return {
      ...{ bills, logs, build, importAgain, buildAgain },
      ...{ billLines, entries, recentLines, recentEntries },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function countSql(table: string, time: string): string {
  return `select count(*) as n, countif(date(${time}) > date_sub(newest, interval 3 day)) as recent
    from ai_raw.${table} cross join (select max(date(${time})) as newest from ai_raw.${table})`;
}

/** A day at a time, since a year of text is larger than the largest string. */
async function writeFiles(folder: string, organization: Organization) {
  const files = {
    bills: path.join(folder, "bills.ndjson"),
    logs: path.join(folder, "logs.ndjson"),
    projects: path.join(folder, "projects.csv"),
  };
  const bills = createWriteStream(files.bills);
  const logs = createWriteStream(files.logs);
  for (const day of googleDays(organization, TRAFFIC)) {
    await write(bills, day.billingRows());
    await write(logs, day.auditRows());
  }
  for (const stream of [bills, logs]) {
    stream.end();
    await once(stream, "close");
  }
  const { projectsCsv } = googleExport(organization, { ...TRAFFIC, until: 0 });
  writeFileSync(files.projects, projectsCsv);
  return files;
}

async function write(stream: WriteStream, rows: readonly object[]): Promise<void> {
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  if (!stream.write(text)) await once(stream, "drain");
}

function linesOf(year: Year): readonly Line[] {
  const told = (what: string, { seconds, peakMegabytes }: Measured): readonly Line[] => [
    { what, measured: seconds, unit: "s", bar: null },
    ...(peakMegabytes === null
      ? []
      : [{ what: `${what}, memory`, measured: peakMegabytes, unit: "MB", bar: null }]),
  ];
  const rows = (what: string, measured: number): Line => ({
    what,
    measured,
    unit: "rows",
    bar: null,
  });
  return [
    rows("lines of Google's bill", year.billLines),
    rows("entries of the audit log", year.entries),
    ...told("import gcp-billing-export", year.bills),
    ...told("import gcp-audit-logs", year.logs),
    ...told("build", year.build),
    ...told("import gcp-audit-logs again", year.importAgain),
    ...told("build again", year.buildAgain),
    rows("lines of the bill that the second build reads", year.recentLines),
    rows("entries that the second build reads", year.recentEntries),
  ];
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
