/** `ai-spend trace`: the way of a dollar, from the vendor's own text to the mart. */

import { ConfigError, isSpendError } from "../../ingest/errors.ts";
import { readConfig } from "../../ingest/settings/config.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import type { Command } from "../shared/context.ts";
import { ofThisVersion } from "../shared/of_this_version.ts";
import { openReading } from "../shared/open_warehouse.ts";
import { visible } from "../shared/visible.ts";
import { writeFile } from "../shared/write_file.ts";
import { dryRunText } from "./dry_run.ts";
import { martLaws } from "./laws.ts";
import { unbalanced } from "./node.ts";
import { type Asked, selectionOf } from "./select.ts";
import { treeHtml, treeText } from "./text.ts";
import { traceOf } from "./trace.ts";

export interface TraceOptions extends Asked {
  readonly most: string;
  readonly format: "text" | "json";
  readonly html?: string;
  readonly dryRun?: boolean;
}

/** Exit 1 if something does not add up, which is said on stderr. */
export const run: Command<TraceOptions> = async (options, { stdout, stderr, signal }) => {
  const { most, format, html, dryRun } = options;
  if (!/^[1-9]\d{0,4}$/.test(most))
    throw new ConfigError(`--most ${most} is no number of charges: write one from 1 to 99999.`);
  selectionOf(options);
  const warehouse = await openReading(readConfig(), signal);
  try {
    if (dryRun === true) {
      stdout(await ofThisVersion(() => dryRunText(warehouse, options)));
      return 0;
    }
    const request = { asked: options, most: Number(most), laws: martLaws() };
    const tree = await ofThisVersion(() => traceOf(warehouse, request));
    if (html !== undefined) {
      writeFile(html, treeHtml(tree));
      stdout(`${html}: ${visible(tree.title)}; open it in any browser.\n`);
    } else stdout(format === "json" ? `${JSON.stringify(tree, null, 2)}\n` : treeText(tree));
    const wrong = unbalanced(tree);
    for (const way of wrong) stderr(`Does not add up: ${way}.\n`);
    return wrong.length === 0 ? 0 : 1;
  } catch (error) {
    // Asked only now, since a list of all tables takes longer than a query.
    const isBuilt = !isSpendError(error) || (await isThere(warehouse));
    if (isBuilt) throw error;
    throw new ConfigError("Nothing is built yet, so nothing can be traced: run build first.");
  } finally {
    await warehouse.close();
  }
};

async function isThere(warehouse: Pick<Warehouse, "listTables">): Promise<boolean> {
  return (await warehouse.listTables("ai_spend")).includes("fct_user_cost_daily");
}
