/**
 * Only what is read may refuse: of every answer each field is taken away, made null or another type, and the answer
 * is refused only if a model, a total or the pagination reads the field. What models read is taken from their own SQL.
 */

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";

import { parse } from "../../../ingest/ask/answer_text.ts";
import type { Endpoint } from "../../../ingest/endpoint/endpoint.ts";
import { ContractError } from "../../../ingest/errors.ts";
import { VENDORS } from "../../../ingest/vendors/index.ts";
import { compiledGraph } from "../../support/graph.ts";
import { answersOf, type Served, serveAll } from "./support.ts";

/** What the loader itself reads, by the endpoint's name: pages, days, sums, and what tells a row from another. */
const LOADER: readonly (readonly [names: RegExp, paths: readonly string[]])[] = [
  [/^(?!cursor)/, ["data"]],
  [/^(?!cursor|service_accounts$|claude_ai_users$)/, ["has_more"]],
  [/^(?!cursor|api_keys$|workspaces$|users$)/, ["next_page"]],
  [/^(api_keys|workspaces|users)$/, ["last_id"]],
  [
    /^(cost_report|usage_.*|claude_ai_cost.*)$/,
    ["data.starting_at", "data.ending_at", "data.results"],
  ],
  [/^analytics_/, ["data.starting_at", "data.ending_at"]],
  [/^analytics_cost/, ["data.group", "data.cost", "data.cost.amount"]],
  [/^claude_code$/, ["data.date"]],
  [/^claude_ai_user_/, ["data.starting_at", "data.ending_at", "data.actor", "data.actor.user_id"]],
  [/^claude_ai_users$/, ["data.user", "data.user.id"]],
  [
    /^cursor_daily_usage$/,
    [
      ...["data", "data.day", "data.userId", "data.email"],
      ...["", ".page", ".hasNextPage", ".totalUsers"].map((name) => `pagination${name}`),
    ],
  ],
  [
    /^cursor_events$/,
    [
      ...["", ".timestamp", ".chargedCents"].map((name) => `usageEvents${name}`),
      ...["", ".currentPage", ".hasNextPage"].map((name) => `pagination${name}`),
      "totalUsageEventsCount",
    ],
  ],
  [
    /^cursor_spend$/,
    [
      "totalPages",
      ...["", ".userId", ".email", ".spendCents"].map((name) => `teamMemberSpend${name}`),
    ],
  ],
  [/^cursor_members$/, ["teamMembers", "teamMembers.id", "teamMembers.email"]],
];

/** Dimensions of rows that are native costs are the vendor's words for whom and what: all that a model may cut by. */
const CUTS =
  /^data\.group(\.(actor(\.(type|user_id|email_address|service_account_id|api_key_id))?|actor_type|agent_id|deployment_id|environment_id|api_key_id|context_window|cost_type|inference_geo|model|service_tier|speed|token_type|workspace_id))?$/;
/** Read by who owns what; the reports' `speed` by what it costs. */
const BY_HAND = /^data\.(principal|scope)(\.|$)|^data\.results\.speed$/;

/** JSON paths in the SQL of the models that open the endpoint's pages. */
function pathsOfModels({ name, table }: Endpoint): ReadonlySet<string> {
  const readers = compiledGraph().tables.filter(
    ({ query, target }) =>
      target.schema === "ai_staging" &&
      (target.name.startsWith("stg_") || /claude_code_(tokens|usage)/.test(target.name)) &&
      (query.includes(`'${name}'`) ||
        query.includes(`.${table}\``) ||
        /model_breakdown/.test(query)),
  );
  const sql = readers.map(({ query }) => query).join("\n");
  return new Set([...sql.matchAll(/'\$\.([\w.]+)'/g)].map(([, path = ""]) => path));
}

function isRead(endpoint: Endpoint, path: string, models: ReadonlySet<string>): boolean {
  if (LOADER.some(([names, paths]) => names.test(endpoint.name) && paths.includes(path)))
    return true;
  if (BY_HAND.test(path)) return true;
  if (endpoint.name.startsWith("analytics_cost") && CUTS.test(path)) return true;
  // Its rows are landed, and no model opens them.
  if (endpoint.name === "analytics_usage_by_key") return false;
  const steps = path.split(".");
  return steps.some((_step, from) => {
    const inner = steps.slice(from).join(".");
    return [...models].some((model) => model === inner || model.startsWith(`${inner}.`));
  });
}

