/** Every charge of the demo is followed to the vendor's text and back, and adds up on the way. */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { martLaws } from "../../../cli/trace/laws.ts";
import { type TraceNode, unbalanced } from "../../../cli/trace/node.ts";
import { traceOf } from "../../../cli/trace/trace.ts";
import { nanoUsd, sum } from "../../../ingest/money/nano_usd.ts";
import { type Demo, openDemo } from "../../support/demo.ts";
import { inProcess } from "../support.ts";

const laws = martLaws();
let local: Demo;

beforeAll(async () => {
  local = await openDemo();
}, 240_000);
afterAll(() => local.close());

function trace(asked: Parameters<typeof traceOf>[1]["asked"], most = 100_000): Promise<TraceNode> {
  return traceOf(local.warehouse, { asked, most, laws });
}

function all(at: TraceNode): readonly TraceNode[] {
  return [at, ...at.children.flatMap(all)];
}

function factsOf(at: TraceNode, label: string): readonly string[] {
  return all(at).flatMap(({ facts }) =>
    facts.filter(([name]) => name === label).map(([, text]) => text),
  );
}

function named(at: TraceNode, title: RegExp): readonly TraceNode[] {
  return all(at).filter((each) => title.test(each.title));
}

describe("the demo's charges", () => {
  it("are each their lines, their keys, their people and their rows in the marts", async () => {
    const days = await local.runQuery(
      "select cast(charge_date as string) as day, sum(cost_usd) as usd, count(*) as n from ai_spend.fct_cost_daily group by day order by day",
    );
    let charges = 0;
    for (const { day = "", usd = "", n } of days) {
      const tree = await trace({ day });
      expect({ day, unbalanced: unbalanced(tree) }).toEqual({ day, unbalanced: [] });
      expect(nanoUsd(tree.usd ?? "")).toBe(nanoUsd(usd ?? ""));
      expect(tree.children).toHaveLength(Number(n));
      charges += tree.children.length;
      // Lines, who bears it, and where it shows: each of them the charge.
      const sums = tree.children.map(({ children }) =>
        children.map((child) => child.usd).filter((amount) => amount !== null),
      );
      expect(sums).toEqual(tree.children.map((charge) => [charge.usd, charge.usd, charge.usd]));
      const unseen = tree.children.filter((charge) => named(charge, /^ai_spend\.fct_/).length < 2);
      expect(unseen).toEqual([]);
      const pages = named(tree, /^ai_raw\.raw_(anthropic|claude_ai|cursor_events)/);
      const words = pages.filter(({ facts }) => facts.some(([name]) => name === "word for word"));
      expect(words).toHaveLength(pages.length);
      const odd = factsOf(tree, "share").filter((text) => / and (?!1 billionth)/.test(text));
      expect(odd).toEqual([]);
    }
    expect(charges).toBeGreaterThan(10_000);
  }, 300_000);
});

describe("one charge", () => {
  const CHARGE = "c57788ed56cee69151fcb31d57e68183";

  it("is the dollar of docs/one_dollar.md, word for word", async () => {
    const tree = await trace({ charge: CHARGE });
    expect(tree.usd).toBe("1.0251296");
    const [words = ""] = factsOf(tree, "word for word");
    expect(words).toContain('"amount":"102.51296"');
    expect(factsOf(tree, "to dollars")).toEqual(["102.51296 cents / 100 = 1.0251296"]);
    expect(named(tree, /^key /).map(({ usd }) => usd)).toEqual(["0.9549848", "0.0701448"]);
    expect(named(tree, /@/).map(({ title }) => title)).toEqual([
      "dan.whitlock@example.com",
      "carla.mendes@example.com",
    ]);
    expect(factsOf(tree, "row of people")[0]).toBe(
      "dan.whitlock@example.com, valid from 2025-01-01",
    );
  });

  it("of a restated day says what the vendor had said before", async () => {
    const tree = await trace({ day: "2026-10-29", platform: "claude_api" });
    const earlier = named(tree, /^answered at /);
    expect(earlier.length).toBeGreaterThan(10);
    const differing = tree.children.filter((charge) => {
      const said = factsOf(charge, "said").map((text) => text.split(" ")[0]);
      return said.some((usd) => usd !== charge.usd);
    });
    expect(differing.length).toBeGreaterThan(0);
  });
});

