/** One fault at one call of a run, then a run without faults, and what is wrong after it. */

import { isSpendError } from "../../../../ingest/errors.ts";
import { WAREHOUSE_FAULTS, type Call, type WarehouseFault } from "./fault_proxy.ts";
import { type Landed, readLanded } from "./landed.ts";
import { startWorld, type Vendors, type World } from "./world.ts";

export interface Case {
  /** Of the undisturbed run, from 1. */
  readonly at: number;
  readonly call: Call;
  readonly fault: WarehouseFault;
}

export interface Undisturbed extends Landed {
  readonly calls: readonly Call[];
}

export async function undisturbedRun(world: World): Promise<Undisturbed> {
  await world.reset();
  world.proxy.arm(null);
  const { failures } = await world.sync(0);
  if (failures[0] !== undefined) throw failures[0];
  const calls = [...world.proxy.calls];
  return { calls, ...(await readLanded(world.direct)) };
}

/** Every fault that can befall each call. */
export function casesOf(calls: readonly Call[]): readonly Case[] {
  return calls.flatMap((call, index) =>
    WAREHOUSE_FAULTS.filter((fault) => canBefall(call, fault)).map((fault) => ({
      at: index + 1,
      call,
      fault,
    })),
  );
}

function canBefall(call: Call, fault: WarehouseFault): boolean {
  if (fault === "job fails" || fault === "quota") return call.startsWith("load ");
  if (fault === "duplicate after") return /^(load|create) /.test(call);
  return true;
}

/** What is wrong, one sentence each; empty for a fault that was survived. */
export async function survive(world: World, whole: Undisturbed, one: Case): Promise<string[]> {
  const { at, call, fault } = one;
  await world.reset();
  world.proxy.arm(fault, at);
  const struck = await endOf(world, 0);
  const faults = struck === "crashed" ? [`the program itself failed`] : [];
  if (world.proxy.calls.length < at) faults.push("the fault did not strike");
  const between = await readIfThere(world);
  faults.push(...between.map((line) => `after the fault ${line}`));

  world.proxy.arm(null);
  const end = await endOf(world, 1);
  if (end !== "done") faults.push(`the next run ended with ${end}`);
  const after = await readLanded(world.direct);
  faults.push(...after.wrong, ...after.leftOpen);
  if (JSON.stringify(after.said) !== JSON.stringify(whole.said)) faults.push("says another thing");
  return faults.map((what) => `${fault} at call ${at}, ${call}: ${what}`);
}

/** "done", "crashed" for a fault of the program, or the name of the error that the operator sees. */
async function endOf(world: World, minutes: number): Promise<string> {
  try {
    const { failures } = await world.sync(minutes);
    return failures[0]?.message ?? "done";
  } catch (error) {
    return isSpendError(error) ? error.message : "crashed";
  }
}

/** What must not be at any time; nothing can be while the tables are not there. */
async function readIfThere({ direct }: World): Promise<readonly string[]> {
  const tables = await direct.listTables("ai_raw");
  const isWhole = ["raw_sync_runs", "raw_cursor_spend"].every((name) => tables.includes(name));
  return isWhole ? (await readLanded(direct)).wrong : [];
}

/** Several worlds at once, since most of the time is spent on waits before the next try. */
export async function surviveAll(
  vendors: Vendors,
  choose: (cases: readonly Case[]) => readonly Case[],
  worlds = 6,
): Promise<{ readonly cases: readonly Case[]; readonly wrong: readonly string[]; calls: number }> {
  const all = await Promise.all(Array.from({ length: worlds }, () => startWorld(vendors)));
  try {
    const [first] = all;
    if (first === undefined) throw new RangeError("there must be a world");
    const whole = await undisturbedRun(first);
    const cases = choose(casesOf(whole.calls));
    const queue = [...cases];
    const wrong: string[] = [];
    const work = async (world: World): Promise<void> => {
      for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
        wrong.push(...(await survive(world, whole, one)));
      }
    };
    await Promise.all(all.map(work));
    return { cases, wrong, calls: whole.calls.length };
  } finally {
    await Promise.all(all.map((world) => world.close()));
  }
}
