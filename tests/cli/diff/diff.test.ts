/** What an edit of the models is said to move, over a story whose dollars can be added up in the head. */

import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { runLocalBuild } from "../../../cli/build/local_build.ts";
import { isMoved } from "../../../cli/diff/mart_diff.ts";
import { findRevision, layOut } from "../../../cli/diff/revision.ts";
import { diffText, hasMoved, numbersLine } from "../../../cli/diff/text.ts";
import { openWarehouse } from "../../../cli/shared/open_warehouse.ts";
import { LANDING_TABLES } from "../../../ingest/tables/landing_tables.ts";
import { noProgress } from "../../../ingest/progress.ts";
import { inProcess, start } from "../support.ts";
import { type Checkout, leftIn, startCheckout } from "./support.ts";

const SUMMARY = "definitions/marts/finance/agg_user_summary.sqlx";
const PEOPLE = "definitions/marts/everyone/fct_user_cost_daily.sqlx";
const TEAMS = "definitions/reports/cost_by_team.sqlx";

let checkout: Checkout;
let digest: string;

// apikey_pool's $10 are Ada's, Bob's and Cy's, a third each; $2 are the team Platform's.
beforeAll(async () => {
  checkout = await startCheckout("a_shared_key_by_policy");
}, 240_000);
afterAll(() => checkout.close());
beforeEach(() => {
  digest = checkout.digest();
});
afterEach(() => {
  checkout.restore();
  expect(leftIn(checkout)).toEqual([]);
  expect(checkout.digest()).toBe(digest);
});

/** In the tree, a person's dollars in the summary are what this SQL says. */
function editSummary(sql: string): void {
  checkout.edit(SUMMARY, "  costs.cost_usd,\n", `  ${sql} as cost_usd,\n`);
}

describe("an edit of a mart", () => {
  it("moves just what it moves, by month and person", async () => {
    editSummary("if(costs.user_email = 'ada@example.com', 2 * costs.cost_usd, costs.cost_usd)");
    const diff = await checkout.diff();
    expect(diff.marts).toEqual([
      {
        mart: "agg_user_summary",
        is: "on both sides",
        key: ["month", "user_email", "owner_type"],
        rows: { added: 0, gone: 0, changed: 1 },
        money: [
          {
            column: "cost_usd",
            usd: 3_333_333_333n,
            by: {
              month: [{ value: "2026-01", usd: 3_333_333_333n }],
              person: [{ value: "ada@example.com", usd: 3_333_333_333n }],
            },
          },
        ],
        columns: { added: [], gone: [], retyped: [] },
      },
    ]);
    expect(numbersLine(diff)).toBe(
      "Numbers: agg_user_summary cost_usd +$3.333333333 (1 row changed)",
    );
    expect(hasMoved(diff)).toBe(true);
  }, 60_000);

  it("may move dollars from one person to another, which is nothing in all", async () => {
    editSummary(
      "costs.cost_usd + case costs.user_email when 'ada@example.com' then 1 when 'bob@example.com' then -1 else 0 end",
    );
    const diff = await checkout.diff();
    expect(diff.marts.flatMap(({ money }) => money)).toEqual([
      {
        column: "cost_usd",
        usd: 0n,
        by: {
          month: [],
          person: [
            { value: "ada@example.com", usd: 1_000_000_000n },
            { value: "bob@example.com", usd: -1_000_000_000n },
          ],
        },
      },
    ]);
    expect(numbersLine(diff)).toBe("Numbers: agg_user_summary cost_usd $0 in all (2 rows changed)");
  }, 60_000);

  it("that adds a column moves no number, and says so", async () => {
    checkout.edit(SUMMARY, "  costs.cost_usd,\n", "  costs.cost_usd,\n  1 as one,\n");
    const diff = await checkout.diff();
    expect(diff.marts).toMatchObject([
      { mart: "agg_user_summary", money: [], columns: { added: ["one"], gone: [], retyped: [] } },
    ]);
    expect(numbersLine(diff)).toBe("Numbers: unchanged; agg_user_summary gains one");
    expect(hasMoved(diff)).toBe(false);
  }, 60_000);

  it("that takes a column away moves it", async () => {
    checkout.edit(
      "definitions/reports/finance_totals.sqlx",
      "  platforms,\n  is_final,\n\nfrom with_previous",
      "  is_final,\n\nfrom with_previous",
    );
    const diff = await checkout.diff();
    expect(diff.marts.map(({ mart, columns }) => [mart, columns.gone])).toEqual([
      ["finance_totals", ["platforms"]],
    ]);
    expect(numbersLine(diff)).toBe("Numbers: finance_totals loses platforms");
    expect(hasMoved(diff)).toBe(true);
  }, 60_000);
});

