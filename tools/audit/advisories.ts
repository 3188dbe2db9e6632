/** What the registry's advisories on the locked versions mean for what is shipped. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { z } from "zod";

export interface Verdict {
  /** 1 for a high or critical advisory on what is shipped, 3 if the registry gave no answer. */
  readonly exitCode: 0 | 1 | 3;
  readonly lines: readonly string[];
}

const answer = z.looseObject({
  vulnerabilities: z
    .record(
      z.string(),
      z.looseObject({ name: z.string(), severity: z.string(), nodes: z.array(z.string()) }),
    )
    .optional(),
  message: z.string().optional(),
});

/**
 * Reads the output of `npm audit --json`. Pure.
 * @param shipped places in the lock file, such as `node_modules/undici`
 */
export function verdictOf(output: string, shipped: ReadonlySet<string>): Verdict {
  const { vulnerabilities, message } = read(output);
  if (vulnerabilities === undefined) {
    const reason = message ?? "nothing that can be read";
    return { exitCode: 3, lines: [`not audited: registry gave no answer (${reason})`] };
  }
  const found = Object.values(vulnerabilities).map(({ name, severity, nodes }) => ({
    isGrave: severity === "high" || severity === "critical",
    isShipped: nodes.some((node) => shipped.has(node)),
    text: `${severity}: ${name} at ${nodes.join(", ")}`,
  }));
  const lines = found.map(({ isShipped, text }) => `${text}${isShipped ? ", shipped" : ""}`);
  return {
    exitCode: found.some(({ isGrave, isShipped }) => isGrave && isShipped) ? 1 : 0,
    lines: [...lines, `${shipped.size} packages shipped; ${found.length} with advisories`],
  };
}

function read(output: string): z.infer<typeof answer> {
  try {
    return answer.parse(JSON.parse(output));
  } catch {
    return {};
  }
}

/** Places in the lock file of what goes into the loader's bundle, and of what the hosted Dataform installs. */
export function shippedPlaces(): ReadonlySet<string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-audit-"));
  try {
    const list = path.join(folder, "inputs.json");
    const args = ["infra/loader/bundle.js", path.join(folder, "bundle.mjs"), list];
    execFileSync(process.execPath, args);
    const inputs = JSON.parse(readFileSync(list, "utf8")) as readonly string[];
    const place = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;
    const places = inputs.flatMap((input) => place.exec(input)?.[0] ?? []);
    return new Set([...places, "node_modules/@dataform/core"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
