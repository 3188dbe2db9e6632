/**
 * A year of a simulated organization as the rows that anomalies are looked for in, quiet or with anomalies
 * planted on known days. The same options give the same rows on every machine.
 */

import { type Organization, truthOf } from "../local/stand_ins/organization/index.ts";

export interface CostRow {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly platform: string;
  readonly model: string;
  /** Null for use without a key. */
  readonly keyId: string | null;
  /** Null for machines. */
  readonly person: string | null;
  readonly nanoUsd: bigint;
}

/** What must be found: the day, the kind, and what it is about. */
export interface Planted {
  readonly day: string;
  readonly kind: "high_day" | "missing_day" | "new_key" | "new_model";
  readonly scope: "key" | "model" | "person" | "platform";
  readonly value: string;
}

export interface PlantedYear {
  readonly rows: readonly CostRow[];
  readonly planted: readonly Planted[];
}

const MODEL = "claude-opus-4-8";

/** One row per day, key, person and model, each request's cost `factor` times, so that floors in dollars do not hide what the measure does. */
export function yearOf(organization: Organization, factor: bigint): readonly CostRow[] {
  const claudeCode = new Set(
    organization.workspaces.filter(({ name }) => name === "Claude Code").map(({ id }) => id),
  );
  const rows = new Map<string, CostRow>();
  for (const { request, nanoUsd } of truthOf(organization).requests()) {
    if (nanoUsd === 0n) continue;
    const { keyId, model, person, workspaceId } = request;
    const isCode = workspaceId !== null && claudeCode.has(workspaceId);
    const platform = isCode ? "claude_code" : "claude_api";
    const day = new Date(request.at).toISOString().slice(0, 10);
    const id = [day, platform, model, keyId, person].join(" ");
    const before = rows.get(id)?.nanoUsd ?? 0n;
    rows.set(id, {
      day,
      platform,
      model,
      keyId,
      person,
      nanoUsd: before + nanoUsd * factor,
    });
  }
  return [...rows.values()];
}

/**
 * The same year with anomalies on workdays of its second half, a week apart: days on which a key, a person
 * or a platform costs `times` its usual day more, a new key and a new model with large spend, and days on
 * which nothing was landed of a platform.
 */
export function plantIn(quiet: readonly CostRow[], times: bigint): PlantedYear {
  const mondays = [...new Set(quiet.map(({ day }) => day))]
    .filter((day) => new Date(`${day}T00:00:00Z`).getUTCDay() === 1)
    .sort();
  const days = mondays.slice(Math.floor(mondays.length / 2)).values();
  const nextDay = (): string => days.next().value ?? "";
  const keys = busiest(quiet, ({ keyId }) => keyId);
  const people = busiest(quiet, ({ person }) => person);
  const added: CostRow[] = [];
  const planted: Planted[] = [];

  const raise = (scope: "key" | "person" | "platform", value: string, usual: bigint): void => {
    const day = nextDay();
    const whose = {
      keyId: scope === "key" ? value : null,
      person: scope === "person" ? value : null,
    };
    const own = quiet.find(({ keyId }) => scope === "key" && keyId === value)?.platform;
    const platform = scope === "platform" ? value : (own ?? "claude_api");
    added.push({ day, platform, model: MODEL, ...whose, nanoUsd: usual * times });
    planted.push({ day, kind: "high_day", scope, value });
  };
  for (const { value, usual } of keys.slice(0, 5)) raise("key", value, usual);
  for (const { value, usual } of people.slice(0, 5)) raise("person", value, usual);
  for (const { value, usual } of busiest(quiet, ({ platform }) => platform)) {
    raise("platform", value, usual);
  }
  const [key] = keys;
  const isNew = { day: nextDay(), platform: "claude_api", person: null };
  const large = (key?.usual ?? 0n) * times;
  added.push({ ...isNew, keyId: "apikey_new", model: MODEL, nanoUsd: large });
  planted.push({ day: isNew.day, kind: "new_key", scope: "key", value: "apikey_new" });
  const launch = nextDay();
  added.push({ ...isNew, day: launch, keyId: null, model: "claude-new-1", nanoUsd: large });
  planted.push({ day: launch, kind: "new_model", scope: "model", value: "claude-new-1" });
  const missing = [nextDay(), nextDay()];
  for (const day of missing) {
    planted.push({ day, kind: "missing_day", scope: "platform", value: "claude_api" });
  }
  const kept = quiet.filter(
    ({ day, platform }) => platform !== "claude_api" || !missing.includes(day),
  );
  return { rows: [...kept, ...added], planted };
}

/** Names by what they cost, dearest first, with the middle one of their days. */
function busiest(
  rows: readonly CostRow[],
  nameOf: (row: CostRow) => string | null,
): readonly { readonly value: string; readonly usual: bigint }[] {
  const days = new Map<string, Map<string, bigint>>();
  for (const row of rows) {
    const name = nameOf(row);
    if (name === null) continue;
    const own = days.get(name) ?? new Map<string, bigint>();
    own.set(row.day, (own.get(row.day) ?? 0n) + row.nanoUsd);
    days.set(name, own);
  }
  const compare = (left: bigint, right: bigint): number => (left < right ? -1 : 1);
  return [...days]
    .map(([value, own]) => {
      const costs = [...own.values()].sort(compare);
      const total = costs.reduce((sum, cost) => sum + cost, 0n);
      return { value, total, usual: costs[Math.floor(costs.length / 2)] ?? 0n };
    })
    .sort((left, right) => compare(right.total, left.total));
}
