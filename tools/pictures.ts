/**
 * Draws docs/pictures from a report: `npm run -s ai-spend -- report`, then
 * `npx tsx tools/pictures.ts report.html`. The demo's report has invented people.
 */

import { mkdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

import type { BrowserContextOptions, Page } from "playwright-core";

import { projectRoot } from "../ingest/project_root.ts";
import { openReport, startBrowser } from "../tests/cli/report/support/browser.ts";

interface Picture {
  readonly name: string;
  readonly context?: BrowserContextOptions;
  /** Panels that stand beside each other or follow each other; the first screen if none is named. */
  readonly panels?: readonly string[];
}

const PICTURES: readonly Picture[] = [
  { name: "overview" },
  { name: "overview_dark", context: { colorScheme: "dark" } },
  { name: "overview_phone", context: { viewport: { width: 390, height: 844 } } },
  { name: "people", panels: ["person", "model", "team", "cost_center"] },
  { name: "keys", panels: ["key", "funding"] },
  { name: "seats", panels: ["seat_usage"] },
  { name: "months", panels: ["months", "invoices"] },
  { name: "health", panels: ["anomalies", "restatements"] },
  { name: "details", panels: ["details"] },
];

const WIDE = { width: 1280, height: 800 };
const MARGIN = 10;
const TALLEST = 860;

await main(process.argv[2]);

async function main(file: string | undefined): Promise<void> {
  if (file === undefined) throw new Error("Name the report to draw: pictures.ts report.html");
  const html = readFileSync(file, "utf8");
  const folder = path.join(projectRoot(), "docs/pictures");
  mkdirSync(folder, { recursive: true });
  const browser = await startBrowser();
  for (const { name, context = {}, panels = [] } of PICTURES) {
    const { page, close } = await openReport(browser, html, { viewport: WIDE, ...context });
    const target = path.join(folder, `${name}.png`);
    await draw(page, panels, target);
    await close();
    process.stdout.write(`${target}: ${Math.ceil(statSync(target).size / 1000)} kB\n`);
  }
  await browser.close();
}

async function draw(page: Page, panels: readonly string[], target: string): Promise<void> {
  if (panels.length === 0) {
    await page.screenshot({ path: target });
    return;
  }
  const boxes = await Promise.all(panels.map((id) => page.locator(`#${id}`).boundingBox()));
  const found = boxes.filter((box) => box !== null);
  const top = Math.min(...found.map(({ y }) => y)) - MARGIN;
  const left = Math.min(...found.map(({ x }) => x)) - MARGIN;
  const width = Math.max(...found.map((box) => box.x + box.width)) + MARGIN - left;
  const height = Math.max(...found.map((box) => box.y + box.height)) + MARGIN - top;
  // The bar of filters sticks to the top of the window: here it would lie over the panels.
  await page.locator("#filters").evaluate((bar: { style: { position: string } }) => {
    bar.style.position = "static";
  });
  await page.screenshot({
    path: target,
    fullPage: true,
    clip: { x: left, y: top, width, height: Math.min(height, TALLEST) },
  });
}