describe("an edit that moves nothing", () => {
  it.each([
    [
      "a remark",
      "definitions/intermediate/everyone/int_everyone__user_costs.sqlx",
      "select",
      "-- which\nselect",
    ],
    ["a description", SUMMARY, 'description: "One row per', 'description: "One line, one row per'],
  ])(
    "is %s",
    async (_what, file, from, to) => {
      checkout.edit(file, from, to);
      const diff = await checkout.diff();
      expect(diffText(diff)).toBe("Numbers: unchanged\n");
      expect(hasMoved(diff)).toBe(false);
    },
    60_000,
  );
});

describe("rows that an edit takes away", () => {
  it("are gone from all that stands on them, and a law that breaks is said", async () => {
    checkout.edit(
      PEOPLE,
      'select * from ${ref("draft_fct_user_cost_daily")}',
      'select * from ${ref("draft_fct_user_cost_daily")} where user_email != "bob@example.com"',
    );
    const diff = await checkout.diff();
    // Bob's third, wherever dollars have a person or a team; views count a team's row as another one.
    expect(
      diff.marts.map(({ mart, rows, money: [main] }) => [mart, rows, main?.column, main?.usd]),
    ).toEqual([
      ["fct_user_cost_daily", { added: 0, gone: 1, changed: 0 }, "cost_usd", -3_333_333_333n],
      ["agg_user_summary", { added: 0, gone: 1, changed: 0 }, "cost_usd", -3_333_333_333n],
      ["dim_report_names", { added: 0, gone: 1, changed: 0 }, undefined, undefined],
      ["cost_by_cost_center", { added: 1, gone: 1, changed: 0 }, "cost_usd", -3_333_333_333n],
      ["cost_by_team", { added: 1, gone: 1, changed: 0 }, "cost_usd", -3_333_333_333n],
      ["rpt_details", { added: 0, gone: 1, changed: 0 }, "cost_usd", -3_333_333_333n],
      ["rpt_people", { added: 0, gone: 1, changed: 0 }, "cost_usd", -3_333_333_333n],
    ]);
    expect(diff.marts[0]?.money[0]?.by).toEqual({
      platform: [{ value: "claude_api", usd: -3_333_333_333n }],
      month: [{ value: "2026-01", usd: -3_333_333_333n }],
      person: [{ value: "bob@example.com", usd: -3_333_333_333n }],
    });
    // The two lines of apikey_pool are a third short of their charge.
    expect(diff.after.held).toEqual(["focus_costs"]);
    expect(diff.before).toEqual({ red: [], refused: [], held: [] });
    expect(diffText(diff)).toMatch(
      /^RED in this tree: ai_spend_assertions\.law_focus_costs_conserve_charges, \d+ rows break it\.\nHeld back in this tree, so not compared: focus_costs\.\n/,
    );
    expect(numbersLine(diff)).toBe(
      "Numbers: not known before this is mended: law_focus_costs_conserve_charges, which holds back focus_costs",
    );
    expect(hasMoved(diff)).toBe(true);
  }, 60_000);

  it("are compared with a commit by any name, which may be the other way round", async () => {
    editSummary("costs.cost_usd * 3");
    checkout.git("checkout", "-q", "-b", "tripled");
    checkout.git("-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-qam", "x: y");
    checkout.git("checkout", "-q", "-");
    const diff = await checkout.diff("tripled");
    // $12 in the tree, $36 in the branch.
    expect(diff.marts.map(({ mart, money: [main] }) => [mart, main?.usd])).toEqual([
      ["agg_user_summary", -24_000_000_000n],
    ]);
    expect(diff.against).toMatch(/^tripled \([0-9a-f]{9}\)$/);
  }, 60_000);
});

