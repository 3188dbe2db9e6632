/** The server as a client meets it: the SDK's own client over a real pipe, over the demo's warehouse. */

import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";

import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { readQuestions } from "../../../cli/questions/page.ts";
import { nanoUsd, sum } from "../../../ingest/money/nano_usd.ts";
import { read } from "../../support/files.ts";
import { copyOfDemo } from "../../support/demo.ts";
import { inProcess } from "../support.ts";

interface Said {
  readonly isError: boolean;
  readonly text: string;
  readonly json: Record<string, unknown>;
}
interface Connected {
  readonly client: Client;
  readonly call: (tool: string, given?: Record<string, unknown>) => Promise<Said>;
  readonly stderr: () => string;
  /** What came over stdout and is no message of the protocol. */
  readonly noise: readonly string[];
}
type Row = Readonly<Record<string, unknown>>;

let home: string;
let all: Connected;
const open: Client[] = [];

beforeAll(async () => {
  home = await copyOfDemo();
  all = await connect([], home);
}, 240_000);
afterAll(async () => {
  for (const client of open) await client.close();
  rmSync(home, { recursive: true });
});

async function connect(args: readonly string[], at: string): Promise<Connected> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [path.resolve("cli/start.js"), "mcp", ...args],
    env: { PATH: process.env["PATH"] ?? "", AI_SPEND_HOME: at, AI_SPEND_SETTINGS: "/dev/null" },
    stderr: "pipe",
  });
  const noise: string[] = [];
  let errors = "";
  transport.stderr?.on("data", (text: Buffer) => (errors += text.toString()));
  const client = new Client({ name: "test", version: "1" });
  client.onerror = (error) => void noise.push(error.message);
  await client.connect(transport);
  open.push(client);
  const call: Connected["call"] = async (tool, given = {}) => {
    const answer = await client.callTool({ name: tool, arguments: given });
    const [{ text } = { text: "" }] = answer.content as { text: string }[];
    const isError = answer.isError === true;
    return { isError, text, json: isError ? {} : (JSON.parse(text) as Record<string, unknown>) };
  };
  return { client, call, stderr: () => errors, noise };
}

const known = new Map<string, readonly Row[]>();

/** What `query` says, asked once: nothing here changes the demo. */
async function fromMart(sql: string): Promise<readonly Row[]> {
  const before = known.get(sql);
  if (before !== undefined) return before;
  const { stdout } = await inProcess(["query", sql, "--format", "json"], { AI_SPEND_HOME: home });
  const rows = JSON.parse(stdout) as readonly Row[];
  known.set(sql, rows);
  return rows;
}

describe("the questions of the documents", () => {
  const questions = readQuestions(read("docs/questions.md"));

  it.each(questions.map(({ number, title, queries }) => [number, title, queries] as const))(
    "%i. %s",
    async (_number, _title, queries) => {
      for (const { sql } of queries) {
        const { json } = await all.call("query", { sql, max_rows: 1000 });
        const rows = await fromMart(sql);
        expect(rows.length).toBeGreaterThan(0);
        expect({ rows: json["rows"], isCut: json["is_cut"] }).toEqual({ rows, isCut: false });
        expect(json["standing"]).toMatchObject({
          as_of: "2026-11-05T06:00:00Z",
          months_not_final: ["2026-10-01", "2026-11-01"],
          laws: { red: [] },
        });
      }
    },
  );

  it("are asked by `questions` as well", async () => {
    for (const { number, queries } of questions) {
      const { code, stdout } = await inProcess(["questions", String(number), "--format", "json"], {
        AI_SPEND_HOME: home,
      });
      expect({ number, code }).toEqual({ number, code: 0 });
      const answers = JSON.parse(stdout) as readonly Row[];
      const expected = await Promise.all(queries.map(({ sql }) => fromMart(sql)));
      expect(answers).toEqual(expected.length === 1 ? expected[0] : expected);
    }
  });
});

