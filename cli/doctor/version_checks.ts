/** The program's own parts: Node, the loader, the Dataform CLI. */

import { readFileSync } from "node:fs";
import path from "node:path";

import { z } from "zod";

import type { DoctorEffects } from "./effects.ts";
import { type Finding, look, ok, wrong } from "./finding.ts";

const packageFile = z.looseObject({ engines: z.looseObject({ node: z.string() }) });

/** Node against package.json's `engines`, which has the form `>=20.19`. */
export function nodeCheck({
  nodeVersion,
  root,
}: Pick<DoctorEffects, "nodeVersion" | "root">): Finding {
  const text = readFileSync(path.join(root, "package.json"), "utf8");
  const { node: range } = packageFile.parse(JSON.parse(text)).engines;
  const least = range.replace(/^>=/, "");
  return isAtLeast(nodeVersion, least)
    ? ok("versions", `Node is ${nodeVersion}; ${least} or newer is needed.`)
    : wrong("versions", `Node is ${nodeVersion}: install ${least} or newer.`);
}

function isAtLeast(version: string, least: string): boolean {
  const have = version.split(".").map(Number);
  const need = least.split(".").map(Number);
  const different = need.findIndex((part, index) => part !== have[index]);
  return different === -1 || (have[different] ?? 0) > (need[different] ?? 0);
}

/** The CLI is not part of the loader's image, where nothing is built. */
export async function dataformCheck(
  { root, disk, loaderVersion }: Pick<DoctorEffects, "root" | "disk" | "loaderVersion">,
  warehouse: "local" | "bigquery",
): Promise<Finding> {
  const cli = path.join(root, "node_modules/@dataform/cli/bundle.js");
  if ((await disk.kind(cli)) === "file") {
    return ok("versions", `ai-spend is ${loaderVersion}; the Dataform CLI is installed.`);
  }
  return warehouse === "local"
    ? wrong("versions", `ai-spend is ${loaderVersion}; the Dataform CLI is missing: run npm ci.`)
    : look(
        "versions",
        `ai-spend is ${loaderVersion}; the Dataform CLI is missing, so that this place can sync and not build: run npm ci to build here.`,
      );
}
