/** Files as an operator names them: whatever has no end, or cannot be read, gets one sentence. */

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { ConfigError, TransportError } from "../../ingest/errors.ts";
import {
  hearPipe,
  readBounded,
  readBoundedUntil,
  readSettingsText,
} from "../../ingest/operator_file.ts";
import { readSettings } from "../../ingest/settings/settings.ts";

let folder: string;
const inside = (name: string) => path.resolve(folder, name);

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-files-"));
  writeFileSync(inside("huge"), "");
  truncateSync(inside("huge"), 3 * 2 ** 30);
  writeFileSync(inside("one megabyte"), "x".repeat(2 ** 20));
  writeFileSync(inside("a byte more"), "x".repeat(2 ** 20 + 1));
  symlinkSync("nowhere", inside("dangling"));
  symlinkSync("circle", inside("circle"));
  execFileSync("mkfifo", [inside("pipe")]);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("a file that an operator names", () => {
  it.each([
    ["/dev/zero", "/dev/zero is larger than 1 MB, which no such file is: check that it is the one"],
    ["huge", "huge is larger than 1 MB"],
    ["a byte more", "a byte more is larger than 1 MB"],
    ["circle", "circle cannot be read: check that it is a file and that you may read it."],
    [".", " cannot be read: check that it is a file and that you may read it."],
    ["/proc/self/mem", "/proc/self/mem cannot be read: check that it is a file"],
    ["dangling", "dangling is a link to a file that does not exist: mend the link, or remove it."],
    ["x".repeat(300), "cannot be"],
    ["one megabyte/none", "one megabyte/none cannot be"],
  ])("%s is refused", (name, message) => {
    for (const read of [() => readBounded(inside(name), 1), () => readSettingsText(inside(name))]) {
      expect(read).toThrow(ConfigError);
      expect(read).toThrow(message);
    }
  });

  it("may be of a megabyte, empty, or not there", () => {
    expect(readBounded(inside("one megabyte"), 1)).toHaveLength(2 ** 20);
    expect(readSettingsText("/dev/null")).toBe("");
    expect(readSettingsText(inside("none"))).toBeNull();
    expect(() => readBounded(inside("none"), 1)).toThrow("none does not exist: check its name.");
  });

  it("may be a pipe, which is read to its end or to the limit", async () => {
    const into = (command: string) => spawn("sh", ["-c", `{ ${command}; } > "$0"`, inside("pipe")]);
    into("printf 'A=1\\n'; sleep 0.1; printf 'B=2\\n'");
    const place = { env: { AI_SPEND_SETTINGS: inside("pipe") }, cwd: folder };
    expect(readSettings(place)).toEqual({ A: "1", B: "2" });
    const endless = into("exec yes");
    expect(() => readSettings(place)).toThrow(/pipe is larger than 1 MB/);
    // Otherwise it may still be at it when the next test opens the pipe.
    endless.kill();
    await once(endless, "exit");
  });

  it("is waited for as a pipe to which nobody writes, for a time, or until it is to stop", async () => {
    expect(() => readBounded(inside("pipe"), 1, 50)).toThrow(
      /pipe is a pipe to which nobody writes: check what should, and run again[.]$/,
    );
    const stop = new AbortController();
    const reading = readBoundedUntil(stop.signal, inside("pipe"), 1);
    stop.abort();
    await expect(reading).rejects.toThrow(TransportError);
  });

  it("may be a pipe of settings that is read ahead, once, until the signal", async () => {
    execFileSync("mkfifo", [inside("ahead")]);
    const stop = new AbortController();
    const stopped = hearPipe(inside("ahead"), stop.signal);
    stop.abort();
    await expect(stopped).rejects.toThrow(TransportError);
    spawn("sh", ["-c", `{ sleep 0.1; printf 'A=1\\n'; } > "$0"`, inside("ahead")]);
    for (let time = 0; time < 2; time += 1) {
      await hearPipe(inside("ahead"), new AbortController().signal);
      expect(readSettingsText(inside("ahead"))).toBe("A=1\n");
    }
    execFileSync("mkfifo", [inside("endless")]);
    const endless = spawn("sh", ["-c", `yes > "$0"`, inside("endless")]);
    await hearPipe(inside("endless"), new AbortController().signal);
    endless.kill();
    expect(() => readSettingsText(inside("endless"))).toThrow(/endless is larger than 1 MB/);
    await hearPipe(inside("one megabyte"), AbortSignal.abort());
    await hearPipe(inside("none"), AbortSignal.abort());
  });

  it("is read until the signal as without one", async () => {
    const { signal } = new AbortController();
    spawn("sh", [
      "-c",
      `{ sleep 0.1; printf 'A=1'; sleep 0.1; printf '2'; } > "$0"`,
      inside("pipe"),
    ]);
    expect(Buffer.from(await readBoundedUntil(signal, inside("pipe"), 1)).toString()).toBe("A=12");
    expect(await readBoundedUntil(signal, inside("one megabyte"), 1)).toHaveLength(2 ** 20);
    await expect(readBoundedUntil(signal, inside("a byte more"), 1)).rejects.toThrow(ConfigError);
  });
});
