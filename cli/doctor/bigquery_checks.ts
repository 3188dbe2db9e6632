/** BigQuery: whether it can be reached, and what this account may do there. */

import { ConfigError } from "../../ingest/errors.ts";
import { setting } from "../../ingest/settings/settings.ts";
import { PROXY_SETTINGS } from "../../ingest/settings/loopback.ts";
import type { DoctorEffects } from "./effects.ts";
import { fault, type Finding, look, ok, wrong } from "./finding.ts";
import type { GoogleProbe } from "./google_probe.ts";
import { locationFault } from "../../ingest/warehouse/locations.ts";
import type { DatasetFacts } from "../../ingest/warehouse/standing.ts";
import { type DatasetSeen, tableFindings } from "./table_checks.ts";
import { clockFinding, listening, networkFinding, nothingHeard } from "./heard.ts";

/** Read by every command; the first of them is where sync lands. */
const DATASETS = [
  "ai_raw",
  "ai_reference",
  "ai_staging",
  "ai_spend",
  "ai_spend_assertions",
] as const;

const RECORD = { dataset: "ai_raw", name: "raw_fetches" } as const;

/** What a load job and a reader need of a table (Google's reference of permissions). */
const LANDING_RIGHTS: Readonly<Record<string, string>> = {
  "bigquery.tables.get": "see",
  "bigquery.tables.getData": "read",
  "bigquery.tables.updateData": "load into",
};

const ADDRESS = "https://bigquery.googleapis.com";

export async function bigQueryChecks(
  { projectId, location }: { readonly projectId: string; readonly location: string },
  effects: DoctorEffects,
): Promise<readonly Finding[]> {
  const network = await networkFindings(effects);
  if (network.some(({ check, state }) => check === "network" && state === "wrong")) return network;
  const probe = effects.google(projectId, location);
  return [...network, ...(await rightsFindings(probe, { projectId, location }, effects.root))];
}

/** Asked without a key: any answer will do. Google's client may go through a proxy, and then this says nothing. */
async function networkFindings(effects: DoctorEffects): Promise<readonly Finding[]> {
  const { env, signal, limitMs } = effects;
  if (PROXY_SETTINGS.some((name) => setting(env, name) !== null)) return [];
  const address = originOf(setting(env, "BIGQUERY_EMULATOR_HOST")) ?? ADDRESS;
  const heard = nothingHeard();
  const url = new URL(`${address}/bigquery/v2/projects`);
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(limitMs / 2)]);
  // What went wrong is in what was heard.
  await listening(effects, heard)({ method: "GET", url, headers: {}, body: null }, bounded).catch(
    () => undefined,
  );
  const clock = clockFinding(address, heard);
  return [networkFinding(address, heard), ...(clock === null ? [] : [clock])];
}

/** Google's clients go to that address if it is set. */
function originOf(address: string | null): string | null {
  return address !== null && URL.canParse(address) ? new URL(address).origin : null;
}

async function rightsFindings(
  probe: GoogleProbe,
  { projectId, location }: { readonly projectId: string; readonly location: string },
  root: string,
): Promise<readonly Finding[]> {
  try {
    await probe.dryRun("select 1");
  } catch (error) {
    // Without the right to run a job nothing else is worth asking.
    return [fault(error)];
  }
  const jobs = ok("bigquery", `This account may run queries in project ${projectId}.`);
  const found = await Promise.all(DATASETS.map((name) => datasetSeen(probe, name, location)));
  const isThere = (name: (typeof DATASETS)[number]) =>
    found[DATASETS.indexOf(name)]?.finding.state === "ok";
  return [
    ...[jobs, ...found.map(({ finding }) => finding)],
    ...(isThere("ai_raw") ? [await caught(() => rightsFinding(probe))] : []),
    ...(await tableFindings(probe, found, { root, isBuilt: isThere("ai_staging") })),
  ];
}

interface DatasetFound extends DatasetSeen {
  readonly finding: Finding;
}

async function datasetSeen(
  probe: GoogleProbe,
  dataset: (typeof DATASETS)[number],
  location: string,
): Promise<DatasetFound> {
  try {
    const facts = await seen(() => probe.factsOf(dataset), dataset);
    const finding = datasetFinding(facts, dataset, location);
    return { dataset, finding, facts: facts === UNSEEN ? null : facts };
  } catch (error) {
    return { dataset, finding: fault(error), facts: null };
  }
}

function datasetFinding(
  facts: DatasetFacts | null | typeof UNSEEN,
  name: (typeof DATASETS)[number],
  location: string,
): Finding {
  if (facts === UNSEEN) {
    return look(
      "bigquery",
      `This account may not see dataset ${name}: give it a role there if it is to build or query; to sync it needs none.`,
    );
  }
  if (facts === null) {
    const maker = name === "ai_raw" ? "sync" : "build";
    return look(
      "bigquery",
      `There is no dataset ${name} yet: ${maker} creates it with the right bigquery.datasets.create, or infra/ does.`,
    );
  }
  const elsewhere = locationFault(name, facts.location, location);
  if (elsewhere !== null) return wrong("bigquery", elsewhere);
  return ok("bigquery", `Dataset ${name} is in ${facts.location}.`);
}

const UNSEEN = Symbol("unseen");

/** Whoever only loads has no business in the other datasets. */
async function seen<T>(work: () => Promise<T>, name: string): Promise<T | typeof UNSEEN> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ConfigError && name !== RECORD.dataset) return UNSEEN;
    throw error;
  }
}

async function rightsFinding(probe: GoogleProbe): Promise<Finding> {
  const wanted = Object.keys(LANDING_RIGHTS);
  const allowed = await probe.allowed(RECORD, wanted);
  if (allowed === null) {
    return look(
      "bigquery",
      "There is no table ai_raw.raw_fetches yet: sync creates it with the right bigquery.tables.create.",
    );
  }
  const missing = wanted.filter((permission) => !allowed.includes(permission));
  if (missing.length === 0) return ok("bigquery", "This account may read ai_raw and load into it.");
  const verbs = missing.map((permission) => `${LANDING_RIGHTS[permission]} (${permission})`);
  return wrong(
    "bigquery",
    `This account may not, of ai_raw.raw_fetches: ${verbs.join(", ")}; give it roles/bigquery.dataEditor on ai_raw, or the role that infra/ defines.`,
  );
}

async function caught(work: () => Promise<Finding>): Promise<Finding> {
  try {
    return await work();
  } catch (error) {
    return fault(error);
  }
}
