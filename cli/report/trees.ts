/** The traces that a report carries: of the days on which rows cost most, as `trace` shows them, packed into a few bytes each. */

import { gzipSync } from "node:zlib";

import { isSpendError } from "../../ingest/errors.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { martLaws } from "../trace/laws.ts";
import { tracesOf } from "../trace/many.ts";
import type { TraceNode } from "../trace/node.ts";
import type { DayAsked } from "../trace/select.ts";
import { detailRows } from "./page/detail_rows.ts";
import { unpackFacts } from "./page/facts.ts";
import { viewOf } from "./page/view.ts";
import { dearestFirst, MOST_OF_A_DAY, type Way, waysOf } from "./page/way.ts";
import { type PackedNode, type PackedTrees, type ReportData, RULES } from "./data/report_data.ts";

/** By the command that shows the same, the dearest first. */
export type Trees = ReadonlyMap<string, TraceNode>;

/** What is read at most: a year has far more days of rows than anybody opens, and a query of BigQuery's a megabyte of text. */
const MOST_DAYS = 2_000;
const MOST_CHARGES = 3_800;

/**
 * None where the warehouse refuses what a trace reads and the report does without: `ai_staging` and `ai_raw`, which
 * not everybody may see who sees the marts.
 */
export async function readTrees(
  warehouse: Pick<Warehouse, "query" | "builtAt">,
  data: ReportData,
  facts: string,
): Promise<Trees> {
  const unpacked = await unpackFacts(facts, data.cube.factCount);
  const allDays = { first: 0, last: data.cube.dayCount - 1, chosen: {} };
  const view = viewOf(data, unpacked, allDays);
  const rows = dearestFirst(detailRows(view), ({ nanos }) => nanos).slice(0, MOST_DAYS);
  const asked = [...askedOf(waysOf(view, rows))].slice(0, MOST_DAYS);
  try {
    const trees = await tracesOf(warehouse, {
      ...{ asked: asked.map(([, each]) => each), laws: martLaws() },
      ...{ most: MOST_OF_A_DAY, mostCharges: MOST_CHARGES },
    });
    return new Map(
      asked.flatMap(([command], index) => {
        const tree = trees[index] ?? null;
        return tree === null ? [] : [[command, tree] as const];
      }),
    );
  } catch (error) {
    if (isSpendError(error)) return new Map();
    throw error;
  }
}

/** What is asked, by its command: of each row the day on which it cost most, then the other days, always the dearest first. */
function askedOf(ofRows: readonly (readonly Way[])[]): ReadonlyMap<string, DayAsked> {
  const [first, others] = [
    ofRows.flatMap((ways) => ways.slice(0, 1)),
    ofRows.flatMap((ways) => ways.slice(1)),
  ];
  const ways = [first, others].flatMap((each) => dearestFirst(each, ({ nanos }) => nanos));
  return new Map(ways.map(({ command, asked }) => [command, asked]));
}

/** As many of the first as fit into a number of characters, gzip, base64. Pure. */
export function packTrees(trees: Trees, mostCharacters: number): string {
  let kept = [...trees];
  while (kept.length > 0) {
    const packed = gzipSync(JSON.stringify(packedOf(kept))).toString("base64");
    if (packed.length <= mostCharacters) return packed;
    // A little fewer than would fit if each took the same.
    kept = kept.slice(0, Math.floor((0.95 * kept.length * mostCharacters) / packed.length));
  }
  return "";
}

/** Every text once. */
function packedOf(trees: readonly (readonly [command: string, tree: TraceNode])[]): PackedTrees {
  const numbers = new Map<string, number>();
  const numberOf = (text: string): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
  const nodeOf = ({ title, usd, rule, facts, children }: TraceNode): PackedNode => [
    numberOf(title),
    usd === null ? -1 : numberOf(usd),
    RULES.indexOf(rule),
    facts.flat().map(numberOf),
    children.map(nodeOf),
  ];
  const roots = Object.fromEntries(trees.map(([command, tree]) => [command, nodeOf(tree)]));
  return { texts: [...numbers.keys()], roots };
}
