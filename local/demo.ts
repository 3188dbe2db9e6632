/**
 * The demo: invented organizations with known truth, served by the simulated vendor over HTTP, through
 * the same sync and build as real ones. What it prints is compared with the truth, and it fails where
 * they differ by a billionth of a dollar.
 */

import { rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { runBuild } from "../ingest/build.ts";
import { type CommandContext } from "../ingest/commands/context.ts";
import { type Connection, readConfig } from "../ingest/config.ts";
import { uuidV7 } from "../ingest/fetch_id.ts";
import { openHttp } from "../ingest/http.ts";
import { importFile } from "../ingest/imports/import_file.ts";
import { KINDS } from "../ingest/imports/kinds.ts";
import { openWarehouse } from "../ingest/open_warehouse.ts";
import { runSync } from "../ingest/sync.ts";
import { loaderVersion } from "../ingest/version.ts";
import { type Warehouse } from "../ingest/warehouse.ts";
import { compareWithTruth } from "./demo_comparison.ts";
import { demoFiles } from "./demo_people.ts";
import { demoText } from "./demo_text.ts";
import { adminKeyOf, startAnthropic } from "./vendors/anthropic/server.ts";
import { demoOrganizations, type Organization } from "./vendors/organization/index.ts";

/** The morning after the last day of use, and a morning four days later: a day is restated between. */
const MORNINGS = ["2026-11-01T06:00:00Z", "2026-11-05T06:00:00Z"] as const;

/** Makes the demo anew in a folder of its own below AI_SPEND_HOME. Returns the exit code. */
export async function runDemo(context: CommandContext): Promise<number> {
  const startedMs = Date.now();
  const home = path.join(readConfig().home, "demo");
  rmSync(home, { recursive: true, force: true });

  const clock = { now: Date.parse(MORNINGS[0]) };
  const organizations = demoOrganizations();
  const vendor = await startAnthropic({ organizations, now: () => clock.now });
  const connections = organizations.map((each) => connectionTo(each, vendor.url));
  const warehouse = await openWarehouse({ warehouse: "local", home });
  try {
    await sync({ connections, warehouse, clock, context, from: organizations[0]?.firstDay });
    clock.now = Date.parse(MORNINGS[1]);
    await sync({ connections, warehouse, clock, context });
    await importPeople(warehouse, organizations, clock.now);
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
    const seconds = (Date.now() - startedMs) / 1000;
    context.stdout(demoText({ comparison, build, home, seconds, calls: vendor.requests.length }));
    return comparison.everyRowIsTrue ? 0 : 1;
  } finally {
    context.progress.stop();
    await warehouse.close();
    await vendor.close();
  }
}

/** Through the same import as a person's own files. */
async function importPeople(
  warehouse: Warehouse,
  organizations: readonly Organization[],
  now: number,
): Promise<void> {
  for (const { kind, fileName, text } of demoFiles(organizations)) {
    const known = KINDS.find(({ name }) => name === kind);
    if (known === undefined) throw new RangeError(`no kind ${kind}`);
    await importFile({
      kind: known,
      fileName,
      bytes: Buffer.from(text),
      warehouse,
      now: () => now,
      newId: () => uuidV7(now),
      loaderVersion: loaderVersion(),
    });
  }
}

interface DemoSync {
  readonly connections: readonly Connection[];
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
      get: http.get,
      sleep: (ms) => wait(ms, undefined, { signal: context.signal }).catch(() => undefined),
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

function connectionTo(organization: Organization, url: string): Connection {
  return {
    name: organization.slug,
    vendor: "anthropic",
    keyEnv: "ANTHROPIC_ADMIN_KEY",
    key: adminKeyOf(organization),
    baseUrl: url,
  };
}
