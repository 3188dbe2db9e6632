/** Lands what the demo rests on: two mornings of the loader, Google's exports, and what people maintain. */

import { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";

import type { CommandContext } from "../shared/context.ts";
import { uuidV7 } from "../../ingest/land/fetch_id.ts";
import { openHttp } from "../../ingest/ask/http.ts";
import { importFile } from "../../ingest/imports/import_file.ts";
import { importExport } from "../../ingest/imports/google/import_export.ts";
import { GOOGLE_KINDS } from "../../ingest/imports/google/kinds.ts";
import { KINDS } from "../../ingest/imports/kinds.ts";
import { runSync } from "../../ingest/sync/sync.ts";
import { loaderVersion } from "../../ingest/version.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { financeFiles } from "./finance.ts";
import { type DemoFile, demoFiles } from "./people.ts";
import { type DemoTruth, demoTruth } from "./truths.ts";
import { type DemoVendors, startVendors } from "./vendors.ts";
import { type GoogleExport, googleExport } from "../../local/stand_ins/google/index.ts";
import { demoOrganizations, type Organization } from "../../local/stand_ins/organization/index.ts";

/** The morning after the last day of use, and a morning four days later: a day is restated between. */
const MORNINGS = ["2026-11-01T06:00:00Z", "2026-11-05T06:00:00Z"] as const;

/** What a day's anomaly is made of: a script that nobody stopped. */
const SURGE = { keyName: "evaluation-harness", day: "2026-10-20", requests: 500 } as const;

export interface DemoLanding {
  readonly organizations: readonly Organization[];
  readonly truth: DemoTruth;
  /** Epoch milliseconds of the second morning. */
  readonly now: number;
  /** How many calls the vendors have answered. */
  readonly calls: number;
}

type Effects = Pick<CommandContext, "log" | "progress" | "signal">;

/** Lands the same in every empty warehouse, ids of fetches apart. Throws what stood in the loader's way. */
export async function landDemo(warehouse: Warehouse, effects: Effects): Promise<DemoLanding> {
  const clock = { now: Date.parse(MORNINGS[0]) };
  const organizations = demoOrganizations({ surge: SURGE });
  const [first] = organizations;
  const vendors = await startVendors(organizations, () => clock.now);
  const { connections } = vendors;
  try {
    await sync({ connections, warehouse, clock, effects, from: first.firstDay });
    clock.now = Date.parse(MORNINGS[1]);
    await sync({ connections, warehouse, clock, effects });
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
    return { organizations, truth, now: clock.now, calls: vendors.calls() };
  } finally {
    await vendors.close();
  }
}

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
  readonly effects: Effects;
  readonly from?: string | undefined;
}

/** One run of the real loader, at the demo's own time of day. Throws what stood in its way. */
async function sync({ connections, warehouse, clock, effects, from }: DemoSync): Promise<void> {
  const http = openHttp();
  try {
    const summary = await runSync({
      connections,
      warehouse,
      send: http.send,
      sleep: (ms) => wait(ms, undefined, { signal: effects.signal }).catch(() => undefined),
      every: () => () => undefined,
      // Nobody else has the demo's warehouse, whose clock would say that the demo's mornings are to come.
      holder: null,
      now: () => clock.now,
      random: Math.random,
      newId: () => uuidV7(clock.now),
      log: effects.log,
      progress: effects.progress,
      loaderVersion: loaderVersion(),
      signal: effects.signal,
      from,
    });
    const [failure] = summary.failures;
    if (failure !== undefined) throw failure;
  } finally {
    await http.close();
  }
}
