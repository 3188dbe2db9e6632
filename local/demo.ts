/**
 * The demo: invented organizations with known truth, served by the simulated vendor over HTTP, through
 * the same sync and build as real ones. What it prints is compared with the truth, and it fails where
 * they differ by a billionth of a dollar.
 */

import { rmSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";

import { runBuild } from "../ingest/build.ts";
import { type CommandContext } from "../ingest/commands/context.ts";
import { readConfig } from "../ingest/config.ts";
import { uuidV7 } from "../ingest/fetch_id.ts";
import { openHttp } from "../ingest/http.ts";
import { importFile } from "../ingest/imports/import_file.ts";
import { importExport } from "../ingest/imports/google/import_export.ts";
import { GOOGLE_KINDS } from "../ingest/imports/google/kinds.ts";
import { KINDS } from "../ingest/imports/kinds.ts";
import { openWarehouse } from "../ingest/open_warehouse.ts";
import { runSync } from "../ingest/sync.ts";
import { loaderVersion } from "../ingest/version.ts";
import { type Warehouse } from "../ingest/warehouse.ts";
import { compareWithTruth } from "./demo_comparison.ts";
import { financeFiles, MONTH } from "./demo_finance.ts";
import { type DemoFile, demoFiles } from "./demo_people.ts";
import { comparePlatforms } from "./demo_platforms.ts";
import { demoText } from "./demo_text.ts";
import { demoTruth } from "./demo_truths.ts";
import { type DemoVendors, startVendors } from "./demo_vendors.ts";
import { type GoogleExport, googleExport } from "./vendors/google/index.ts";
import { demoOrganizations } from "./vendors/organization/index.ts";

/** The morning after the last day of use, and a morning four days later: a day is restated between. */
const MORNINGS = ["2026-11-01T06:00:00Z", "2026-11-05T06:00:00Z"] as const;

/** What a day's anomaly is made of: a script that nobody stopped. */
const SURGE = { keyName: "evaluation-harness", day: "2026-10-20", requests: 500 } as const;

/** Makes the demo anew in a folder of its own below AI_SPEND_HOME. Returns the exit code. */
export async function runDemo(context: CommandContext): Promise<number> {
  const startedMs = Date.now();
  const home = path.join(readConfig().home, "demo");
  rmSync(home, { recursive: true, force: true });

  const clock = { now: Date.parse(MORNINGS[0]) };
  const organizations = demoOrganizations({ surge: SURGE });
  const [first] = organizations;
  const vendors = await startVendors(organizations, () => clock.now);
  const { connections } = vendors;
  const warehouse = await openWarehouse({ warehouse: "local", home });
  try {
    await sync({ connections, warehouse, clock, context, from: first.firstDay });
    clock.now = Date.parse(MORNINGS[1]);
    await sync({ connections, warehouse, clock, context });
    const google = googleExport(first, { until: clock.now });
    const truth = demoTruth(organizations, vendors, google, clock.now);
    const projects = {
      kind: "vertex-projects",
      fileName: "projects.csv",
      text: google.projectsCsv,
    } as const;
    await importFiles(
      [...demoFiles(organizations), projects, ...financeFiles(first, truth)],
      warehouse,
      clock.now,
    );
    await importGoogle(google, warehouse, clock.now);
    context.stderr("building …\n");
    const build = await runBuild({
      warehouse,
      log: context.log,
      fullRefresh: false,
      signal: context.signal,
    });
    if (build.failures.length > 0) {
      context.stdout(build.text);
      return 1;
    }
    const comparison = await compareWithTruth(warehouse, organizations, clock.now);
    const platforms = await comparePlatforms(warehouse, truth.platforms);
    const month = await warehouse.query(MONTH_SQL);
    const anomalies = await warehouse.query(ANOMALIES_SQL);
    const seconds = (Date.now() - startedMs) / 1000;
    const calls = vendors.calls();
    context.stdout(
      demoText({ comparison, platforms, month, anomalies, build, home, seconds, calls }),
    );
    const isTrue = platforms.every(({ difference }) => difference === 0n);
    return comparison.everyRowIsTrue && isTrue ? 0 : 1;
  } finally {
    context.progress.stop();
    await warehouse.close();
    await vendors.close();
  }
}

const MONTH_SQL = `
  select
    platform, metered_usd, seat_usd, overage_usd, credit_usd, total_usd,
    unattributed_usd, budget_usd, invoiced_usd, invoice_difference_usd, is_final
  from ai_spend.agg_monthly_finance
  where month = date '${MONTH.start}'
  order by platform`;

const ANOMALIES_SQL = `
  select anomaly_date, kind, scope, platform, scope_value, measured_usd, threshold_usd
  from ai_spend.cost_anomalies
  order by anomaly_date, scope, scope_value`;

/** Through the same import as a person's own files. */
async function importFiles(
  files: readonly DemoFile[],
  warehouse: Warehouse,
  now: number,
): Promise<void> {
  for (const { kind, fileName, text } of files) {
    const known = KINDS.find(({ name }) => name === kind);
    if (known === undefined) throw new RangeError(`no kind ${kind}`);
    const bytes = Buffer.from(text);
    await importFile({ kind: known, fileName, bytes, warehouse, ...effectsAt(now) });
  }
}

/** Google's own tables, as someone would export them from BigQuery. */
async function importGoogle(
  { billingNdjson, auditNdjson }: GoogleExport,
  warehouse: Warehouse,
  now: number,
): Promise<void> {
  const texts: Readonly<Record<string, string>> = {
    "gcp-billing-export": billingNdjson,
    "gcp-audit-logs": auditNdjson,
  };
  for (const kind of GOOGLE_KINDS) {
    const open = () => Readable.from([Buffer.from(texts[kind.name] ?? "")]);
    const fileName = `${kind.name}.ndjson`;
    await importExport({ kind, fileName, open, warehouse, ...effectsAt(now) });
  }
}

function effectsAt(now: number) {
  return { now: () => now, newId: () => uuidV7(now), loaderVersion: loaderVersion() };
}

interface DemoSync {
  readonly connections: DemoVendors["connections"];
  readonly warehouse: Warehouse;
  readonly clock: { readonly now: number };
  readonly context: CommandContext;
  readonly from?: string | undefined;
}

/** One run of the real loader, at the demo's own time of day. Throws what stood in its way. */
async function sync({ connections, warehouse, clock, context, from }: DemoSync): Promise<void> {
  const http = openHttp();
  try {
    const summary = await runSync({
      connections,
      warehouse,
      send: http.send,
      sleep: (ms) => wait(ms, undefined, { signal: context.signal }).catch(() => undefined),
      // Nobody else has the demo's warehouse, and its syncs are short.
      every: () => () => undefined,
      holder: { name: "the demo", isGone: () => true },
      now: () => clock.now,
      random: Math.random,
      newId: () => uuidV7(clock.now),
      log: context.log,
      progress: context.progress,
      loaderVersion: loaderVersion(),
      signal: context.signal,
      from,
    });
    const [failure] = summary.failures;
    if (failure !== undefined) throw failure;
  } finally {
    await http.close();
  }
}
