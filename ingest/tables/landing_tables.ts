/** The tables of `ai_raw` as BigQuery creates them: append-only, one partition a day, text as it came. */

import endpointRules from "../../includes/endpoints.js";
import { GOOGLE_TABLES } from "./google_tables.ts";
import { nullable, required, type Table } from "./tables.ts";

export const RAW_DATASET = "ai_raw";

/** Tables of which the models keep what they have read; a directory is read anew each time. */
export const KEPT_PARSED: ReadonlySet<string> = new Set(
  endpointRules.ENDPOINTS.filter(({ kind }) => kind === "day").map(({ table }) => table),
);

/** A table of `ai_raw`. */
export type LandingTable = Table;

const FETCHES: LandingTable = {
  dataset: RAW_DATASET,
  name: "raw_fetches",
  description: "One row per finished walk over an endpoint, written after its pages.",
  partitionedBy: "fetched_at",
  clusteredBy: "fetch_id",
  fields: [
    required("fetch_id", "STRING", "Sorts by time."),
    required("connection", "STRING", "Name of the connection that asked."),
    required("vendor", "STRING", "Who answered."),
    required(
      "endpoint",
      "STRING",
      "Name of the endpoint; the cuts of one endpoint have names of their own.",
    ),
    required("organization_id", "STRING", "The vendor's organization, as its key says."),
    required("params", "STRING", "The request as JSON, without its cursor."),
    nullable("window_start", "TIMESTAMP", "Start of the days asked for; null for directories."),
    nullable(
      "window_end",
      "TIMESTAMP",
      "End of the days asked for, exclusive; null for directories.",
    ),
    required("page_count", "INTEGER", "Pages of the walk."),
    required("row_count", "INTEGER", "Rows in those pages."),
    nullable(
      "same_as_fetch_id",
      "STRING",
      "The earlier fetch that holds the pages, word for word.",
    ),
    nullable("amount_total", "STRING", "Exact sum of the walk's money in `unit`."),
    nullable("unit", "STRING", "usd_cents or usd; null where the endpoint has no money."),
    required("fetched_at", "TIMESTAMP", "When the first page was asked for."),
    required("loader_version", "STRING", "Version of the program that asked."),
    required("run_id", "STRING", "The run of `sync` that asked."),
    required(
      "content_sha256",
      "STRING",
      "SHA-256 over what the pages say, volatile fields left out.",
    ),
    nullable(
      "day_totals",
      "STRING",
      "JSON list of date, rows and exact amount of each day asked for.",
    ),
  ],
};

const RUNS: LandingTable = {
  dataset: RAW_DATASET,
  name: "raw_sync_runs",
  description:
    "One row per start and per end of a run of sync; a start without an end was interrupted.",
  partitionedBy: "at",
  clusteredBy: "run_id",
  fields: [
    required("run_id", "STRING", "Sorts by time."),
    required("event", "STRING", "started or finished."),
    required("at", "TIMESTAMP", "When."),
    required("arguments", "STRING", "What was asked for, as JSON."),
    required("loader_version", "STRING", "Version of the program that ran."),
  ],
};

const LEASES: LandingTable = {
  dataset: RAW_DATASET,
  name: "raw_sync_leases",
  description:
    "One row per claim, renewal and release of the right to sync or to import, which one run has at a time.",
  partitionedBy: "recorded_at",
  clusteredBy: "claim_id",
  fields: [
    required("claim_id", "STRING", "The claim; sorts by time."),
    required("event", "STRING", "claimed, renewed or released."),
    required("holder", "STRING", "Who claims: a process and its machine, or an execution."),
    required("recorded_at", "TIMESTAMP", "When, by the warehouse's clock."),
    required("expires_at", "TIMESTAMP", "Until when others keep away, by the same clock."),
  ],
};

const ALERTS: LandingTable = {
  dataset: RAW_DATASET,
  name: "raw_alerts",
  description: "One row per alert that was written, and per end of a state that was alerted.",
  partitionedBy: "recorded_at",
  clusteredBy: "alert_id",
  fields: [
    required("alert_id", "STRING", "Hash of what happened and to what, amounts left out."),
    required("kind", "STRING", "What happened, such as high_day or failed_assertion."),
    required("event", "STRING", "fired or ended."),
    required("recorded_at", "TIMESTAMP", "When."),
    required("run_id", "STRING", "The run of alerts that wrote it."),
  ],
};

/** Every table of pages, those of other sources too, so that a build works with any subset of sources. */
const PAGES: readonly LandingTable[] = [...Object.keys(endpointRules.PAGES), "raw_imports"].map(
  pageTable,
);

