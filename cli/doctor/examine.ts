/** All checks at once, each within its time, so that one that hangs hides none of the others. */

import type { Connection } from "../../ingest/endpoint/connection.ts";
import { type Config, eachConnection, readConfig } from "../../ingest/settings/config.ts";
import { errorMessage } from "../../ingest/error_facts.ts";
import { isSpendError } from "../../ingest/errors.ts";
import { defaultLocation } from "../shared/open_warehouse.ts";
import type { Environment } from "../../ingest/settings/settings.ts";
import { VENDORS } from "../../ingest/vendors/index.ts";
import { bigQueryChecks } from "./bigquery_checks.ts";
import { homeCheck, temporaryCheck } from "./disk_checks.ts";
import type { DoctorEffects } from "./effects.ts";
import { type Finding, wrong, wrongNow } from "./finding.ts";
import { builtNames } from "../shared/built_names.ts";
import { BUILT_DATASETS, leftoverFindings } from "./leftovers.ts";
import { settingsChecks, settingsFileChecks } from "./settings_checks.ts";
import { vendorChecks } from "./vendor_checks.ts";
import { dataformCheck, nodeCheck } from "./version_checks.ts";
import { localWarehouseCheck } from "./warehouse_checks.ts";

/** So much longer may a check take than a wait inside it, so that its own words come first. */
const GRACE_MS = 2_000;

/** Every finding, in the order in which an operator would mend them. Changes nothing. */
export async function examine(effects: DoctorEffects): Promise<readonly Finding[]> {
  const { env, findings } = await settingsFileChecks(effects);
  const here = { ...effects, env };
  const config = configOf(here);
  const within = (check: string, work: () => Promise<readonly Finding[]>) =>
    limited(check, { ...effects, limitMs: effects.limitMs + GRACE_MS }, work);
  const found = await Promise.all([
    within("versions", async () => [
      nodeCheck(here),
      await dataformCheck(here, config?.warehouse ?? "local"),
    ]),
    within("disk", () => diskFindings(config, here)),
    within("warehouse", () => warehouseFindings(config, here)),
    connectionFindings(here, (connections) =>
      within("network", () => vendorChecks(connections, here)),
    ),
  ]);
  return [...findings, ...settingsChecks(here), ...found.flat()];
}

/** Null if the settings name no warehouse, which is a finding of its own. */
function configOf({ env, cwd }: { readonly env: Environment; readonly cwd: string }) {
  try {
    return readConfig({ env, cwd });
  } catch {
    return null;
  }
}

async function diskFindings(
  config: Config | null,
  { disk }: DoctorEffects,
): Promise<readonly Finding[]> {
  const home = config?.warehouse === "local" ? [await homeCheck(config.home, disk)] : [];
  return [...home, await temporaryCheck(disk)];
}

async function warehouseFindings(
  config: Config | null,
  effects: DoctorEffects,
): Promise<readonly Finding[]> {
  if (config === null) return [];
  if (config.warehouse === "local") {
    const found = [await localWarehouseCheck(config.home, effects)];
    const relations = await effects.listLocal(config.home, BUILT_DATASETS);
    return [...found, ...leftoverFindings(relations, await builtNames(effects.root))];
  }
  const { googleCloudProject: projectId } = config;
  const location = defaultLocation();
  return bigQueryChecks({ projectId, location }, effects);
}

async function connectionFindings(
  { env, cwd }: DoctorEffects,
  ask: (connections: readonly Connection[]) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const faults: Finding[] = [];
  const read = <T>(work: () => T): T | null => {
    try {
      return work();
    } catch (error) {
      if (!isSpendError(error)) throw error;
      faults.push(wrong("key", errorMessage(error)));
      return null;
    }
  };
  const wished = read(() => eachConnection({ env, cwd }));
  if (wished?.length === 0) {
    const keys = VENDORS.map(({ keyEnv }) => keyEnv).join(", ");
    return [wrong("key", `No vendor key is set: run ai-spend init, or set one of ${keys}.`)];
  }
  const connections = (wished ?? []).flatMap((each) => read(each) ?? []);
  return [...faults, ...(await ask(connections))];
}

async function limited(
  check: string,
  { signal, limitMs }: Pick<DoctorEffects, "signal" | "limitMs">,
  work: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly Finding[]>((resolve) => {
    const give = () =>
      resolve([
        wrongNow(
          check,
          `This was not answered within ${limitMs / 1000} s: check the network, or try again later.`,
        ),
      ]);
    timer = setTimeout(give, limitMs);
    // What is found no longer matters once the operator asked to stop.
    signal.addEventListener("abort", give, { once: true });
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