describe("a part of a day", () => {
  it("is the person's own dollars, above the whole of each charge", async () => {
    const person = "carla.mendes@example.com";
    const tree = await trace({ day: "2026-10-20", person });
    const [row] = await local.runQuery(
      `select sum(cost_usd) as usd from ai_spend.fct_user_cost_daily
       where charge_date = date '2026-10-20' and user_email = '${person}'`,
    );
    expect(nanoUsd(tree.usd ?? "")).toBe(nanoUsd(row?.["usd"] ?? ""));
    expect(named(tree, /^part of charge /).length).toBeGreaterThan(0);
    expect(unbalanced(tree)).toEqual([]);
  });

  it("shows the largest charges and adds up with the others", async () => {
    const tree = await trace({ day: "2026-10-20", platform: "claude_api", model: "opus-5.5" }, 2);
    expect(tree.children).toHaveLength(3);
    expect(tree.children[2]?.title).toMatch(/^\d+ smaller charges$/);
    expect(sum(tree.children.map(({ usd }) => nanoUsd(usd ?? "")))).toBe(nanoUsd(tree.usd ?? ""));
  });

  it("that is nothing is said in a sentence", async () => {
    await expect(trace({ day: "2031-01-01", key: "x" })).rejects.toThrow(
      /^No charge is on 2031-01-01, made with key x: /,
    );
  });
});

describe("an invoice", () => {
  it("is what it is compared with, down to its charges", async () => {
    const invoices = await local.runQuery(
      "select invoice_ids, sum(warehouse_usd) as usd from ai_spend.invoice_reconciliation where warehouse_usd <> 0 group by invoice_ids",
    );
    expect(invoices.length).toBeGreaterThan(5);
    for (const { invoice_ids: invoice = "", usd } of invoices) {
      const tree = await trace({ invoice: invoice ?? "" }, 1);
      expect({ invoice, unbalanced: unbalanced(tree) }).toEqual({ invoice, unbalanced: [] });
      expect(nanoUsd(tree.usd ?? "")).toBe(nanoUsd(usd ?? ""));
    }
    const tree = await trace({ invoice: "INV-0001" }, 1);
    expect(tree.children).toHaveLength(1);
  });

  it("asks what it asks, and not what the charges of its days are", async () => {
    const { usd, children } = await trace({ invoice: "INV-0002" }, 1);
    const [charges, others] = children;
    expect([usd, charges?.usd, others?.usd]).toEqual([
      "391.276392",
      "546.27639195",
      "-154.99999995",
    ]);
    expect(charges?.title).toBe("charges of these days");
    expect(others?.title).toMatch(/^what other invoices of these days ask/);
    const nobody = await trace({ invoice: "INV-0002", person: "unattributed" }, 1);
    expect(nobody.children.map(({ title }) => title)).toEqual([
      "charges of these days, borne by unattributed",
      expect.stringMatching(/^charges that were not asked for, and what other invoices/),
    ]);
  });
});

interface Charge {
  readonly charge: Readonly<Record<string, string>>;
  readonly pages: readonly Readonly<Record<string, string | null>>[];
  readonly keys: readonly Readonly<Record<string, string>>[];
  readonly people: readonly Readonly<Record<string, string>>[];
  readonly marts: readonly Readonly<Record<string, string>>[];
  readonly laws: readonly { readonly name: string; readonly holds: boolean | null }[];
}