/** Rows of the vendors' own CSV files, where a model would otherwise have to parse CSV. */
const REPORTS: readonly LandingTable[] = [
  reportTable("raw_claude_ai_spend_report", {
    user_email: "E-mail address of the person; null for an account that is gone.",
    account_uuid: "The vendor's id of the account.",
    product: "Product, such as chat or claude_code.",
    model: "Model as the file names it.",
    model_family: "Family of the model as the file names it.",
    total_requests: "Requests in the whole range.",
    total_prompt_tokens: "Prompt tokens in the whole range.",
    total_completion_tokens: "Completion tokens in the whole range.",
    total_net_spend_usd: "US dollars in the whole range, after discounts and credits.",
    total_gross_spend_usd: "US dollars in the whole range, before discounts and credits.",
  }),
  reportTable("raw_claude_console_cost", {
    usage_date_utc: "UTC day of the use, YYYY-MM-DD.",
    model: "Model's display name; -- where a line has none.",
    workspace: "Workspace's name; Default for the default one.",
    api_key: "API key's name.",
    usage_type: "The file's own word, such as token.",
    context_window: "The file's own word, such as ≤ 200k; -- where a line has none.",
    token_type: "The file's own word, such as input_no_cache; -- where a line has none.",
    cost_usd: "US dollars, rounded by the vendor to two decimals.",
    list_price_usd: "US dollars before discount; null in files of before 2026-03.",
    cost_type: "The file's own word for what is charged.",
    inference_geo: "Where the model ran; -- where a line has none.",
    speed: "Speed of the inference; -- where a line has none.",
    api_key_id: "The vendor's id of the API key; null in files of before 2026-08.",
    api_key_status: "The API key's status on export; null in files of before 2026-08.",
  }),
  reportTable("raw_cursor_usage_csv", {
    date: "When the event happened, in UTC.",
    user: "E-mail address of the person; another name for what is no person.",
    cloud_agent_id: "Id of the cloud agent; null without one.",
    automation_id: "Id of the automation; null without one.",
    kind: "Cursor's word for how the event is billed, such as On-Demand.",
    model: "Model as Cursor names it.",
    max_mode: "Yes or No.",
    input_w_cache_write: "Input tokens that were written to the cache.",
    input_w_o_cache_write: "Input tokens beside the cache.",
    cache_read: "Tokens read from the cache.",
    output_tokens: "Tokens written by the model.",
    total_tokens: "All tokens.",
    cost: "US dollars, with or without $; Included, Free or - where nobody is billed.",
  }),
];

export const LANDING_TABLES: readonly LandingTable[] = [
  FETCHES,
  RUNS,
  LEASES,
  ALERTS,
  ...PAGES,
  ...REPORTS,
  ...GOOGLE_TABLES,
];

/** Throws RangeError on a name that is not a landed table: a fault of the program. */
export function landingTable(name: string): LandingTable {
  const table = LANDING_TABLES.find((candidate) => candidate.name === name);
  if (table === undefined) throw new RangeError(`${name} is not a landed table`);
  return table;
}

function pageTable(name: string): LandingTable {
  return {
    dataset: RAW_DATASET,
    name,
    description: "One row per page of an answer, exactly as it came.",
    partitionedBy: "fetched_at",
    clusteredBy: "fetch_id",
    fields: [
      required("fetch_id", "STRING", "The fetch that the page belongs to."),
      required("page_number", "INTEGER", "Position in the walk, from 1."),
      required("fetched_at", "TIMESTAMP", "When the first page of the walk was asked for."),
      required("body", "STRING", "The exact text."),
      required("body_sha256", "STRING", "SHA-256 of the text's UTF-8, in hex."),
    ],
  };
}

function reportTable(name: string, columns: Readonly<Record<string, string>>): LandingTable {
  return {
    dataset: RAW_DATASET,
    name,
    description: "One row per line of a file that the vendor exported, every cell as typed there.",
    partitionedBy: "fetched_at",
    clusteredBy: "fetch_id",
    fields: [
      required("fetch_id", "STRING", "The import that the row belongs to."),
      required("fetched_at", "TIMESTAMP", "When the file was imported."),
      required("line_number", "INTEGER", "Line of the file on which the row starts, from 1."),
      required("period_from", "STRING", "First day that the file covers, YYYY-MM-DD."),
      required("period_to", "STRING", "The day after the last that the file covers, YYYY-MM-DD."),
      ...Object.entries(columns).map(([column, text]) => nullable(column, "STRING", text)),
    ],
  };
}
