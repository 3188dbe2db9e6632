/** BigQuery: whether it can be reached, and what this account may do there. */

import { errorMessage } from "../../ingest/error_facts.ts";
import { ConfigError, isSpendError, TransportError } from "../../ingest/errors.ts";
import { setting } from "../../ingest/settings/settings.ts";
import { PROXY_SETTINGS } from "../../ingest/settings/loopback.ts";
import type { DoctorEffects } from "./effects.ts";
import { type Finding, look, ok, wrong, wrongNow } from "./finding.ts";
import type { GoogleProbe } from "./google_probe.ts";
import { builtNames } from "../shared/built_names.ts";
import { BUILT_DATASETS, leftoverFindings, type Relation } from "./leftovers.ts";
import { clockFinding, listening, networkFinding, nothingHeard } from "./heard.ts";

/** Read by every command; the first of them is where sync lands. */
const DATASETS = ["ai_raw", "ai_reference", "ai_staging", "ai_spend"] as const;

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
  const found = await Promise.all(
    DATASETS.map((name) => caught(() => datasetFinding(probe, name, location))),
  );
  const isThere = (name: (typeof DATASETS)[number]) =>
    found[DATASETS.indexOf(name)]?.state === "ok";
  return [
    ...[jobs, ...found],
    ...(isThere("ai_raw") ? [await caught(() => rightsFinding(probe))] : []),
    ...(isThere("ai_staging") ? await leftovers(probe, root) : []),
  ];
}

async function datasetFinding(
  probe: GoogleProbe,
  name: (typeof DATASETS)[number],
  location: string,
): Promise<Finding> {
  const there = await seen(() => probe.locationOf(name), name);
  if (there === UNSEEN) {
    return look(
      "bigquery",
      `This account may not see dataset ${name}: give it a role there if it is to build or query; to sync it needs none.`,
    );
  }
  if (there === null) {
    const maker = name === "ai_raw" ? "sync" : "build";
    return look(
      "bigquery",
      `There is no dataset ${name} yet: ${maker} creates it with the right bigquery.datasets.create, or infra/ does.`,
    );
  }
  if (there.toLowerCase() === location.toLowerCase()) {
    return ok("bigquery", `Dataset ${name} is in ${there}.`);
  }
  return wrong(
    "bigquery",
    `Dataset ${name} is in ${there} and workflow_settings.yaml says ${location}: set defaultLocation to ${there}, or move the dataset.`,
  );
}

/** Among what this account may see. */
async function leftovers(probe: GoogleProbe, root: string): Promise<readonly Finding[]> {
  try {
    const relations: Relation[] = [];
    for (const dataset of BUILT_DATASETS) {
      const listed = await seen(() => probe.relationsIn(dataset), dataset);
      if (listed !== UNSEEN) relations.push(...listed);
    }
    return leftoverFindings(relations, await builtNames(root));
  } catch (error) {
    return [fault(error)];
  }
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

function fault(error: unknown): Finding {
  if (!isSpendError(error)) throw error;
  const says = errorMessage(error);
  return error instanceof TransportError ? wrongNow("bigquery", says) : wrong("bigquery", says);
}
