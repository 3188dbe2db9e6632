/** A client as plain as can be, so that the tests see what the simulated vendor says and nothing else. */

import {
  adminKeyOf,
  type AnthropicServer,
  type Fault,
  startAnthropic,
} from "../../../local/stand_ins/anthropic/server.ts";
import {
  demoOrganizations,
  type DemoOptions,
  type Organization,
} from "../../../local/stand_ins/organization/index.ts";

export type Json = Record<string, unknown>;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Json;
}

export interface Vendor {
  readonly server: AnthropicServer;
  readonly first: Organization;
  readonly second: Organization | undefined;
  /** Asks with the first organization's key unless other headers are given. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  /** All pages of a report or list, as rows: a bucketed report's rows carry their `date`. */
  rows(path: string, headers?: Readonly<Record<string, string>>): Promise<readonly Json[]>;
}

/** All is known at this instant: after the demo's restatement. */
export const LATER = "2026-11-20T12:00:00Z";
/** The whole range of the default demo. */
export const WHOLE = "starting_at=2026-09-01T00:00:00Z&ending_at=2026-11-10T00:00:00Z";

export async function startVendor(
  options: DemoOptions & { readonly now?: string; readonly faults?: readonly Fault[] } = {},
): Promise<Vendor> {
  const organizations = demoOrganizations(options);
  const [first, second] = organizations;
  if (first === undefined) throw new Error("there is always a first organization");
  const now = Date.parse(options.now ?? LATER);
  const server = await startAnthropic({
    organizations,
    now: () => now,
    faults: options.faults ?? [],
  });
  const get = async (path: string, headers = headersOf(first)): Promise<Reply> => {
    const response = await fetch(`${server.url}/v1/organizations${path}`, { headers });
    const text = await response.text();
    const isJson = response.headers.get("content-type") === "application/json";
    const json = isJson ? (JSON.parse(text) as Json) : {};
    return { status: response.status, headers: response.headers, text, json };
  };
  const rows = async (path: string, headers = headersOf(first)): Promise<readonly Json[]> => {
    const found: Json[] = [];
    for (let cursor = ""; ;) {
      const { json, status, text } = await get(path + cursor, headers);
      if (status !== 200) throw new Error(text);
      found.push(...rowsOf(json));
      if (json["has_more"] !== true) return found;
      cursor =
        "last_id" in json
          ? `&after_id=${String(json["last_id"])}`
          : `&page=${encodeURIComponent(String(json["next_page"]))}`;
    }
  };
  return { server, first, second, get, rows };
}

export function headersOf(organization: Organization): Readonly<Record<string, string>> {
  return { "x-api-key": adminKeyOf(organization), "anthropic-version": "2023-06-01" };
}

/** The message of the vendor's error body. */
export function messageOf({ json }: Reply): string {
  return String((json["error"] as Json)["message"]);
}

/** Nano-dollars of a text in cents with at most seven decimals. */
export function nanoOf(cents: unknown): bigint {
  const [, sign = "", whole = "", decimals = ""] =
    /^(-?)(\d+)(?:\.(\d{1,7}))?$/.exec(String(cents)) ?? [];
  if (whole === "") throw new Error(`${String(cents)} is not a decimal with at most 7 places`);
  return BigInt(`${sign}${whole}${decimals.padEnd(7, "0")}`);
}

export function sumBy<K>(
  rows: readonly Json[],
  labelOf: (row: Json) => K,
  countOf: (row: Json) => bigint,
): Map<K, bigint> {
  const sums = new Map<K, bigint>();
  for (const row of rows) {
    const label = labelOf(row);
    sums.set(label, (sums.get(label) ?? 0n) + countOf(row));
  }
  return sums;
}

function rowsOf(page: Json): readonly Json[] {
  const data = page["data"] as readonly Json[];
  return data.flatMap((entry) => {
    if (!Array.isArray(entry["results"])) return [entry];
    const date = String(entry["starting_at"]).slice(0, 10);
    return (entry["results"] as Json[]).map((row) => ({ ...row, date }));
  });
}
