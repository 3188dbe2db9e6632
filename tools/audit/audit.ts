/** `npx tsx tools/audit/audit.ts`: asks the registry what is known of the locked versions; see advisories.ts. */

import { spawnSync } from "node:child_process";

import { shippedPlaces, verdictOf } from "./advisories.ts";

const args = ["audit", "--json", "--fetch-retries=1", "--fetch-timeout=20000"];
const { stdout } = spawnSync("npm", args, {
  encoding: "utf8",
  stdio: ["ignore", "pipe", "ignore"],
});
const { exitCode, lines } = verdictOf(stdout, shippedPlaces());
process.stdout.write(`${lines.join("\n")}\n`);
process.exitCode = exitCode;
