/**
 * The scheduled job's own command, as its image runs it, stopped in the middle of a call by SIGTERM or SIGKILL,
 * step by step; after each, the next run must end in the tables of a run that was never disturbed.
 */

import { readFileSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";

import { inProcess } from "../../cli/support.ts";
import {
  bigQueryAt,
  type Ended,
  GRACE_MS,
  type LoaderImage,
  makeLoaderImage,
} from "../../support/loader_image.ts";
import type { Call } from "./support/fault_proxy.ts";
import { type Landed, readLanded } from "./support/landed.ts";
import { startSmallVendors, startWorld, type Vendors, type World } from "./support/world.ts";

/** Far more than it takes, for machines that do something else as well. */
jest.setTimeout(300_000);

let image: LoaderImage;
let vendors: Vendors;
let world: World;
let undisturbed: Landed;
let calls: readonly Call[];

beforeAll(async () => {
  image = await makeLoaderImage();
  vendors = await startSmallVendors({ withConsole: false, morning: Date.now() });
  world = await startWorld(vendors);
  await world.reset();
  world.proxy.arm(null);
  expect(await run("morning").ended).toMatchObject({ code: 0 });
  calls = [...world.proxy.calls];
  undisturbed = await readLanded(world.direct);
  expect(undisturbed.said.length).toBeGreaterThan(3);
});
afterAll(async () => {
  await world.close();
  await vendors.close();
  image.close();
});

/** The arguments that Cloud Run gives the job, from infra/loader.tf. */
function scheduledArguments(): readonly string[] {
  const terraform = readFileSync("infra/loader.tf", "utf8");
  expect(terraform).toMatch(/^ +args += \[each\.key\]$/m);
  const name = /^ +(\w+) += \{ identity = "loader"/m.exec(terraform)?.[1] ?? "";
  return [name];
}

function settingsOf(execution: string): Readonly<Record<string, string>> {
  const [{ key = "", baseUrl = "" } = {}] = vendors.connections;
  return {
    ...bigQueryAt(world.proxy.url, world.direct.projectId),
    CURSOR_ADMIN_KEY: key,
    CURSOR_BASE_URL: baseUrl,
    CLOUD_RUN_EXECUTION: execution,
  };
}

/** One attempt of an execution of the job. */
function run(execution: string) {
  return image.start(scheduledArguments(), settingsOf(execution));
}

/** An attempt that nothing stops: the same command in this process. */
async function runOn(execution: string): Promise<Ended> {
  const settings = { ...image.settings, ...settingsOf(execution) };
  const { code, stdout, stderr } = await inProcess(scheduledArguments(), settings);
  return { code, output: stdout + stderr };
}

/** Starts the job and sends the signal while its call of this number is under way. */
async function stopped(signal: "SIGTERM" | "SIGKILL", at: number, execution: string) {
  await world.reset();
  let sentMs = 0;
  let stop = (): void => undefined;
  world.proxy.arm(null, 0, (call) => {
    if (call !== at) return;
    sentMs = Date.now();
    stop();
  });
  const { child, ended } = run(execution);
  stop = () => void child.kill(signal);
  const { code, output } = await ended;
  expect({ at, isStruck: sentMs > 0 }).toEqual({ at, isStruck: true });
  return { code, output, tookMs: Date.now() - sentMs };
}

async function faultsAfter(next: Ended): Promise<readonly string[]> {
  if (next.code !== 0) return [`the next run ended with ${next.code}: ${next.output}`];
  const { said, wrong, leftOpen } = await readLanded(world.direct);
  const same = JSON.stringify(said) === JSON.stringify(undisturbed.said);
  return [...wrong, ...leftOpen, ...(same ? [] : ["says another thing"])];
}

/** The first call of each kind, and the last one, which gives the lease back. */
function steps(): readonly number[] {
  const first = calls.map((call, index) => (calls.indexOf(call) === index ? index + 1 : 0));
  return [...first.filter((at) => at > 0), calls.length];
}

describe("the scheduled job", () => {
  it("is survived when it is killed at any step: the next attempt ends in the tables of an undisturbed run", async () => {
    const struck = steps();
    for (const at of struck) {
      const execution = `killed-${at}`;
      expect(await stopped("SIGKILL", at, execution)).toMatchObject({ code: null });
      world.proxy.arm(null);
      const faults = await faultsAfter(await runOn(execution));
      expect({ at, call: calls[at - 1], faults }).toMatchObject({ faults: [] });
    }
    expect(struck.length).toBeGreaterThanOrEqual(8);
    process.stdout.write(`survived SIGKILL at ${struck.length} of ${calls.length} calls\n`);
  });

  it("ends within the grace time of SIGTERM at any step, and leaves the way free for anybody", async () => {
    const struck = steps().filter((_, index) => index % 2 === 1);
    for (const at of struck) {
      const ended = await stopped("SIGTERM", at, `stopped-${at}`);
      // Where nothing was left to do, it is simply done.
      expect([0, 75]).toContain(ended.code);
      expect(ended.tookMs).toBeLessThan(GRACE_MS);
      world.proxy.arm(null);
      const faults = await faultsAfter(await runOn(`after-${at}`));
      expect({ at, call: calls[at - 1], faults }).toMatchObject({ faults: [] });
    }
    expect(struck.length).toBeGreaterThanOrEqual(4);
    process.stdout.write(`survived SIGTERM at ${struck.length} of ${calls.length} calls\n`);
  });

  it("keeps others away while its lease holds, though it was killed, and says until when", async () => {
    const at = calls.lastIndexOf("load raw_fetches") + 1;
    await stopped("SIGKILL", at, "killed-before-others");
    world.proxy.arm(null);
    const other = await run("another").ended;
    expect(other.code).toBe(75);
    expect(other.output).toMatch(
      /^Another sync is running: Cloud Run's execution killed-before-others, since \S+; it holds the warehouse until \S+ and longer while it works: .*\.$/m,
    );
    expect(await faultsAfter(await runOn("killed-before-others"))).toEqual([]);
  });
});