describe("a model", () => {
  it("that is new is so although the warehouse has it already, and one that is taken away is gone", async () => {
    const file = path.join(checkout.root, "definitions/marts/finance/three.sqlx");
    const config =
      'config { type: "table", schema: "ai_spend", description: "One row per number." }';
    try {
      writeFileSync(
        file,
        `${config}\nselect n, numeric '0.5' as half_usd from unnest([1, 2, 3]) as n\n`,
      );
      rmSync(path.join(checkout.root, TEAMS));
      await buildTree();
      digest = checkout.digest();
      const diff = await checkout.diff();
      expect(diff.marts.map(({ mart, is, rows }) => [mart, is, rows])).toEqual([
        ["three", "new", { added: 3, gone: 0, changed: 0 }],
        ["cost_by_team", "gone", { added: 0, gone: 1, changed: 0 }],
      ]);
      expect(diff.marts.every(isMoved)).toBe(true);
      expect(numbersLine(diff)).toBe(
        "Numbers: three is new (half_usd +$1.5, 3 rows added); cost_by_team is gone (cost_usd −$12, 1 row gone)",
      );
    } finally {
      rmSync(file);
    }
  }, 120_000);

  it("that the engine refuses is said with its words, and nothing is known of what stands on it", async () => {
    checkout.edit(SUMMARY, "  costs.cost_usd,\n", "  costs.cost_eur as cost_usd,\n");
    const diff = await checkout.diff();
    expect(diff.after.refused).toMatchObject([
      { name: "ai_spend.agg_user_summary", because: expect.stringMatching(/cost_eur/) },
    ]);
    expect(numbersLine(diff)).toBe("Numbers: not known before this is mended: agg_user_summary");
  }, 60_000);
});

async function buildTree(): Promise<void> {
  const { root, home } = checkout;
  const warehouse = await openWarehouse({ warehouse: "local", home });
  try {
    const { local } = warehouse;
    if (local !== null)
      await runLocalBuild({ root, local, only: null, all: false, fullRefresh: false });
  } finally {
    await warehouse.close();
  }
}

describe("what cannot be compared is one sentence", () => {
  it("where the tree does not compile", async () => {
    checkout.edit(SUMMARY, 'ref("int_seats__activity")', 'ref("nothing_of_this_name")');
    await expect(checkout.diff()).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(
        /^This tree: The Dataform project does not compile:\n.*nothing_of_this_name/,
      ),
    });
    checkout.restore();
    checkout.edit("includes/money.js", "module.exports", "module.exports = = ");
    await expect(checkout.diff()).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^This tree: The Dataform project does not compile:\n/),
    });
  }, 60_000);

  it.each(["nowhere", "--help", "HEAD~99", "HEAD:includes"])(
    "where %s is no commit",
    async (name) => {
      await expect(checkout.diff(name)).rejects.toMatchObject({
        exitCode: 2,
        message: expect.stringMatching(
          /^There is no commit ".*" here: let --against name a branch/,
        ),
      });
    },
  );

  it("where the commit has no models", async () => {
    const tree = checkout.git("mktree", "--missing").trim();
    const empty = checkout
      .git("-c", "user.name=A", "-c", "user.email=a@b.c", "commit-tree", tree, "-m", "empty")
      .trim();
    await expect(checkout.diff(empty)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^Commit [0-9a-f]{9} has no definitions, includes, /),
    });
  });

  it("where there is no room for the commit, which is not at fault", async () => {
    const signal = new AbortController().signal;
    const revision = await findRevision(checkout.root, "HEAD", signal);
    const folder = path.join(checkout.temporary, "full");
    // What is written there finds a full disk.
    symlinkSync("/dev/full", `${folder}.tar`);
    await expect(layOut(checkout.root, revision, folder, signal)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(
        /full cannot hold commit [0-9a-f]{9} \(.*No space left on device\): make room, or let TMPDIR/,
      ),
    });
    rmSync(folder, { recursive: true });
    rmSync(`${folder}.tar`);
  });

  it("where the repository lacks a part of the commit, which no room would bring", async () => {
    const signal = new AbortController().signal;
    const lost = "1".repeat(40);
    const entry = `100644 blob ${lost}\tworkflow_settings.yaml\n040000 tree `;
    const parts = checkout.git("rev-parse", "HEAD:definitions", "HEAD:includes").split("\n");
    const input = `${entry}${parts[0]}\tdefinitions\n040000 tree ${parts[1]}\tincludes\n`;
    const made = spawnSync("git", ["-C", checkout.root, "mktree", "--missing"], { input });
    const tree = made.stdout.toString().trim();
    const commit = checkout
      .git("-c", "user.name=A", "-c", "user.email=a@b.c", "commit-tree", tree, "-m", "half")
      .trim();
    const folder = path.join(checkout.temporary, "half");
    const laid = layOut(checkout.root, { name: commit, commit }, folder, signal);
    await expect(laid).rejects.toThrow(/^Commit [0-9a-f]{9} cannot be read from .*: git fsck/);
    rmSync(folder, { recursive: true });
    rmSync(`${folder}.tar`, { force: true });
  });

  it("where days are asked of the local warehouse, or none of BigQuery", async () => {
    const settings = { AI_SPEND_HOME: checkout.home };
    const local = await inProcess(["diff", "--days", "7"], settings);
    expect(local).toEqual({
      code: 2,
      stdout: "",
      stderr: "--days is for BigQuery: leave it out, the local warehouse is compared whole.\n",
    });
    const google = { AI_SPEND_WAREHOUSE: "bigquery", GOOGLE_CLOUD_PROJECT: "acme-data" };
    for (const days of [[], ["--days", "0"], ["--days", "a week"]]) {
      expect(await inProcess(["diff", ...days], { ...settings, ...google })).toEqual({
        code: 2,
        stdout: "",
        stderr: "BigQuery bills what is read: let --days say of how many days, such as --days 7.\n",
      });
    }
  });

  it("where there is no warehouse, and none is made", async () => {
    const home = path.join(checkout.temporary, "none");
    const { code, stderr, stdout } = await inProcess(["diff"], { AI_SPEND_HOME: home });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(
      `There is no warehouse in ${home} yet: run sync and build, or let AI_SPEND_HOME name a folder that has one.\n`,
    );
  });
});

