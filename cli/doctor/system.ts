/** The world as it is, for the checks to look at. */

import { access, constants, stat, statfs } from "node:fs/promises";

import { openClient } from "../../ingest/warehouse/bigquery.ts";
import { openHttp } from "../../ingest/ask/http.ts";
import { inspectLocal, listLocal } from "../shared/open_warehouse.ts";
import { projectRoot } from "../../ingest/project_root.ts";
import type { Place } from "../../ingest/settings/settings.ts";
import { loaderVersion } from "../../ingest/version.ts";
import type { Disk, DoctorEffects } from "./effects.ts";
import { googleProbe } from "./google_probe.ts";

const LIMIT_MS = 8_000;

/** The effects as they are on this machine; `close` ends the connections. */
export function systemEffects(
  place: Place,
  signal: AbortSignal,
): { readonly effects: DoctorEffects; readonly close: () => Promise<void> } {
  const http = openHttp();
  const effects: DoctorEffects = {
    ...place,
    nodeVersion: process.versions.node,
    loaderVersion: loaderVersion(),
    root: projectRoot(),
    send: http.send,
    now: Date.now,
    disk: systemDisk,
    inspectWarehouse: inspectLocal,
    google: (projectId, location) =>
      googleProbe(openClient({ projectId, location, localUrl: null }), location),
    limitMs: LIMIT_MS,
    listLocal,
    signal,
  };
  return { effects, close: () => http.close() };
}

export const systemDisk: Disk = {
  kind: async (path) => {
    const found = await stat(path).catch(() => null);
    if (found === null) return null;
    return found.isDirectory() ? "folder" : "file";
  },
  mode: async (path) => (await stat(path).catch(() => null))?.mode ?? null,
  isWritable: (folder) =>
    access(folder, constants.W_OK | constants.X_OK).then(
      () => true,
      () => false,
    ),
  freeBytes: async (folder) => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
};