describe("a change", () => {
  const usd = (cell: unknown) => nanoUsd(String(cell));

  it.each(["platform", "team", "model_family", "user_email", "api_key_id", "workspace_id"])(
    "is told apart by %s to the last billionth",
    async (dimension) => {
      const asked = { before: "2026-09", after: "2026-10", dimension };
      const { json } = await all.call("explain_change", asked);
      const rows = json["rows"] as readonly Row[];
      const [months] = await fromMart(
        "select total_usd, previous_month_usd from ai_spend.finance_totals where month = date '2026-10-01'",
      );
      expect(json).toMatchObject({
        before_usd: months?.["previous_month_usd"],
        after_usd: months?.["total_usd"],
      });
      for (const amount of ["before_usd", "after_usd", "change_usd"])
        expect(sum(rows.map((row) => usd(row[amount])))).toBe(usd(json[amount]));
      expect(usd(json["change_usd"])).toBe(usd(json["after_usd"]) - usd(json["before_usd"]));
    },
  );

  it("is that of a part where it is asked of a part", async () => {
    const where = { team: "Data", platform: "claude_api" };
    const asked = { before: "2026-10-01..2026-10-15", after: "2026-10-16..2026-10-31", where };
    const { json } = await all.call("explain_change", { ...asked, dimension: "model_family" });
    const [part] = await fromMart(
      `select sum(cost_usd) as usd from ai_spend.fct_user_cost_daily
       where charge_date between date '2026-10-16' and date '2026-10-31'
         and team = 'Data' and platform = 'claude_api'`,
    );
    expect(json["after_usd"]).toBe(part?.["usd"]);
  });

  it("of what is no period is refused in a sentence", async () => {
    const asked = { before: "last month", after: "2026-10", dimension: "team" };
    const { isError, text } = await all.call("explain_change", asked);
    expect(isError).toBe(true);
    expect(text).toMatch(/"last month" is no period: write a month as 2026-10/);
  });
});

describe("the server", () => {
  it("says that people are named, and writes the protocol alone", () => {
    expect(all.stderr()).toBe(
      "ai-spend mcp: read-only. People are named in what is served; --pseudonyms leaves names out.\n",
    );
    expect(all.noise).toEqual([]);
  });

  it("has tools that only read, the documents and two beginnings", async () => {
    const { tools } = await all.client.listTools();
    expect(new Set(tools.map(({ annotations }) => annotations?.readOnlyHint))).toEqual(
      new Set([true]),
    );
    const { resources } = await all.client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual([
      "ai-spend://dictionary",
      "ai-spend://questions",
    ]);
    const { contents } = await all.client.readResource({ uri: "ai-spend://questions" });
    expect(contents[0]).toMatchObject({ text: read("docs/questions.md") });
    const { prompts } = await all.client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(["month_close", "week_digest"]);
    const { messages } = await all.client.getPrompt({
      name: "month_close",
      arguments: { month: "2026-10" },
    });
    expect(messages[0]?.content).toMatchObject({ text: expect.stringContaining("2026-10") });
  });

  it("explains every table that it serves", async () => {
    const { json } = await all.call("list_tables");
    const tables = json["tables"] as readonly Row[];
    expect(tables.length).toBeGreaterThan(50);
    expect(tables.filter(({ grain }) => !/^One row per/.test(String(grain)))).toEqual([]);
    const one = await all.call("list_tables", { table: "ai_spend.finance_totals" });
    expect(one.json["columns"]).toContainEqual({
      name: "month",
      type: "DATE",
      meaning: "First day of the month.",
    });
  });

  it("cuts what is too much, and says so", async () => {
    const asked = { sql: "select * from ai_spend.fct_user_cost_daily", max_rows: 3 };
    const { json } = await all.call("query", asked);
    expect((json["rows"] as readonly Row[]).length).toBe(3);
    expect(json).toMatchObject({ is_cut: true, note: expect.stringContaining("more rows") });
  });

  it("ends a query that the client cancels, so that the next one need not wait for it", async () => {
    const costs = ["a", "b", "c"].map((name) => `ai_spend.fct_user_cost_daily as ${name}`);
    const texts = ["a", "b", "c"].map((name) => `to_json_string(${name})`);
    const sql = `select count(*) as n from ${costs.join(" cross join ")} where length(concat(${texts.join(", ")})) = 3`;
    const leaving = new AbortController();
    const options = { signal: leaving.signal };
    const asked = all.client.callTool({ name: "query", arguments: { sql } }, undefined, options);
    setTimeout(() => leaving.abort(), 1_000);
    await expect(asked).rejects.toThrow(/abort/i);
    const before = Date.now();
    await all.call("query", { sql: "select count(*) as n from ai_spend.finance_totals" });
    // A query may take 30 seconds.
    expect(Date.now() - before).toBeLessThan(10_000);
  });

  it("refuses other data, and the engine's refusals are sentences too", async () => {
    const other = await all.call("query", { sql: "select body from ai_raw.raw_anthropic_cost" });
    expect(other).toMatchObject({ isError: true, text: expect.stringMatching(/out of reach/) });
    const wrong = await all.call("query", { sql: "select x from ai_spend.finance_totals" });
    expect(wrong.isError).toBe(true);
    for (const literal of ["'a\0'", "'\\u0000'", "'\\x00'"]) {
      const sql = `select ${literal} as a from ai_spend.finance_totals`;
      const { isError, text } = await all.call("query", { sql });
      expect({ isError, text }).toEqual({
        isError: true,
        text: expect.stringMatching(/^the invisible character U\+0000 at \[1:8\] is not among/),
      });
    }
  });

  it("follows a dollar to the vendor's own text", async () => {
    const { json } = await all.call("trace", {
      day: "2026-10-20",
      platform: "claude_api",
      most: 1,
    });
    expect(json["adds_up"]).toBe(true);
    expect(JSON.stringify(json["trace"])).toContain("word for word");
    const none = await all.call("trace", { day: "2031-01-01" });
    expect(none).toMatchObject({ isError: true, text: expect.stringMatching(/^No charge is on/) });
  });

  it("says what the numbers rest on", async () => {
    const { json } = await all.call("status");
    expect(json["sections"]).toMatchObject({ freshness: expect.anything() });
    expect(json["standing"]).toMatchObject({ laws: { red: [] } });
  });
});

