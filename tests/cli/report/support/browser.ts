/** A headless Chromium that opens a report as a person does: from a file, and it tells all that goes wrong. */

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { type BrowserContextOptions, chromium, type Page } from "playwright-core";

import { projectRoot } from "../../../../ingest/project_root.ts";

/** Of the arguments that the package is made for, what would let the page do more than in a real browser. */
const TOO_LENIENT = /single-process|no-zygote|web-security|insecure/;

export interface Browser {
  readonly newPage: (options: BrowserContextOptions) => Promise<Page>;
  readonly close: () => Promise<void>;
}

export interface OpenReport {
  readonly page: Page;
  /** Console messages, uncaught errors, and requests for anything but the file itself. */
  readonly complaints: string[];
  /** Milliseconds until the page was drawn. */
  readonly openMs: number;
  /** The unrounded amount behind a figure. */
  readonly exact: (selector: string) => Promise<string | null>;
  /** Checks or unchecks a name of a filter, by its name in the warehouse. */
  readonly choose: (dimension: string, name: string) => Promise<void>;
  /** First cell and unrounded amount of each row of a panel's table. */
  readonly tableOf: (panel: string) => Promise<readonly (readonly [string, string])[]>;
  readonly close: () => Promise<void>;
}

export async function startBrowser(): Promise<Browser> {
  const { args, executablePath } = await packedChromium();
  const browser = await chromium.launch({
    args: args.filter((argument) => !TOO_LENIENT.test(argument)),
    executablePath,
  });
  return {
    newPage: async (options) => (await browser.newContext(options)).newPage(),
    close: () => browser.close(),
  };
}

interface PackedChromium {
  readonly args: readonly string[];
  readonly executablePath: string;
}

/** Asked of a program of its own: the package is an ES module, which Jest's CommonJS cannot load. */
async function packedChromium(): Promise<PackedChromium> {
  const script = `import chromium from "@sparticuz/chromium";
    const executablePath = await chromium.executablePath();
    process.stdout.write(JSON.stringify({ args: chromium.args, executablePath }));`;
  const options = ["--input-type=module", "--eval", script];
  const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: projectRoot() });
  return JSON.parse(stdout) as PackedChromium;
}

export async function openReport(
  browser: Browser,
  html: string,
  options: BrowserContextOptions = {},
): Promise<OpenReport> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "ai-spend-report-"));
  const file = path.join(folder, "report.html");
  writeFileSync(file, html);
  const page = await browser.newPage(options);
  const complaints: string[] = [];
  const url = pathToFileURL(file).href;
  page.on("console", (message) => complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:,")) {
      complaints.push(`request: ${request.url().slice(0, 80)}`);
    }
  });
  const startedMs = performance.now();
  await page.goto(url);
  await page.waitForSelector("html[data-ready]", { state: "attached", timeout: 20_000 });
  const openMs = performance.now() - startedMs;
  return {
    ...{ page, complaints, openMs },
    exact: (selector) => page.locator(selector).getAttribute("data-exact"),
    choose: (dimension, name) => choose(page, dimension, name),
    tableOf: (panel) => tableOf(page, panel),
    close: async () => {
      await page.context().close();
      rmSync(folder, { recursive: true });
    },
  };
}

const SHOWN: Readonly<Record<string, string>> = {
  claude_api: "Claude API",
  claude_code: "Claude Code",
  claude_ai: "claude.ai",
  cursor: "Cursor",
  vertex_ai: "Vertex AI",
};

async function choose(page: Page, dimension: string, name: string): Promise<void> {
  const filter = page.locator(`details[data-dimension=${dimension}]`);
  if ((await filter.getAttribute("open")) === null) await filter.locator("summary").click();
  await filter.getByLabel(SHOWN[name] ?? name, { exact: true }).click();
  await page.keyboard.press("Escape");
}

async function tableOf(page: Page, panel: string) {
  const rows = await page.locator(`#${panel} tbody tr`).all();
  return Promise.all(
    rows.map(async (row) => {
      const name = await row.locator("td").first().textContent();
      const exact = await row.locator("td[data-exact]").first().getAttribute("data-exact");
      return [name ?? "", exact ?? ""] as const;
    }),
  );
}
