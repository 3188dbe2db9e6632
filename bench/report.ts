/**
 * `npx tsx bench/report.ts`: size of the report of 100 people × 12 months, how long it takes to open in a headless
 * Chromium, and how long to draw it anew after a filter. The bars: less than 5 MB, less than 2 s.
 */

import { bundlePage } from "../cli/report/bundle.ts";
import { reportHtml } from "../cli/report/html.ts";
import { openReport, startBrowser } from "../tests/cli/report/support/browser.ts";
import { yearOfReport } from "./report_year.ts";
import { type Line, rowsText, TABLE_HEAD } from "./table.ts";

const RUNS = 5;

async function main(): Promise<void> {
  const content = yearOfReport(100, 365);
  const html = reportHtml(content, await bundlePage());
  const browser = await startBrowser();
  const openings: number[] = [];
  const choices: number[] = [];
  try {
    for (let run = 0; run < RUNS; run += 1) {
      const opened = await openReport(browser, html);
      openings.push(opened.openMs);
      const startedMs = performance.now();
      await opened.choose("platform", "cursor");
      choices.push(performance.now() - startedMs);
      if (opened.complaints.length > 0) throw new Error(opened.complaints.join("; "));
      await opened.close();
    }
  } finally {
    await browser.close();
  }
  const name = "report of 100 people × 12 months";
  const seconds = (times: readonly number[]) => median(times) / 1000;
  const lines: readonly Line[] = [
    { what: `${name}, facts`, measured: content.data.cube.factCount, unit: "rows", bar: null },
    { what: `${name}, size`, measured: Buffer.byteLength(html) / 1e6, unit: "MB", bar: 5 },
    { what: `${name}, opened`, measured: seconds(openings), unit: "s", bar: 2 },
    { what: `${name}, one filter`, measured: seconds(choices), unit: "s", bar: null },
  ];
  process.stdout.write(`${TABLE_HEAD}${rowsText(lines)}`);
}

function median(times: readonly number[]): number {
  return [...times].sort((left, right) => left - right)[Math.floor(times.length / 2)] ?? 0;
}

void main();
