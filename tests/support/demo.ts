/** The demo as `ai-spend demo` leaves it: made once for a whole test run, and copied for whoever looks at it. */

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { openWarehouse } from "../../cli/shared/open_warehouse.ts";
import { startProxy } from "../cli/listening_proxy.ts";
import { run } from "../cli/support.ts";
import { toTextRows } from "./cells.ts";
import { runFolder } from "./graph.ts";
import type { TestWarehouse } from "./warehouse.ts";

export interface Demo extends Pick<TestWarehouse, "warehouse" | "runQuery" | "close"> {
  /** For verbs, which share the warehouse while it is open here. */
  readonly home: string;
}

/** A copy of the demo's home. Takes as long as the demo where nobody has made it yet; remove the folder. */
export async function copyOfDemo(): Promise<string> {
  const home = path.join(await made(), "demo");
  const copy = mkdtempSync(path.join(os.tmpdir(), "ai-spend-demo-"));
  cpSync(home, copy, { recursive: true });
  return copy;
}

/** The warehouse of such a copy, which `close` removes. */
export async function openDemo(): Promise<Demo> {
  const home = await copyOfDemo();
  const warehouse = await openWarehouse({ warehouse: "local", home });
  return {
    home,
    warehouse,
    runQuery: async (sql) => toTextRows((await warehouse.query(sql)).rows),
    async close() {
      await warehouse.close();
      rmSync(home, { recursive: true });
    },
  };
}

/** What a proxy that was set for every client heard while the run's demo was made. */
export async function proxiedOfDemo(): Promise<readonly string[]> {
  return JSON.parse(readFileSync(path.join(await made(), PROXIED), "utf8")) as readonly string[];
}

const PROXIED = "proxied.json";

/** The folder of the run's demo, which is made behind a proxy. The first to ask makes it, others wait for its outcome. */
async function made(): Promise<string> {
  const folder = path.join(runFolder(), "demo");
  const outcome = path.join(folder, "outcome");
  if (mkdirSync(folder, { recursive: true }) !== undefined) {
    const proxy = await startProxy();
    const { code, stderr } = await run(["demo"], { AI_SPEND_HOME: folder, ...proxy.settings });
    proxy.close();
    writeFileSync(path.join(folder, PROXIED), JSON.stringify(proxy.heard));
    writeFileSync(outcome, code === 0 ? "" : `the demo ended with ${code}: ${stderr}`);
  }
  while (!existsSync(outcome)) await sleep(200);
  const failure = readFileSync(outcome, "utf8");
  if (failure !== "") throw new Error(failure);
  return folder;
}
