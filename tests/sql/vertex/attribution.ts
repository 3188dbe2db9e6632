/** The attribution alone: lines of Google's bill and calls in, everybody's part out, by the project's own SQL. */

import { type RunQuery, runAction } from "../../support/build.ts";
import type { TextRow } from "../../support/cells.ts";
import { compiledGraph, inOrder } from "../../support/graph.ts";

export interface Charge {
  readonly charge_id: string;
  readonly project_id: string;
  readonly cost_usd: string;
  readonly token_type?: string;
}

export interface Calls {
  readonly project_id: string;
  readonly user_email: string;
  readonly requests: string;
  readonly input_tokens?: string;
  readonly output_tokens?: string;
  readonly principal_type?: string;
  readonly minor?: string;
}

const COUNTS = ["requests", "input_tokens", "output_tokens", "cache_read_tokens"];

const COLUMNS = {
  "ai_staging.int_vertex__costs_named":
    "charge_id:string project_id:string usage_date:date family:string major:int64 minor:int64 sku_description:string token_type:string cost_usd:numeric",
  "ai_staging.int_vertex__charges":
    "charge_id:string charge_date:date platform:string organization_id:string connection:string workspace_id:string project_id:string model:string model_family:string billing_mode:string cost_usd:numeric is_final:bool",
  "ai_staging.int_vertex__charges_mapped": "charge_id:string resolution:string owner:string",
  "ai_staging.draft_claude_code_daily_usage": `project_id:string usage_date:date family:string major:int64 minor:int64 user_email:string principal_type:string ${COUNTS.map((name) => `${name}:int64`).join(" ")} cache_write_tokens:int64`,
} as const;

const STEPS = [
  "int_vertex__calls_by_owner",
  "int_vertex__candidates_found",
  "int_vertex__user_costs",
];

/** Every charge is of one shared project's Opus 4.8 on one day, and so are the calls unless they say otherwise. */
export async function attribute(
  runQuery: RunQuery,
  charges: readonly Charge[],
  calls: readonly Calls[],
): Promise<readonly TextRow[]> {
  const model = { usage_date: "2026-01-05", family: "opus", major: "4", minor: "8" };
  const mapped = charges.map(({ charge_id }) => ({ charge_id, resolution: "shared" }));
  const given: Readonly<Record<keyof typeof COLUMNS, readonly object[]>> = {
    "ai_staging.int_vertex__costs_named": charges.map((charge) => ({ ...model, ...charge })),
    "ai_staging.int_vertex__charges": charges,
    "ai_staging.int_vertex__charges_mapped": mapped,
    "ai_staging.draft_claude_code_daily_usage": calls.map((call) => ({
      ...model,
      principal_type: "user",
      ...call,
    })),
  };
  for (const [name, columns] of Object.entries(COLUMNS)) {
    await runQuery(tableOf(name, columns.split(" "), given[name as keyof typeof COLUMNS]));
  }
  const steps = inOrder(compiledGraph()).filter(({ action }) => STEPS.includes(action.target.name));
  for (const step of steps) await runAction(runQuery, step, new Set());
  return runQuery(
    `select charge_id, ifnull(concat(owner_type, ':', owner), 'nobody') as bearer, attribution_method, cost_usd
     from \`local.ai_staging.int_vertex__user_costs\` order by charge_id, bearer`,
  );
}

/** Thousands of rows are one text to take apart; as many selects would take minutes to read. */
function tableOf(name: string, headers: readonly string[], rows: readonly object[]): string {
  const columns = headers.map((header, index) => {
    const [column = "", type = ""] = header.split(":");
    return { column, sql: `cast(nullif(split(line, '|')[safe_offset(${index})], '') as ${type})` };
  });
  const lines = rows.map((row) => {
    const cells = new Map(Object.entries(row) as readonly [string, string][]);
    return columns.map(({ column }) => cells.get(column) ?? "").join("|");
  });
  const selected = columns.map(({ column, sql }) => `${sql} as ${column}`).join(", ");
  return `create or replace table \`local.${name}\` as
    select ${selected} from unnest(split('${lines.join("\\n")}', '\\n')) as line
    where line <> ''`;
}
