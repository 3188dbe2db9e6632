/** The page in a headless Chromium: what it shows, what each filter does, and that nothing leaves it. */

import { readFileSync } from "node:fs";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";

import { bundlePage } from "../../../cli/report/bundle.ts";
import { reportHtml } from "../../../cli/report/html.ts";
import { packCube } from "../../../cli/report/cube.ts";
import { type Browser, type OpenReport, openReport, startBrowser } from "./support/browser.ts";
import { CONTENT, ROWS, EVIL, GRACES_COMMAND } from "./support/content.ts";

let browser: Browser;
let html: string;
let open: OpenReport;

beforeAll(async () => {
  browser = await startBrowser();
  html = reportHtml(CONTENT, await bundlePage());
}, 60_000);
afterAll(() => browser.close());
beforeEach(async () => {
  open = await openReport(browser, html);
});
afterEach(async () => {
  const { complaints } = open;
  await open.close();
  expect(complaints).toEqual([]);
});

const total = () => open.exact("#card-total output");
const text = (selector: string) => open.page.locator(selector).innerText();

describe("the page", () => {
  it("shows the six figures", async () => {
    expect(await total()).toBe("210.500000001");
    expect(await text("#card-total output")).toBe("$210.50");
    expect(await text("#card-change output")).toBe("+10.5 %");
    expect(await text("#card-unattributed output")).toBe("5.2 %");
    expect(await text("#card-invoices output")).toBe("1 of 2");
    expect(await text("#card-laws output")).toBe("3 of 3");
    expect(await text("#card-idle output")).toBe("4");
  });

  it("says first whose numbers are not today's, since when and why", async () => {
    expect(await open.page.locator("header .standing").allInnerTexts()).toEqual([
      "Cursor stands still: its numbers are those of 2026-11-30 06:00 UTC, because of law_cursor_amounts_can_be_read.",
      "The list of seats has no numbers yet, because of law_seat_rows_are_valid.",
    ]);
  });

  it("draws every chart, with words for those who do not see it", async () => {
    const canvases = await open.page.locator("canvas").all();
    expect(canvases).toHaveLength(8);
    for (const canvas of canvases) {
      expect(await canvas.getAttribute("aria-label")).toMatch(/^Bars: /);
      const inked = await canvas.evaluate(
        (element) => (element as HTMLCanvasElement).toDataURL().length,
      );
      expect(inked).toBeGreaterThan(3_000);
    }
  });

  const FILTERS: readonly (readonly [string, string, string])[] = [
    ["platform", "vertex_ai", "69.5"],
    ["person", "grace@example.com", "109.5"],
    ["team", "Data", "109.5"],
    ["cost_center", "CC-2", "109.5"],
    ["project", "lab", "69.5"],
    ["model", "sonnet-5", "69.5"],
    ["key", "app (key_1)", "60.000000001"],
    ["account", "01A", "69.5"],
    ["funding", "grant", "69.5"],
    ["mode", "credit", "-0.5"],
  ];

  it("narrows everything to one name of each filter, and back", async () => {
    for (const [dimension, name, usd] of FILTERS) {
      await open.choose(dimension, name);
      const totals = [await total(), await open.exact("#found")];
      expect([dimension, ...totals]).toEqual([dimension, usd, usd]);
      await open.page.getByRole("button", { name: "Reset" }).click();
      expect(await total()).toBe("210.500000001");
    }
  });

  it("adds what is chosen within a filter and crosses one filter with another", async () => {
    await open.choose("person", "grace@example.com");
    await open.choose("person", "unattributed");
    expect(await total()).toBe("120.5");
    await open.choose("platform", "claude_api");
    expect(await total()).toBe("11");
  });

  it("narrows to days, and compares the same days of two months", async () => {
    await open.page.getByLabel("Last day").fill("2026-11-01");
    expect(await total()).toBe("170.000000001");
    expect(await text("#card-change")).toContain(
      "$60.00 in Oct 2026 → $70.00 in Nov 2026, days 1 to 1",
    );
    await open.page.getByLabel("First day").fill("2026-11-01");
    expect(await total()).toBe("70");
    expect(await text("#restatements")).toContain("No vendor changed a day");
  });

  it("narrows to a month at one choice, and says so when days are typed", async () => {
    const period = open.page.getByLabel("Period");
    expect(await period.locator("option").allInnerTexts()).toEqual([
      "All days",
      "Nov 2026",
      "Oct 2026",
      "Other days",
    ]);
    await period.selectOption("Oct 2026");
    expect(await total()).toBe("100.000000001");
    expect(await text("#card-total")).toContain("Oct 1 to Oct 31, 2026");
    expect(await open.page.getByLabel("Last day").inputValue()).toBe("2026-10-31");
    await open.page.getByLabel("Last day").fill("2026-10-30");
    expect(await total()).toBe("60.000000001");
    expect(await period.locator("option:checked").innerText()).toBe("Other days");
    await open.page.getByRole("button", { name: "Reset" }).click();
    expect(await period.locator("option:checked").innerText()).toBe("All days");
    expect(await total()).toBe("210.500000001");
  });

  it("says what the marts say in words, and hands out their codes", async () => {
    expect(await text("#anomalies tbody tr")).toMatch(/new model/);
    expect(await text("#restatements tbody tr")).toMatch(/Anthropic\s+default\s+cost report/);
    expect(await text("#invoices tbody")).toMatch(/Anthropic Console[^]*agrees[^]*not explained/);
    expect(await text("#card-idle")).toContain("of 5 paid for; $160.00 a month");
    const idle = await open.page.locator("#idle tbody tr").allInnerTexts();
    expect(idle).toHaveLength(2);
    expect(idle.join(" ")).toMatch(/grace@example.com\s+teams\s+1[^]*unattributed\s+teams\s+3/);
    const waiting = open.page.waitForEvent("download");
    await open.page.getByRole("button", { name: "Download as CSV: Invoice match" }).click();
    const csv = readFileSync(await (await waiting).path(), "utf8");
    expect(csv).toMatch(
      /^vendor,period_start,.*,unexplained_usd\r\nanthropic_console,[^]*,unexplained,0,0,41\r\n$/,
    );
  });

  it("says which filter does not act on a panel", async () => {
    await open.choose("model", "sonnet-5");
    expect(await text("#months")).toContain("Not narrowed by model.");
    expect(await text("#anomalies")).not.toContain("Not narrowed");
  });

  it("narrows invoices, restatements, seats and anomalies too", async () => {
    await open.choose("platform", "cursor");
    expect(await text("#card-invoices")).toContain("no invoice in these days");
    expect(await text("#restatements")).toContain("No vendor changed a day");
    expect(await text("#anomalies")).toContain("No day, key or model stands out");
    expect(await text("#card-idle output")).toBe("4");
    await open.choose("platform", "cursor");
    await open.choose("person", "ada@example.com");
    expect(await text("#card-idle output")).toBe("0");
  });

  it("shows a seat beside the days that its person worked", async () => {
    expect(await text("#seat_usage tbody tr")).toMatch(
      /Cursor\s+grace@example.com\s+\$40.00\s+\$0.00\s+16/,
    );
  });

  it("searches and sorts the table of every dollar", async () => {
    await open.page.locator("#search").fill("GRACE sonnet");
    expect(await text("#found")).toBe("2 rows, $69.50");
    await open.page.locator("#search").fill("");
    const cost = open.page.getByRole("button", { name: "US dollars" });
    expect((await open.tableOf("details")).map(([, usd]) => usd)[0]).toBe("70");
    await cost.click();
    expect((await open.tableOf("details")).map(([, usd]) => usd)[0]).toBe("-0.5");
    expect(await open.page.locator("th[aria-sort=ascending]").innerText()).toBe("US dollars");
  });

  it("opens a row of every dollar to its trace, node by node, and shuts it", async () => {
    await open.page.locator("#search").fill("grace sonnet metered");
    const row = open.page.locator("#details .open");
    await row.click();
    const way = open.page.locator("#details .way");
    await way.locator("code").waitFor();
    expect(await way.innerText()).toMatch(
      /^It cost on one day\.\s+2026-11-01: \$70\.00\s+The day, of every SKU/,
    );
    expect(await way.locator("code").innerText()).toBe(GRACES_COMMAND);
    expect(await way.locator("summary").allInnerTexts()).toEqual([
      "2026-11-01: $70.00",
      `on 2026-11-01 ${EVIL}: $70 = 2 parts together`,
      `charge one: $69 ${EVIL}`,
      "charge two: $1",
    ]);
    await way.getByText("charge one: $69").focus();
    await open.page.keyboard.press("Enter");
    await way.getByText("word for word").waitFor();
    expect(await way.locator("dd").allInnerTexts()).toEqual([
      "2",
      EVIL,
      EVIL,
      `{"sku": "${EVIL}"}`,
    ]);
    expect(await way.locator("img").count()).toBe(0);
    await row.click();
    expect(await way.count()).toBe(0);
  });

  it("opens a row to a trace that a phone shows as wide as it is", async () => {
    const phone = await openReport(browser, html, { viewport: { width: 390, height: 844 } });
    await phone.page.locator("#search").fill("grace sonnet metered");
    await phone.page.locator("#details .open").click();
    await phone.page.getByText("charge one: $69").click();
    const words = phone.page.locator("#details .way dd", { hasText: "sku" });
    await words.waitFor();
    const seen = await words.boundingBox();
    expect(seen?.width).toBeGreaterThan(200);
    expect((seen?.x ?? 0) + (seen?.width ?? 0)).toBeLessThanOrEqual(390);
    expect(phone.complaints).toEqual([]);
    await phone.close();
  });

  it("opens a row whose trace the file does not carry to the command that follows it", async () => {
    await open.page.locator("#search").fill("ada@");
    await open.page.locator("#details .open").click();
    const way = open.page.locator("#details .way");
    await way.locator("code").waitFor();
    expect(await way.innerText()).toMatch(
      /^It cost on one day\.\s+2026-10-01: \$60\.00\s+This file does not carry/,
    );
    expect(await way.locator("code").innerText()).toBe(
      "npm run -s ai-spend -- trace --day 2026-10-01 --platform claude_api --person ada@example.com --key key_1 --model opus-4.8 --most 100",
    );
    expect(await way.locator("details details").count()).toBe(0);
  });

  it("switches what the trend is stacked by", async () => {
    await open.page.locator("#trend-stack").selectOption("model");
    await open.page.getByText("Daily trend as a table").click();
    const heads = await open.page.locator("#trend thead th").allInnerTexts();
    expect(heads).toEqual([
      ...["day", "opus-4.8", "sonnet-5", "seats and fees", "no model (searches, sessions)"],
      "Total",
    ]);
  });

  it("tells seats and fees from use without a model", async () => {
    expect(await open.tableOf("model")).toEqual([
      ["opus-4.8", "71.000000001"],
      ["sonnet-5", "69.5"],
      ["seats and fees", "40"],
      ["no model (searches, sessions)", "30"],
    ]);
    await open.choose("model", "seats and fees");
    expect(await total()).toBe("40");
  });

  it("shows a name as text, whatever is in it", async () => {
    expect((await open.tableOf("person")).map(([name]) => name)).toContain(EVIL);
    expect(await open.page.locator("img").count()).toBe(0);
  });

  it("hands out every number as CSV, unrounded and harmless", async () => {
    const waiting = open.page.waitForEvent("download");
    await open.page.getByRole("button", { name: "Download as CSV: Cost by person" }).click();
    const file = await (await waiting).path();
    expect(readFileSync(file, "utf8").split("\r\n")).toEqual([
      "Person,cost_usd",
      "grace@example.com,109.5",
      "ada@example.com,60.000000001",
      `"${EVIL.replaceAll('"', '""')}",30`,
      "unattributed,11",
      "",
    ]);
  });

  it("explains every figure at one click, and closes on Escape", async () => {
    const buttons = await open.page.locator(".what").all();
    expect(buttons).toHaveLength(21);
    for (const button of buttons) {
      await button.click();
      expect((await text("dialog p:first-of-type")).length).toBeGreaterThan(40);
      await open.page.keyboard.press("Escape");
      await open.page.locator("dialog").waitFor({ state: "detached", timeout: 5_000 });
    }
  });

  it("is worked by keyboard alone", async () => {
    const { keyboard } = open.page;
    await open.page.getByLabel("Last day").focus();
    while ((await open.page.locator("summary:focus").count()) === 0) await keyboard.press("Tab");
    await keyboard.press("Enter");
    await keyboard.press("Tab");
    await keyboard.press("Space");
    expect(await total()).toBe("101.000000001");
    await keyboard.press("Escape");
    expect(await text("summary:focus")).toContain("Platform: Claude API");
  });

  it("fits a phone without scrolling sideways", async () => {
    const phone = await openReport(browser, html, { viewport: { width: 390, height: 844 } });
    const width = await phone.page
      .locator("html")
      .evaluate((root: { scrollWidth: number }) => root.scrollWidth);
    expect(width).toBe(390);
    await phone.close();
  });

  it("is black on white on paper, also for who reads in the dark", async () => {
    const dark = await openReport(browser, html, { colorScheme: "dark" });
    const back = () =>
      dark.page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    expect(await back()).toBe("rgb(20, 23, 28)");
    await dark.page.emulateMedia({ media: "print" });
    expect(await back()).toBe("rgb(255, 255, 255)");
    expect(await dark.page.locator("p.on-paper").first().isVisible()).toBe(true);
    expect(await dark.page.locator("#filters").isVisible()).toBe(false);
    const wrapping = await dark.page.evaluate<number>(
      "[...document.querySelectorAll('td.number')].filter((cell) => getComputedStyle(cell).whiteSpace !== 'nowrap').length",
    );
    expect(wrapping).toBe(0);
    await dark.close();
  });

  it("keeps every table within its panel on paper, and says how much of a list is there", async () => {
    const paper = await openReport(browser, manyRowsHtml(await bundlePage()), {
      viewport: { width: 718, height: 1000 },
    });
    await paper.page.emulateMedia({ media: "print" });
    const beyond = await paper.page.evaluate<string[]>(`[...document.querySelectorAll(".panel")]
      .filter((panel) => [...panel.querySelectorAll("table")].some((table) =>
        table.getBoundingClientRect().right > panel.getBoundingClientRect().right))
      .map(({ id }) => id)`);
    expect(beyond).toEqual([]);
    expect(await paper.page.locator("#months .on-paper table").count()).toBe(3);
    const line = paper.page.locator("#details p.on-paper");
    expect(await line.innerText()).toBe(
      "100 of 130 rows, $100.00 of $130.00; the CSV file has all of them.",
    );
    await paper.page.emulateMedia({ media: "screen" });
    expect(await line.isVisible()).toBe(false);
    expect(await paper.page.locator("#months .on-paper").first().isVisible()).toBe(false);
    await paper.page.locator("#search").fill("model-12");
    expect(await line.textContent()).toBe("All of 11 rows with “model-12”, $11.00.");
    await paper.close();
  });

  it("may neither load nor run what is not in the file", async () => {
    const refused = await open.page.evaluate<string>(
      "fetch('https://example.com/').then(() => 'left', () => 'refused')",
    );
    expect(refused).toBe("refused");
    await open.page.evaluate(
      "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' }))",
    );
    expect(await open.page.evaluate("typeof window.ran")).toBe("undefined");
    const blocked = open.complaints.splice(0);
    expect(blocked.length).toBeGreaterThanOrEqual(2);
    expect(blocked.every((line) => /Content Security Policy/.test(line))).toBe(true);
  });

  it("opens without any cost", async () => {
    const data = { ...CONTENT.data, asOf: null, active: [], ...packCube([], null, 0) };
    const empty = await openReport(
      browser,
      reportHtml({ data, facts: data.facts, trees: new Map() }, await bundlePage()),
    );
    expect(await empty.page.locator("#card-total output").innerText()).toBe("$0.00");
    expect(empty.complaints).toEqual([]);
    await empty.close();
  });
});

/** 130 rows of a dollar each. */
function manyRowsHtml(parts: Awaited<ReturnType<typeof bundlePage>>): string {
  const [first] = ROWS;
  if (first === undefined) throw new RangeError("there is no row to take names from");
  const rows = Array.from({ length: 130 }, (_, index) => ({
    ...{ day: "2026-10-01", usd: "1" },
    names: { ...first.names, model: `model-${index}` },
  }));
  const { cube, facts } = packCube(rows, "2026-10-01", 61);
  return reportHtml({ data: { ...CONTENT.data, cube }, facts, trees: new Map() }, parts);
}
