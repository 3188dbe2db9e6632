/**
 * The same people at work with Claude Code on Vertex AI: which Google projects they use, how, and every single
 * call, drawn from streams of chance of its own. Nothing here knows how Google writes any of it down.
 */

import { addDays, DAY_MS, HOUR_MS, startOf } from "./days.ts";
import type { ContextWindow, Day, Organization, Tokens } from "./model.ts";
import { type Random, randomFrom, uuidOf } from "./random.ts";

export interface VertexProject {
  readonly id: string;
  /** `single_user`: its owner alone uses it. */
  readonly type: "shared" | "single_user";
  /** E-mail of the owner of a single-user project. */
  readonly owner: string | null;
  /** Everyone who calls, by e-mail. */
  readonly callers: readonly string[];
  /** The account that all callers impersonate; null: everyone calls as themselves. */
  readonly serviceAccount: string | null;
  readonly paysIn: "EUR" | "USD";
  readonly fundingSource: string;
  readonly firstUse: Day;
  /** Used three times as much as one that is not. */
  readonly isBusy: boolean;
  /** The mapping's `enabled_date`; null: nobody has written the project down. */
  readonly enabledFrom: Day | null;
}

/** One successful call of a model. */
export interface VertexCall {
  readonly id: string;
  readonly at: number;
  /** E-mail of who truly made it; null: the service account on its own. */
  readonly person: string | null;
  /** One of the ids in prices.ts. */
  readonly model: string;
  readonly region: "global" | "us-east5";
  readonly contextWindow: ContextWindow;
  readonly tokens: Tokens;
  readonly webSearches: number;
  readonly isClaudeCode: boolean;
}

export interface VertexOptions {
  /** Same seed, same calls. Default 1. */
  readonly seed?: number;
  /** Mean working sessions a day of a busy project, default 3; a third of it in any other. */
  readonly sessionsPerDay?: number;
  /** Mean calls of a session, default 5. */
  readonly callsPerSession?: number;
  /** Shared projects beyond the five that everybody has, default 0. */
  readonly moreProjects?: number;
}

/** Signs in through the company's own identity provider, so that no log has their address as an address. */
export const FEDERATED = 7;

/** Two projects of one person, one of five people, one behind a service account, one that nobody wrote down. */
export function vertexProjects(
  { people, firstDay, lastDay, slug }: Organization,
  { moreProjects = 0 }: VertexOptions = {},
): readonly VertexProject[] {
  const emails = people.map(({ email }) => email);
  const late = addDays(firstDay, Math.min(10, Math.floor(dayCount(firstDay, lastDay) / 3)));
  const common = {
    owner: null,
    serviceAccount: null,
    paysIn: "USD",
    firstUse: firstDay,
    isBusy: false,
  } as const;
  const single = (index: number, enabledFrom: Day): VertexProject => {
    const owner = emails[index] ?? "";
    const id = `${slug}-claude-${owner.split(".")[0] ?? ""}`;
    return {
      ...common,
      ...{ id, type: "single_user", owner, callers: [owner], fundingSource: "grant", enabledFrom },
    };
  };
  const shared = (name: string, callers: readonly string[]): VertexProject => {
    const id = `${slug}-claude-${name}`;
    return {
      ...common,
      ...{
        id,
        type: "shared",
        callers,
        fundingSource: "central",
        enabledFrom: firstDay,
        isBusy: true,
      },
    };
  };
  const agents = shared("agents", [emails[1] ?? "", emails[2] ?? "", emails[6] ?? ""]);
  return [
    single(0, firstDay),
    // Used some days before anybody wrote it down.
    { ...single(5, late), firstUse: addDays(late, -3) },
    shared(
      "team",
      [1, 2, 4, 6, FEDERATED].map((index) => emails[index] ?? ""),
    ),
    {
      ...agents,
      serviceAccount: `claude-runner@${agents.id}.iam.gserviceaccount.com`,
      paysIn: "EUR",
      fundingSource: "europe",
    },
    { ...shared("lab", [emails[2] ?? "", emails[4] ?? ""]), enabledFrom: null, isBusy: false },
    ...Array.from({ length: moreProjects }, (_, index) =>
      shared(`team-${index + 2}`, emails.slice(index % 4, (index % 4) + 5)),
    ),
  ];
}

