/** `ai-spend trace`: the way of a dollar, from the vendor's own text to the mart. */

import { ConfigError, isSpendError } from "../../ingest/errors.ts";
import { readConfig } from "../../ingest/settings/config.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import type { Command, CommandContext } from "../shared/context.ts";
import { ofThisVersion } from "../shared/of_this_version.ts";
import { type OpenedWarehouse, openReading } from "../shared/open_warehouse.ts";
import { PAGE } from "../shared/replaceable.ts";
import { visible } from "../shared/visible.ts";
import { mayWrite } from "../shared/write_file.ts";
import { writeOut } from "../shared/write_out.ts";
import { dryRunText } from "./dry_run.ts";
import { arrayOf, builtLaws, tracedCharges } from "./json.ts";
import { martLaws } from "./laws.ts";
import { unbalanced } from "./node.ts";
import { type Asked, MOST_SHOWN, selectionOf } from "./select.ts";
import { treeHtml, treeText } from "./text.ts";
import { chargesFound, traceOf } from "./trace.ts";

export interface TraceOptions extends Asked {
  /** A number of charges; left out, MOST_SHOWN of a tree and all in JSON. */
  readonly most?: string;
  /** `text` is another name of `tree`. */
  readonly format: "tree" | "text" | "json";
  readonly html?: string;
  readonly dryRun?: boolean;
}

/** Exit 1 if something does not add up, which is said on stderr. */
export const run: Command<TraceOptions> = async (options, context) => {
  const { stdout, stderr, signal } = context;
  const { most, format, html, dryRun } = options;
  if (most !== undefined && !/^[1-9]\d{0,4}$/.test(most))
    throw new ConfigError(`--most ${most} is no number of charges: write one from 1 to 99999.`);
  selectionOf(options);
  const isJson = format === "json" && html === undefined;
  if (html !== undefined) mayWrite(html, PAGE);
  const warehouse = await openReading(readConfig(), signal);
  try {
    if (dryRun === true) {
      const laws = isJson ? await builtLaws(warehouse, martLaws()) : [];
      stdout(await ofThisVersion(() => dryRunText(warehouse, options, laws)));
      return 0;
    }
    if (isJson) return await writeJson(warehouse, options, context);
    const request = { asked: options, most: Number(most ?? MOST_SHOWN), laws: martLaws() };
    const tree = await ofThisVersion(() => traceOf(warehouse, request));
    if (html !== undefined) {
      await writeOut(html, treeHtml(tree), PAGE, signal);
      stdout(`${html}: ${visible(tree.title)}; open it in any browser.\n`);
    } else stdout(treeText(tree));
    return exitCode(unbalanced(tree), stderr);
  } catch (error) {
    // Asked only now, since a list of all tables takes longer than a query.
    const isBuilt = !isSpendError(error) || (await isThere(warehouse));
    if (isBuilt) throw error;
    throw new ConfigError("Nothing is built yet, so nothing can be traced: run build first.");
  } finally {
    await warehouse.close();
  }
};

/** Every charge that was asked for, or as many as --most says, and then in words how many are left out. */
async function writeJson(
  warehouse: OpenedWarehouse,
  options: TraceOptions,
  { stdout, stderr }: CommandContext,
): Promise<number> {
  const found = await ofThisVersion(() => chargesFound(warehouse, options));
  const taken = options.most === undefined ? found : found.slice(0, Number(options.most));
  const traced = await ofThisVersion(() => tracedCharges(warehouse, taken, martLaws()));
  for (const piece of arrayOf(traced.elements)) stdout(piece);
  const left = found.length - taken.length;
  if (left > 0)
    stderr(
      `Left out by --most: ${left} smaller ${left === 1 ? "charge" : "charges"} of ${found.length}.\n`,
    );
  return exitCode(traced.wrong, stderr);
}

function exitCode(wrong: readonly string[], stderr: CommandContext["stderr"]): number {
  for (const way of wrong) stderr(`Does not add up: ${way}.\n`);
  return wrong.length === 0 ? 0 : 1;
}

async function isThere(warehouse: Pick<Warehouse, "listTables">): Promise<boolean> {
  return (await warehouse.listTables("ai_spend")).includes("fct_user_cost_daily");
}
