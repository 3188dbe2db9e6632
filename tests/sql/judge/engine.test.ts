import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import path from "node:path";

import { describe, expect, it } from "@jest/globals";

import { startEngine } from "../../support/judge/engine.ts";

const ENGINE = path.resolve("tests/support/judge/engine.ts");

/** True if something listens on the port. */
async function answers(port: number): Promise<boolean> {
  const socket = connect(port, "localhost");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function isSilentWithin(ms: number, port: number): Promise<boolean> {
  for (const end = Date.now() + ms; Date.now() < end;) {
    if (!(await answers(port))) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

/** A process that starts the engine, says on which port, and then never ends. */
function startParent(): ChildProcess {
  const script = `import(${JSON.stringify(ENGINE)}).then(async ({ startEngine }) => {
    console.log((await startEngine()).port);
    setInterval(() => undefined, 1000);
  });`;
  return spawn(process.execPath, ["--import", "tsx", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

describe("the engine's process", () => {
  it("ends when it is stopped", async () => {
    const { port, stop } = await startEngine();
    expect(await answers(port)).toBe(true);
    await stop();
    expect(await answers(port)).toBe(false);
  });

  it("ends when the process that started it is killed", async () => {
    const parent = startParent();
    const [line] = (await once(parent.stdout!, "data")) as [Buffer];
    const port = Number(line.toString("utf8"));
    expect(await answers(port)).toBe(true);
    parent.kill("SIGKILL");
    expect(await isSilentWithin(5_000, port)).toBe(true);
  });

  it("serves two at a time, each on its own port", async () => {
    const [first, second] = await Promise.all([startEngine(), startEngine()]);
    await first.stop();
    expect(await answers(second.port)).toBe(true);
    await second.stop();
  });
});
