/** The checks of `doctor` over a world of the test's own. */

import path from "node:path";

import type { DoctorEffects } from "../../../cli/doctor/effects.ts";
import { examine } from "../../../cli/doctor/examine.ts";
import { exitCodeOf, type Finding } from "../../../cli/doctor/finding.ts";
import { systemDisk } from "../../../cli/doctor/system.ts";
import type { HttpSend } from "../../../ingest/ask/exchange.ts";
import { openHttp } from "../../../ingest/ask/http.ts";
import { inspectLocal, listLocal } from "../../../cli/shared/open_warehouse.ts";
import { projectRoot } from "../../../ingest/project_root.ts";

export interface Examined {
  readonly exitCode: number;
  readonly findings: readonly Finding[];
  /** The findings that are not ok, as `state check: sentence`. */
  readonly faults: readonly string[];
}

/** In `cwd`, whose `home` is the warehouse's folder; what is not given is as it is on this machine. */
export async function examineIn(
  cwd: string,
  env: Readonly<Record<string, string>>,
  changed: Partial<DoctorEffects> = {},
): Promise<Examined> {
  const http = openHttp();
  try {
    const findings = await examine({
      env: { AI_SPEND_HOME: path.join(cwd, "home"), ...env },
      cwd,
      nodeVersion: process.versions.node,
      loaderVersion: "0.0.0",
      root: projectRoot(),
      send: http.send,
      now: Date.now,
      disk: systemDisk,
      inspectWarehouse: inspectLocal,
      google: () => {
        throw new RangeError("this test has no BigQuery");
      },
      limitMs: 5_000,
      listLocal,
      signal: new AbortController().signal,
      ...changed,
    });
    const faults = findings
      .filter(({ state }) => state !== "ok")
      .map(({ state, check, says }) => `${state} ${check}: ${says}`);
    return { exitCode: exitCodeOf(findings), findings, faults };
  } finally {
    await http.close();
  }
}

/** A network on which every question fails with this code. */
export function failing(code: string): HttpSend {
  return () => Promise.reject(Object.assign(new Error("failed"), { code }));
}
