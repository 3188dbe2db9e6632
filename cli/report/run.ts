/** `ai-spend report`: one self-contained HTML file with all that the marts say of a range of days. */

import { readConfig } from "../../ingest/settings/config.ts";
import { dayOf, parseRange } from "../../ingest/dates.ts";
import { ofThisVersion } from "../shared/of_this_version.ts";
import { openReading } from "../shared/open_warehouse.ts";
import { bundlePage } from "./bundle.ts";
import { reportHtml } from "./html.ts";
import { readReport } from "./read_report.ts";
import type { Command } from "../shared/context.ts";
import { PAGE } from "../shared/replaceable.ts";
import { mayWrite } from "../shared/write_file.ts";
import { writeOut } from "../shared/write_out.ts";

export interface ReportOptions {
  readonly out: string;
  readonly from?: string;
  readonly to?: string;
  readonly pseudonyms?: boolean;
}

export const run: Command<ReportOptions> = async (options, { stdout, signal }) => {
  const range = parseRange(options, dayOf(Date.now()));
  mayWrite(options.out, PAGE);
  const parts = await bundlePage();
  const warehouse = await openReading(readConfig(), signal);
  try {
    const hasPseudonyms = options.pseudonyms === true;
    const content = await ofThisVersion(() => readReport(warehouse, range, hasPseudonyms));
    const html = reportHtml(content, parts);
    await writeOut(options.out, html, PAGE, signal);
    const kilobytes = Math.ceil(Buffer.byteLength(html) / 1000);
    const { firstDay, dayCount } = content.data.cube;
    const days = firstDay === null ? "no day with a cost" : `${dayCount} days from ${firstDay} on`;
    stdout(`${options.out}: ${days}, ${kilobytes} kB; open it in any browser.\n`);
    return 0;
  } finally {
    await warehouse.close();
  }
};
