/**
 * A trace for programs: an array with one element per charge, as docs/one_dollar.md describes it. Dollars and numbers of
 * the warehouse are text, as `query --format json` writes them.
 */

import type { Cell, Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { countFailingRows } from "../shared/failing_rows.ts";
import { lawsInForce } from "../shared/in_force.ts";
import { chargeNode, lawsBehind, type MartLaws } from "./charge_tree.ts";
import { unbalanced } from "./node.ts";
import { readFacts, type Row, text, type TraceFacts } from "./read_trace.ts";
import { chargeOf } from "./trace.ts";

type Asking = Pick<Warehouse, "query" | "builtAt" | "listTables">;
type Fields = Readonly<Record<string, unknown>>;

/** Charges whose facts are read at once: a query of BigQuery's has a megabyte at most. */
const BATCH = 2_000;

export interface TracedCharges {
  /** JSON of each charge, in the order in which they were found. */
  readonly elements: readonly string[];
  /** Titles of what does not add up, by their way. */
  readonly wrong: readonly string[];
}

/** All of the charges that were found; rows of a selection. Throws LandingError with the engine's words. */
export async function tracedCharges(
  warehouse: Asking,
  found: readonly Row[],
  laws: MartLaws,
): Promise<TracedCharges> {
  const isHeld = await lawsHeld(warehouse, laws);
  const elements: string[] = [];
  const wrong: string[] = [];
  for (let from = 0; from < found.length; from += BATCH) {
    const rows = found.slice(from, from + BATCH);
    const facts = await readFacts(warehouse, rows.map(chargeOf));
    for (const row of rows) {
      elements.push(JSON.stringify(chargeFields(facts, row, { laws, isHeld })));
      wrong.push(...unbalanced(chargeNode(facts, text(row["charge_id"]), laws)));
    }
  }
  return { elements, wrong };
}

/** The array in pieces of one charge, since all of it may be more than one text can hold. */
export function* arrayOf(elements: readonly string[]): Generator<string> {
  for (const [index, element] of elements.entries()) yield `${index === 0 ? "[" : ","}\n${element}`;
  yield "\n]\n";
}

interface KnownLaws {
  readonly laws: MartLaws;
  readonly isHeld: ReadonlyMap<string, boolean>;
}

/** `selected_usd` is what of the charge was asked for, as of one person. Pure. */
export function chargeFields(facts: TraceFacts, row: Row, { laws, isHeld }: KnownLaws): Fields {
  const id = text(row["charge_id"]);
  const [charge = {}] = facts.of("charges", id);
  const marts = facts.of("shown", id);
  return {
    charge: { ...picked(charge, ...CHARGE), selected_usd: cell(row["selected_usd"]) },
    pages: facts.of("lines", id).flatMap((line) => pageFields(facts, line)),
    keys: facts.of("keys", id).map((key) => ({
      ...picked(key, "api_key_id", "weight"),
      method: cell(key["attribution_method"]),
      ...picked(key, "cost_usd"),
    })),
    people: facts.of("people", id).map((person) => ({
      ...picked(person, "user_email", "owner_type", "team", "cost_center", "api_key_id"),
      rule: cell(person["attribution_method"]),
      ...picked(person, "cost_usd"),
    })),
    marts: marts.map((mart) => ({
      table: `ai_spend.${text(mart["mart"])}`,
      rows: cell(mart["row_count"]),
      cost_usd: cell(mart["usd"]),
    })),
    laws: lawsBehind(
      [...marts.map((mart) => text(mart["mart"])), "agg_monthly_finance"],
      text(charge["platform"]),
      laws,
    ).map((law) => ({ name: nameOf(law), holds: isHeld.get(nameOf(law)) ?? null })),
  };
}

const CHARGE = [
  ...["charge_id", "charge_date", "platform", "product", "connection", "organization_id"],
  ...["billing_mode", "workspace_id", "project_id", "model", "model_family", "cost_type"],
  ...["token_type", "evidence", "is_final", "cost_usd"],
];

/** A line in force; where no page holds it, its text is the amount as its table has it. */
function pageFields(facts: TraceFacts, line: Row): readonly Fields[] {
  if (line["is_counted"] !== true) return [];
  return [
    {
      table: cell(line["source_table"]),
      ...picked(line, "fetch_id", "page_number", "fetched_at", "place"),
      text: facts.wordsOf(line) ?? cell(line["said"]),
      amount: cell(line["said"]),
      cost_usd: cell(line["amount_usd"]),
    },
  ];
}

/** By the law's name, whether nothing breaks it now; those alone whose views are built. */
async function lawsHeld(warehouse: Asking, laws: MartLaws): Promise<ReadonlyMap<string, boolean>> {
  const counted = await countFailingRows(warehouse, await builtLaws(warehouse, laws));
  return new Map(counted.map(({ name, rows }) => [name, rows === "0"]));
}

/** Names of the laws behind any mart that the warehouse has a view of. */
export async function builtLaws(
  warehouse: Pick<Warehouse, "listTables">,
  laws: MartLaws,
): Promise<readonly string[]> {
  const views = new Set(await lawsInForce(warehouse));
  const names = new Set([...laws.values()].flat().map(nameOf));
  return [...names].filter((name) => views.has(name));
}

/** docs/dictionary.md has laws as sentences. */
function nameOf(law: string): string {
  return `law_${law.replaceAll(" ", "_")}`;
}

function picked(row: Row, ...columns: readonly string[]): Fields {
  return Object.fromEntries(columns.map((column) => [column, cell(row[column])]));
}

function cell(value: Cell | undefined): Cell {
  return value ?? null;
}
