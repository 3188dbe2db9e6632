/** `init`: what is asked on a terminal, what is shown there, and what the file then holds. */

import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";

import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";

import { readConnectionList } from "../../../ingest/settings/connection_list.ts";
import { askChanges } from "../../../cli/init/questions.ts";
import { type Ended, inProcess, run } from "../support.ts";

const KEY = "sk-ant-admin01-nobody-has-this-key";
const OTHER_KEY = "sk-ant-admin01-nobody-has-that-key";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-init-"));
  file = path.join(folder, ".env");
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

interface Conversation extends Ended {
  /** What stood on the terminal, typed characters that it showed included. */
  readonly screen: string;
}

/** Types the next answer whenever a question waits. */
async function converse(
  answers: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Conversation> {
  const input = new PassThrough();
  const output = new PassThrough();
  const left = [...answers];
  let screen = "";
  output.on("data", (chunk: Buffer) => {
    screen += chunk.toString();
    // A question that is repainted says the same once more; the cursor is moved after it.
    if (chunk.toString().endsWith("]: ")) setImmediate(() => input.write(left.shift() ?? "\x03"));
  });
  const all = { AI_SPEND_SETTINGS: file, ...settings };
  const ended = await inProcess(["init"], all, { terminal: { input, output } });
  expect(left).toEqual([]);
  return { ...ended, screen };
}

const ENTER = "\r";

describe("init", () => {
  it("asks for a key of each vendor and the warehouse, and writes what it was told for its owner alone", async () => {
    const { code, stdout } = await converse([KEY + ENTER, ENTER, ENTER, ENTER]);
    expect(code).toBe(0);
    expect(readFileSync(file, "utf8")).toBe(`ANTHROPIC_ADMIN_KEY=${KEY}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual([".env"]);
    expect(stdout).toMatch(/^Written to .*\.env, which only you can read\.\nNext: .* doctor/);
  });

  it("shows no key, not even when an arrow asks for what was typed before", async () => {
    const up = "\x1b[A";
    const { screen, stdout, stderr } = await converse([KEY + ENTER, up + ENTER, ENTER, up + ENTER]);
    expect(screen).toContain("Warehouse, local or bigquery");
    expect(screen + stdout + stderr).not.toContain("nobody-has");
  });

  it("asks again for a key of the wrong kind or a cut one, and says why", async () => {
    const plain = "crsr_nobody";
    const { code, screen } = await converse([
      plain + ENTER,
      `two words${ENTER}`,
      ENTER,
      ENTER,
      ENTER,
      ENTER,
    ]);
    expect(screen).toMatch(/ANTHROPIC_ADMIN_KEY holds a key of another vendor/);
    expect(screen).toMatch(/ANTHROPIC_ADMIN_KEY holds spaces or characters that no key has/);
    expect(code).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("keeps everything that was there unless it is changed, and running twice changes nothing", async () => {
    const before = `# ours\nexport CURSOR_ADMIN_KEY='crsr_of_the_team'\nTEAM="a b"\nANTHROPIC_ADMIN_KEY=${OTHER_KEY}`;
    writeFileSync(file, before);
    chmodSync(file, 0o644);
    await converse([KEY + ENTER, ENTER, ENTER, ENTER]);
    const after = before.replace(OTHER_KEY, KEY) + "\n";
    expect(readFileSync(file, "utf8")).toBe(after);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const again = await converse([ENTER, ENTER, ENTER, ENTER]);
    expect(again.screen).toContain("set; Enter keeps it");
    expect(again.stdout).toMatch(/^Nothing changed in /);
    expect(readFileSync(file, "utf8")).toBe(after);
  });

  it("takes a key out on request, and a project that is no longer needed", async () => {
    writeFileSync(
      file,
      `AI_SPEND_WAREHOUSE=bigquery\nGOOGLE_CLOUD_PROJECT=acme-data\nCURSOR_ADMIN_KEY=crsr_x\n`,
    );
    await converse([ENTER, ENTER, `-${ENTER}`, `local${ENTER}`]);
    expect(readFileSync(file, "utf8")).toBe("");
  });

  it("asks for a project where the warehouse is BigQuery, until it can be one", async () => {
    writeFileSync(file, "GOOGLE_CLOUD_PROJECT=acme-data\n");
    const { screen } = await converse([
      ...[ENTER, ENTER, ENTER],
      `snowflake${ENTER}`,
      `bigquery${ENTER}`,
      `Acme!${ENTER}`,
      ENTER,
    ]);
    expect(screen).toMatch(/"snowflake" is no warehouse: write local or bigquery\./);
    expect(screen).toMatch(/A project's id has 6 to 30/);
    expect(readFileSync(file, "utf8")).toBe(
      "GOOGLE_CLOUD_PROJECT=acme-data\nAI_SPEND_WAREHOUSE=bigquery\n",
    );
  });

  it("says if the environment overrules what was written", async () => {
    const { stdout } = await converse([KEY + ENTER, ENTER, ENTER, ENTER], {
      ANTHROPIC_ADMIN_KEY: OTHER_KEY,
    });
    expect(stdout).toMatch(/ANTHROPIC_ADMIN_KEY has another value in the environment/);
    expect(stdout).not.toContain("nobody-has");
  });

  it.each([
    ["Ctrl+C", "\x03"],
    ["Ctrl+D", "\x04"],
  ])("writes nothing on %s", async (_title, key) => {
    const { code, stderr } = await converse([KEY + ENTER, key]);
    expect({ code, stderr }).toEqual({ code: 75, stderr: "Interrupted: nothing was written.\n" });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("writes through no link", async () => {
    const target = path.join(folder, "target");
    writeFileSync(target, "");
    symlinkSync(target, file);
    const { code, stderr } = await converse([]);
    expect(stderr).toMatch(/is a symbolic link, and keys are not written there/);
    expect(code).toBe(2);
    expect(readFileSync(target, "utf8")).toBe("");
  });

  it("writes into no folder that is not there", async () => {
    const lost = { AI_SPEND_SETTINGS: path.join(folder, "lost", ".env") };
    const { code, stderr } = await converse([KEY + ENTER, ENTER, ENTER, ENTER], lost);
    expect(stderr).toMatch(/cannot be written: check that its folder exists/);
    expect(code).toBe(2);
  });

  it("says without a terminal what to set instead", async () => {
    const { code, stderr } = await inProcess(["init"], { AI_SPEND_SETTINGS: file });
    expect(stderr).toMatch(/needs a terminal: without one set ANTHROPIC_ADMIN_KEY, .* in .*\.env/);
    expect(code).toBe(2);
  });
});

describe("a list of connections", () => {
  it("says which keys are asked for", async () => {
    const list = path.join(folder, "connections.yaml");
    writeFileSync(
      list,
      "- {name: labs, vendor: anthropic, key_env: LABS_KEY}\n- {name: team, vendor: cursor, key_env: TEAM_KEY}\n",
    );
    const asked: string[] = [];
    const answer = (question: string) => {
      asked.push(question);
      return Promise.resolve(question.startsWith("TEAM_KEY") ? "crsr_of_the_team" : "");
    };
    const prompt = { ask: answer, askHidden: answer, say: () => undefined, close: () => undefined };
    const changes = await askChanges(prompt, { LABS_KEY: KEY }, readConnectionList(list));
    expect(changes).toEqual({ TEAM_KEY: "crsr_of_the_team" });
    expect(asked.map((question) => question.split(",")[0])).toEqual([
      ...["LABS_KEY", "TEAM_KEY", "Warehouse"],
    ]);
  });
});

describe("the file of settings", () => {
  it("stands in for the environment, which wins, and where it is empty does not", async () => {
    writeFileSync(file, "AI_SPEND_WAREHOUSE=snowflake\nANTHROPIC_ADMIN_KEY=crsr_nobody\n");
    const settings = { AI_SPEND_SETTINGS: file };
    const fromFile = await run(["build"], { ...settings, AI_SPEND_WAREHOUSE: " " });
    expect(fromFile.stderr).toMatch(/AI_SPEND_WAREHOUSE is "snowflake"/);
    const overruled = await run(["sync"], { ...settings, AI_SPEND_WAREHOUSE: "local" });
    expect(overruled.stderr).toMatch(/ANTHROPIC_ADMIN_KEY holds a key of another vendor/);
    expect([fromFile.code, overruled.code]).toEqual([2, 2]);
  });

  it("is refused with the number of a line that it does not understand, and without the line", async () => {
    writeFileSync(file, `# a comment\n\nANTHROPIC_ADMIN_KEY ${KEY}\nAI_SPEND_WAREHOUSE=local\n`);
    const { code, stderr } = await run(["sync"], { AI_SPEND_SETTINGS: file });
    expect(stderr).toMatch(/\.env, line 3: neither NAME=value nor a # comment/);
    expect(stderr).not.toContain("nobody-has");
    expect(code).toBe(2);
  });

  it("must be there if it is named", async () => {
    const { code, stderr } = await run(["build"], { AI_SPEND_SETTINGS: file });
    expect(stderr).toMatch(/AI_SPEND_SETTINGS names .*\.env, which does not exist/);
    expect(code).toBe(2);
  });
});