describe("a view whose rows cannot be computed", () => {
  it("is named", async () => {
    const text = readFileSync(path.join(checkout.root, TEAMS), "utf8");
    checkout.edit(TEAMS, text, `${text.trimEnd()}\nlimit cast('x' as int64)\n`);
    await expect(checkout.diff()).rejects.toThrow(
      /^The rows of cost_by_team cannot be read, in the tree or in the commit: .*; mend its model\.$/,
    );
  });
});

describe("an edit where nothing has landed", () => {
  it.each([
    ["no table", []],
    ["empty tables", LANDING_TABLES],
  ])("is not said to move nothing: %s", async (_title, tables) => {
    const home = path.join(checkout.temporary, "empty");
    const warehouse = await openWarehouse({ warehouse: "local", home });
    await warehouse.ensureTables(tables);
    await warehouse.close();
    editSummary("costs.cost_usd * 2");
    try {
      await expect(checkout.diff("HEAD", {}, home)).rejects.toThrow(
        /^Nothing has landed in .*empty yet, so that what an edit moves cannot be seen: run sync/,
      );
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});

describe("a diff", () => {
  it("that is stopped leaves nothing, and the warehouse as it was", async () => {
    editSummary("costs.cost_usd * 2");
    for (const after of [0, 1, 5]) {
      const stop = new AbortController();
      let heard = 0;
      const counted = () => (heard += 1) > after && stop.abort();
      if (after === 0) setTimeout(() => stop.abort(), 20);
      const progress = { ...noProgress, counted: after === 0 ? () => undefined : counted };
      await expect(checkout.diff("HEAD", { signal: stop.signal, progress })).rejects.toMatchObject({
        exitCode: 75,
        message: "Interrupted: nothing was written; run the command again.",
      });
      expect(leftIn(checkout)).toEqual([]);
    }
  }, 60_000);

  it("goes on while another command has the warehouse open", async () => {
    editSummary("costs.cost_usd * 2");
    const { child, ended } = start(["warehouse"], { AI_SPEND_HOME: checkout.home });
    try {
      await new Promise((resolve) => child.stdout?.once("data", resolve));
      const diff = await checkout.diff();
      expect(diff.marts.map(({ mart, money: [main] }) => [mart, main?.usd])).toEqual([
        ["agg_user_summary", 12_000_000_000n],
      ]);
    } finally {
      child.kill("SIGTERM");
      await ended;
    }
    // The command that had it open writes its own marks as it leaves.
    digest = checkout.digest();
  }, 60_000);
});