function dayCount(first: Day, last: Day): number {
  return Math.round((startOf(last) - startOf(first)) / DAY_MS);
}

/** All calls of a project on one UTC day, in the order of time. */
export function vertexCalls(
  project: VertexProject,
  day: Day,
  { seed = 1, sessionsPerDay = 3, callsPerSession = 5 }: VertexOptions = {},
): readonly VertexCall[] {
  const random = randomFrom("vertex", seed, project.id, day);
  const weekday = new Date(startOf(day)).getUTCDay();
  const rests = random.chance(weekday === 0 || weekday === 6 ? 75 : 10);
  if (rests || day < project.firstUse) return [];
  const mean = Math.max(1, Math.round(sessionsPerDay / (project.isBusy ? 1 : 3)));
  const sessions = random.int(1, 2 * mean - 1);
  return Array.from({ length: sessions }, (_, index) =>
    sessionCalls(project, { seed, day, index }, callsPerSession),
  )
    .flat()
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** Half an hour of one person's work with one model, and a small model behind it, as Claude Code does. */
function sessionCalls(
  project: VertexProject,
  { seed, day, index }: { readonly seed: number; readonly day: Day; readonly index: number },
  callsPerSession: number,
): readonly VertexCall[] {
  const random = randomFrom("vertex", seed, project.id, day, index);
  const position = random.int(0, project.callers.length - 1);
  const isMachine = project.serviceAccount !== null && random.chance(10);
  // Evenings too: there the day in California is not the day in London.
  const start = startOf(day) + random.int(0, 23) * HOUR_MS + random.int(0, 25) * 60_000;
  const primary = random.pick(PRIMARY);
  const region = random.chance(75) ? "global" : "us-east5";
  const isClaudeCode = project.type === "single_user" || !random.chance(8);
  const count = random.int(1, 2 * callsPerSession - 1);
  return Array.from({ length: count }, (_, number) => {
    const model = isClaudeCode && random.chance(20) ? BACKGROUND : primary;
    const isLong = model === LONG && random.chance(8);
    return {
      id: uuidOf("vertex", String(seed), project.id, day, String(index), String(number)),
      at: start + Math.floor(((number + 0.5) * HOUR_MS) / 2 / count),
      person: isMachine ? null : (project.callers[position] ?? null),
      model,
      region,
      contextWindow: isLong ? "200k-1M" : "0-200k",
      tokens: drawTokens(random, position, isLong),
      webSearches: random.chance(4) ? random.int(1, 3) : 0,
      isClaudeCode,
    };
  });
}

const LONG = "claude-sonnet-4-5-20250929";
const BACKGROUND = "claude-haiku-4-5-20251001";
const PRIMARY = ["claude-opus-4-8", "claude-opus-4-8", "claude-sonnet-5-5", LONG] as const;

/** People differ in how much they ask at once, so that a count of calls is not a measure of tokens. */
function drawTokens(random: Random, position: number, isLong: boolean): Tokens {
  const scale = 1 + (position % 3);
  const writes = random.chance(70);
  const hour = writes && position % 4 === 2;
  const written = writes ? random.int(400, 6_000) * scale : 0;
  return {
    uncachedInput: random.int(20, 2_500) * scale,
    cacheWrite5m: hour ? 0 : written,
    cacheWrite1h: hour ? written : 0,
    cacheRead: random.int(4_000, 40_000) * scale + (isLong ? 200_000 : 0),
    output: random.int(40, 2_400),
  };
}
