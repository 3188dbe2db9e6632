/** Runs a program and says how long it took and how much memory it and its children held at most. */

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

export interface Measured {
  readonly seconds: number;
  /**
   * Seconds of processor time of the program and all below it, told beside the time on the clock because
   * other work on the machine does not change it much; null where there is no /proc.
   */
  readonly processorSeconds: number | null;
  /** Most memory that the process and all below it held at one moment; null where there is no /proc. */
  readonly peakMegabytes: number | null;
  readonly stdout: string;
}

const SAMPLE_MS = 50;

/** A settings file of whoever measures must not reach the program. */
const NO_SETTINGS = { AI_SPEND_SETTINGS: "/dev/null" };

/** Starts Node with these arguments. Throws with the program's last words if it does not end with 0. */
export async function measureNode(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Measured> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...NO_SETTINGS, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const sample = sampleTree(child.pid ?? 0);
  const sampler = setInterval(sample.take, SAMPLE_MS);
  try {
    const stdout = await outputOf(child, args);
    return { seconds: (performance.now() - startedMs) / 1000, ...sample.most(), stdout };
  } finally {
    clearInterval(sampler);
  }
}

function outputOf(child: ChildProcess, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (text: Buffer) => (stdout += text.toString()));
    // Logs of a large run are long; only the end matters.
    child.stderr?.on("data", (text: Buffer) => (stderr = (stderr + text.toString()).slice(-2_000)));
    child.on("error", reject).on("close", (code) => {
      if (code === 0) resolve(stdout);
      else
        reject(new Error(`${args.join(" ")} ended with ${code}: ${stderr}${stdout.slice(-2_000)}`));
    });
  });
}

/** The most that a process and its descendants have held and used, over the samples taken. */
function sampleTree(root: number) {
  let peakMegabytes: number | null = null;
  let processorSeconds: number | null = null;
  return {
    take: (): void => {
      const tree = treeOf(root);
      if (tree.length === 0) return;
      const held = tree.reduce((sum, { pid }) => sum + residentMegabytes(pid), 0);
      const used = tree.reduce((sum, { ticks }) => sum + ticks / TICKS_PER_SECOND, 0);
      peakMegabytes = Math.max(peakMegabytes ?? 0, held);
      processorSeconds = Math.max(processorSeconds ?? 0, used);
    },
    most: () => ({ peakMegabytes, processorSeconds }),
  };
}

interface Running {
  readonly pid: number;
  readonly parent: number;
  /** Processor time of the process and of its children that have ended. */
  readonly ticks: number;
}

/** Linux counts processor time in hundredths of a second on every usual machine. */
const TICKS_PER_SECOND = 100;

function treeOf(root: number): readonly Running[] {
  const all = new Map(processes().map((each) => [each.pid, each]));
  const belongs = (pid: number): boolean => {
    if (pid === root) return true;
    const parent = all.get(pid)?.parent;
    return parent !== undefined && belongs(parent);
  };
  return [...all.values()].filter(({ pid }) => belongs(pid));
}

/** None where there is no /proc. */
function processes(): readonly Running[] {
  if (!existsSync("/proc/self/stat")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      // The command's name is in brackets and may contain anything; what follows are numbers.
      const fields = textOf(Number(name), "stat").split(") ")[1]?.split(" ");
      if (fields === undefined) return [];
      const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
      return [{ pid: Number(name), parent: Number(fields[1]), ticks }];
    });
}

/** Resident pages; one that two processes share is counted for both. */
function residentMegabytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(textOf(pid, "status"))?.[1] ?? 0) / 1024;
}

/** Empty for a process that has just ended. */
function textOf(pid: number, file: "stat" | "status"): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