describe("a trace for programs", () => {
  async function json(...args: readonly string[]) {
    const ended = await inProcess(["trace", ...args, "--format", "json"], {
      AI_SPEND_HOME: local.home,
    });
    return { ...ended, charges: JSON.parse(ended.stdout) as readonly Charge[] };
  }
  const usd = (rows: readonly Readonly<Record<string, string | null>>[]) =>
    sum(rows.map((row) => nanoUsd(row["cost_usd"] ?? "")));

  it.each([
    [["--day", "2026-10-20"], "fct_cost_daily where charge_date = date '2026-10-20'"],
    [
      ["--day", "2026-10-31", "--platform", "cursor"],
      "fct_cost_daily where charge_date = date '2026-10-31' and platform = 'cursor'",
    ],
  ])(
    "%j is an array of every charge, and each adds up at every level",
    async (args, from) => {
      const { code, charges, stderr } = await json(...args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const known = await local.runQuery(`select charge_id, cost_usd from ai_spend.${from}`);
      expect(charges).toHaveLength(known.length);
      for (const { charge, pages, keys, people, marts, laws: ofCharge } of charges) {
        const whole = nanoUsd(charge["cost_usd"] ?? "");
        const id = charge["charge_id"];
        expect(charge["cost_usd"]).toBe(known.find((row) => row["charge_id"] === id)?.["cost_usd"]);
        expect({ id, pages: usd(pages), people: usd(people) }).toEqual({
          ...{ id, pages: whole, people: whole },
        });
        expect(keys.length === 0 ? whole : usd(keys)).toBe(whole);
        expect(keys.length > 0).toBe(
          charge["platform"]?.startsWith("claude_") && "claude_ai" !== charge["platform"],
        );
        expect(marts.map(({ table }) => table)).toContain("ai_spend.fct_user_cost_daily");
        for (const mart of marts) expect(nanoUsd(mart["cost_usd"] ?? "")).toBe(whole);
        expect(ofCharge.length).toBeGreaterThan(20);
        expect(ofCharge.filter(({ holds }) => holds !== true)).toEqual([]);
        expect(pages.filter(({ text, table }) => !text || !table)).toEqual([]);
      }
    },
    120_000,
  );

  it("holds an invoice's charges, all of them, or says how many it leaves out", async () => {
    const { charges } = await json("--invoice", "INV-0002");
    expect(charges).toHaveLength(880);
    expect(usd(charges.map(({ charge }) => charge))).toBe(nanoUsd("546.27639195"));
    const cut = await json("--invoice", "INV-0002", "--most", "3");
    expect(cut.charges).toEqual(charges.slice(0, 3));
    expect(cut.stderr).toBe("Left out by --most: 877 smaller charges of 880.\n");
  }, 120_000);

  it("has the vendor's own text, the split and the fields that are promised", async () => {
    const { charges } = await json("--charge", "c57788ed56cee69151fcb31d57e68183");
    expect(charges).toMatchObject([
      {
        charge: { charge_date: "2026-10-20", platform: "claude_api", cost_usd: "1.0251296" },
        pages: [{ table: "ai_raw.raw_anthropic_cost", page_number: "1" }],
        keys: [
          { method: "native", weight: "95498480000", cost_usd: "0.9549848" },
          { method: "native", cost_usd: "0.0701448" },
        ],
        people: [
          { user_email: "dan.whitlock@example.com", rule: "owner", cost_usd: "0.9549848" },
          { user_email: "carla.mendes@example.com", cost_usd: "0.0701448" },
        ],
      },
    ]);
    expect(charges[0]?.pages[0]?.["text"]).toContain('"amount":"102.51296"');
    const tree = await inProcess(
      ["trace", "--charge", "c57788ed56cee69151fcb31d57e68183", "--format", "tree"],
      { AI_SPEND_HOME: local.home },
    );
    expect(tree.stdout).toContain(charges[0]?.pages[0]?.["text"] ?? "?");
  }, 120_000);
});
