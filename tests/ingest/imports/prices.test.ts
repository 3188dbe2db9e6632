/** The price list that ships with the program. */

import { readFileSync } from "node:fs";

import { describe, expect, it } from "@jest/globals";

import { checkFile } from "../../../ingest/imports/check_file.ts";
import type { Cells } from "../../../ingest/imports/faults.ts";
import type { TokenKind } from "../../../local/stand_ins/organization/model.ts";
import { type Model, MODELS, tokenPrices } from "../../../local/stand_ins/organization/prices.ts";
import { kindNamed } from "./support.ts";

const { lines, faults } = checkFile(readFileSync("prices/prices.csv", "utf8"), kindNamed("prices"));
const rows = lines.map(({ cells }) => cells);

const KINDS: readonly (readonly [string, TokenKind])[] = [
  ["uncached_input_tokens", "uncachedInput"],
  ["cache_creation.ephemeral_5m_input_tokens", "cacheWrite5m"],
  ["cache_creation.ephemeral_1h_input_tokens", "cacheWrite1h"],
  ["cache_read_input_tokens", "cacheRead"],
  ["output_tokens", "output"],
];

/** Pico-dollars a token in force on the day: dollars per million tokens with six decimals moved. */
function listed(day: string, cells: Cells): bigint | null {
  const inForce = rows
    .filter((row) => Object.entries(cells).every(([column, cell]) => row[column] === cell))
    .filter((row) => (row["valid_from"] ?? "") <= day)
    .sort((left, right) => ((left["valid_from"] ?? "") < (right["valid_from"] ?? "") ? 1 : -1));
  const price = inForce[0]?.["usd_per_million_tokens"];
  if (typeof price !== "string") return null;
  const [whole = "", fraction = ""] = price.split(".");
  return BigInt(whole + fraction.padEnd(6, "0"));
}

const shared = MODELS.filter(({ id }) => rows.some((row) => row["model"] === id));

function windowsOf({ longContextSurcharge }: Model): readonly ("0-200k" | "200k-1M")[] {
  // Without a surcharge there is one price, and Haiku 5.5's limit of 100k is not in any report.
  return longContextSurcharge ? ["0-200k", "200k-1M"] : ["0-200k"];
}

function tiersOf({ hasFastMode }: Model): readonly ("batch" | "fast" | "standard")[] {
  return hasFastMode ? ["standard", "batch", "fast"] : ["standard", "batch"];
}

describe("prices/prices.csv", () => {
  it("has no faults, and a source in every row", () => {
    expect(faults).toEqual([]);
    expect(rows.length).toBeGreaterThan(300);
  });

  it("has all token types of a model or, where the others are not known, input and output", () => {
    for (const model of new Set(rows.map((row) => row["model"]))) {
      const types = new Set(
        rows.filter((row) => row["model"] === model).map((row) => row["token_type"]),
      );
      expect([model, types.size]).toEqual([model, model === "claude-3-haiku-20240307" ? 2 : 5]);
    }
  });

  it("shares all but the invented model with the simulated vendor", () => {
    expect(MODELS.length - shared.length).toBe(1);
  });

  it.each(shared.map((model) => [model.id, model] as const))(
    "agrees with what the simulated vendor charges for %s",
    (_id, model) => {
      for (const day of ["2026-10-07", "2026-11-20"]) {
        for (const listedTier of tiersOf(model)) {
          const isFast = listedTier === "fast";
          const serviceTier = isFast ? "standard" : listedTier;
          for (const contextWindow of windowsOf(model)) {
            const inferenceGeo = model.hasGeo ? "global" : "not_available";
            const charged = tokenPrices({
              model: model.id,
              day,
              serviceTier,
              contextWindow,
              inferenceGeo,
              speed: isFast ? "fast" : "standard",
            });
            for (const [type, tokenKind] of KINDS) {
              const price = listed(day, {
                model: model.id,
                token_type: type,
                service_tier: listedTier,
                context_window: contextWindow,
              });
              expect([type, listedTier, contextWindow, price]).toEqual([
                type,
                listedTier,
                contextWindow,
                charged[tokenKind],
              ]);
            }
          }
        }
      }
    },
  );

  it("cuts the cache reads of Sonnet 5.5 on 2026-10-07", () => {
    const cells = {
      model: "claude-sonnet-5-5",
      token_type: "cache_read_input_tokens",
      service_tier: "standard",
      context_window: "0-200k",
    };
    expect([listed("2026-10-06", cells), listed("2026-10-07", cells)]).toEqual([
      200_000n,
      100_000n,
    ]);
  });
});