describe("without names", () => {
  it("no table names anybody, and those that do are out of reach", async () => {
    const hidden = await connect(["--pseudonyms"], home);
    expect(hidden.stderr()).toMatch(/only what names nobody is served/);
    const { tools } = await hidden.client.listTools();
    expect(tools.map(({ name }) => name)).not.toContain("trace");
    const people = await fromMart(
      "select distinct user_email as name from ai_spend.fct_user_cost_daily where owner_type = 'person'",
    );
    expect(people.length).toBeGreaterThan(5);
    const { json } = await hidden.call("list_tables");
    const names = (json["tables"] as readonly Row[]).map(({ name }) => String(name));
    expect(names.length).toBeGreaterThan(20);
    const texts: string[] = [(await hidden.call("status")).text];
    for (const name of names)
      texts.push(
        (await hidden.call("query", { sql: `select * from ${name}`, max_rows: 1000 })).text,
      );
    const found = people.filter(({ name }) => texts.some((text) => text.includes(String(name))));
    expect(found).toEqual([]);
    const asked = await hidden.call("query", { sql: "select * from ai_spend.dim_users" });
    expect(asked.text).toMatch(/ai_spend.dim_users is not a table that may be asked/);
    await expect(
      hidden.call("explain_change", {
        ...{ before: "2026-09", after: "2026-10", dimension: "user_email" },
      }),
    ).resolves.toMatchObject({ isError: true });
  });
});

describe("a warehouse that holds nothing", () => {
  it("is told to who asks", async () => {
    const empty = await connect([], path.join(home, "empty"));
    const { isError, text } = await empty.call("list_tables");
    expect({ isError, text }).toEqual({
      isError: true,
      text: "Nothing is built yet, so nothing can be answered: run build.",
    });
  });

  it("and what is no message is left out with a sentence, which does not repeat it", () => {
    const input = 'hello sk-ant-admin01-secret\n[1]\n{"jsonrpc":"2.0"}\n';
    const env = { PATH: process.env["PATH"], AI_SPEND_HOME: path.join(home, "empty") };
    const { status, stdout, stderr } = spawnSync(process.execPath, ["cli/start.js", "mcp"], {
      input,
      env: { ...env, AI_SPEND_SETTINGS: "/dev/null" },
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    expect(stderr.match(/is no message of the Model Context Protocol/g)).toHaveLength(3);
    expect(stderr).not.toContain("secret");
  });

  it("and a limit that is no number is refused at once", async () => {
    const { code, stderr } = await inProcess(["mcp", "--megabytes", "many"], {
      AI_SPEND_HOME: home,
    });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "--megabytes many is no number of megabytes, such as 1024.\n",
    });
  });
});
