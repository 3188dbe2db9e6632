/** An invented year for the report: people who each use several platforms, models and keys every day. */

import { type CostRow, packCube } from "../cli/report/cube.ts";
import type { ReportContent } from "../cli/report/read_report.ts";
import { addDays } from "../ingest/dates.ts";

const FIRST_DAY = "2026-01-01";
const PLATFORMS = ["claude_api", "claude_code", "claude_ai", "cursor", "vertex_ai"];
const MODELS = ["opus-4.8", "sonnet-5", "haiku-4.5"];
const SKUS = ["uncached_input_tokens", "output_tokens", "cache_read_input_tokens"];

/** `platforms` × `models` × `skus` of each person and day: 100 people × 365 days × 8 are 292,000 facts. */
export function yearOfReport(people: number, days: number): ReportContent {
  const rows: CostRow[] = [];
  const random = randomNumbers(1);
  for (let day = 0; day < days; day += 1) {
    for (let person = 0; person < people; person += 1) {
      for (let use = 0; use < 8; use += 1)
        rows.push(costRow(addDays(FIRST_DAY, day), person, use, random));
    }
  }
  const { cube, facts } = packCube(rows, FIRST_DAY, days);
  const active = PLATFORMS.flatMap((platform) =>
    Array.from({ length: people }, (_, person) => ({
      ...{ platform, person: nameOf(person) },
      days: Array.from({ length: days }, () => (random() < 0.7 ? "1" : "0")).join(""),
    })),
  );
  const marts = {
    months: [],
    invoices: [],
    seats: [],
    restatements: [],
    anomalies: [],
    freshness: [],
    standing: [],
  };
  const laws = { total: 0, broken: [] };
  const trees = new Map();
  return { facts, trees, data: { asOf: null, hasPseudonyms: false, cube, marts, active, laws } };
}

function costRow(day: string, person: number, use: number, random: () => number): CostRow {
  const platform = PLATFORMS[(person + use) % PLATFORMS.length] ?? "";
  const isVertex = platform === "vertex_ai";
  const nanos = Math.floor(random() * 5e9);
  const fraction = String(nanos % 1e9).padStart(9, "0");
  return {
    day,
    usd: `${Math.floor(nanos / 1e9)}.${fraction}`,
    names: {
      platform,
      person: nameOf(person),
      team: `Team ${person % 12}`,
      cost_center: `CC-${person % 7}`,
      project: isVertex ? `project-${person % 20}` : null,
      model: MODELS[Math.floor(random() * MODELS.length)] ?? null,
      key: isVertex ? null : `key ${person} (apikey_01${person}_${use % 3})`,
      account: isVertex ? "01A2B3-C4D5E6-F70811" : "20ac6f34-c073-4996-9623-9f411af1ceee",
      funding: isVertex ? "central" : null,
      mode: "metered",
      sku: SKUS[use % SKUS.length] ?? null,
    },
  };
}

function nameOf(person: number): string {
  return `person.number.${String(person).padStart(3, "0")}@example.com`;
}

/** Repeatable numbers in [0, 1): a linear congruential generator, good enough for bytes that do not compress. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