type Place = readonly (number | string)[];

/** The value with one row in each list, the one that says the most. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) {
    const rows = value.map((row: unknown) => ({ row, length: JSON.stringify(row).length }));
    const [most] = rows.sort((left, right) => right.length - left.length);
    return most === undefined ? [] : [shortened(most.row)];
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, shortened(own)]));
}

/** Every place of a field. */
function placesIn(value: unknown, at: Place = []): readonly Place[] {
  if (Array.isArray(value)) return value.length === 0 ? [] : placesIn(value[0], [...at, 0]);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [...at, key],
    ...placesIn(inner, [...at, key]),
  ]);
}

const GONE = Symbol("gone");

function changed(json: unknown, place: Place, value: unknown): unknown {
  const copy = structuredClone(json) as Record<number | string, unknown>;
  const parent = place
    .slice(0, -1)
    .reduce((node, step) => node[step] as Record<number | string, unknown>, copy);
  const last = place.at(-1) ?? "";
  if (value === GONE) delete parent[last];
  else parent[last] = value;
  return copy;
}

let served: Served;
beforeAll(async () => {
  served = await serveAll();
});
afterAll(() => served.close());

const ENDPOINTS = VENDORS.flatMap(({ endpoints }) => endpoints);

describe("a field of", () => {
  it.each(ENDPOINTS.map((endpoint) => [endpoint.name, endpoint] as const))(
    "%s refuses only if it is read",
    async (name, endpoint) => {
      const models = pathsOfModels(endpoint);
      const news: string[] = [];
      const wrong: string[] = [];
      let tried = 0;
      for (const { body, window } of await answersOf(served, endpoint)) {
        const json = parse(body, endpoint.exactFields);
        const read = (value: unknown) =>
          endpoint.read(value, { window, cursor: null, onUnknown: (path) => news.push(path) });
        read(json);
        expect([name, news]).toEqual([name, []]);
        const short = shortened(json);
        for (const place of placesIn(short)) {
          const path = place.filter((step) => typeof step === "string").join(".");
          for (const value of [GONE, null, 7.5, "no", true, [], [1], { else: 1 }]) {
            tried += 1;
            try {
              read(changed(short, place, value));
            } catch (error) {
              expect(error).toBeInstanceOf(ContractError);
              if (!isRead(endpoint, path, models)) wrong.push(path);
            }
          }
        }
        news.length = 0;
      }
      expect(tried).toBeGreaterThan(40);
      expect([...new Set(wrong)]).toEqual([]);
    },
  );
});

describe("what is read and cannot be", () => {
  it.each([
    ["cost_report", "data.results.amount", 12.5],
    ["cost_report", "data.starting_at", "yesterday"],
    ["cost_report", "has_more", "no"],
    ["usage_by_key", "data.results.output_tokens", "many"],
    ["analytics_cost_by_key", "data.cost.amount", GONE],
    ["analytics_cost_by_actor", "data.group", "all"],
    ["api_keys", "data.scope", "organization"],
    ["api_keys", "data.id", GONE],
    ["workspaces", "last_id", 7],
    ["service_accounts", "next_page", GONE],
    ["claude_ai_cost", "data.results.amount", 1],
    ["claude_ai_user_cost", "data.actor", null],
    ["cursor_events", "usageEvents.timestamp", "today"],
    ["cursor_spend", "teamMemberSpend.spendCents", "much"],
    ["cursor_daily_usage", "data.day", GONE],
  ] as const)("in %s, %s, is refused by its name", async (name, path, value) => {
    const endpoint = ENDPOINTS.find((each) => each.name === name);
    if (endpoint === undefined) throw new Error(`no endpoint ${name}`);
    const answered = (await answersOf(served, endpoint)).at(-1);
    const json = shortened(parse(answered?.body ?? "", endpoint.exactFields));
    const place = placesIn(json).find(
      (steps) => steps.filter((step) => typeof step === "string").join(".") === path,
    );
    const window = answered?.window ?? null;
    const read = () =>
      endpoint.read(changed(json, place ?? [], value), {
        window,
        cursor: null,
        onUnknown: () => undefined,
      });
    expect(read).toThrow(new RegExp(`^${name} .*at .*${path.split(".").at(-1) ?? ""}`));
  });
});
