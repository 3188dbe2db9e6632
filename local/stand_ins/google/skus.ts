/**
 * How Google names and prices Claude: a service for each model, a SKU for each kind of token, region and context
 * window; versions are spelled with dots here and with blanks there (the vendor's reference, §2).
 */

import { createHash } from "node:crypto";

import type { TokenKind } from "../organization/model.ts";
import { tokenPrices, WEB_SEARCH_NANO_USD } from "../organization/prices.ts";
import { dayOf } from "../organization/days.ts";
import type { VertexCall } from "../organization/vertex.ts";

export type Kind = TokenKind | "webSearch";

export interface Sku {
  readonly id: string;
  readonly description: string;
}

export interface VertexModel {
  /** As in the endpoint's path, and so in the audit log. */
  readonly endpoint: string;
  readonly service: string;
  /** As SKUs spell it. */
  readonly inSkus: string;
}

const MODELS: Readonly<Record<string, VertexModel>> = {
  "claude-opus-4-8": {
    endpoint: "claude-opus-4-8",
    service: "Claude Opus 4.8",
    inSkus: "Claude Opus 4 8",
  },
  "claude-sonnet-5-5": {
    endpoint: "claude-sonnet-5-5",
    service: "Claude Sonnet 5.5",
    inSkus: "Claude Sonnet 5.5",
  },
  "claude-sonnet-4-5-20250929": {
    endpoint: "claude-sonnet-4-5@20250929",
    service: "Claude Sonnet 4.5",
    inSkus: "Claude Sonnet 4.5",
  },
  "claude-haiku-4-5-20251001": {
    endpoint: "claude-haiku-4-5@20251001",
    service: "Claude Haiku 4.5",
    inSkus: "Claude Haiku 4 5",
  },
};

const KINDS: Readonly<Record<Kind, string>> = {
  uncachedInput: "Input Tokens",
  cacheWrite5m: "Input Cache Write Tokens (TTL 300 seconds)",
  cacheWrite1h: "Input Cache Write Tokens (TTL 3600 seconds)",
  cacheRead: "Input Cache Read Tokens",
  output: "Output Tokens",
  webSearch: "Web Search Requests",
};

export const ALL_KINDS = Object.keys(KINDS) as readonly Kind[];

/** Throws RangeError for a model that Vertex AI does not have here. */
export function vertexModel(id: string): VertexModel {
  const model = MODELS[id];
  if (model === undefined) throw new RangeError(`${id} is not a model on Vertex AI here`);
  return model;
}

export function skuOf(call: VertexCall, kind: Kind): Sku {
  const parts = [vertexModel(call.model).inSkus, KINDS[kind], call.region];
  if (kind !== "webSearch") {
    const range = call.contextWindow === "0-200k" ? "0 to 200000" : "200001 to 1000000";
    parts.push(`Context Window Size from ${range} Tokens`);
  }
  const description = parts.join(" — ");
  return { id: googleId("sku", description), description };
}

/** Tokens, or searches. */
export function amountOf({ tokens, webSearches }: VertexCall, kind: Kind): number {
  return kind === "webSearch" ? webSearches : tokens[kind];
}

/** Pico-dollars of one token or search: the list price, a tenth more where the region is chosen. */
export function picoUsdOf(call: VertexCall, kind: Kind): bigint {
  if (kind === "webSearch") return WEB_SEARCH_NANO_USD * 1000n;
  const prices = tokenPrices({
    day: dayOf(call.at),
    model: call.model,
    serviceTier: "standard",
    contextWindow: call.contextWindow,
    inferenceGeo: call.region === "global" ? "global" : "us",
  });
  return prices[kind];
}

/** An id in the manner of Google's services and SKUs, `6F81-5844-456A`. */
export function googleId(...labels: readonly string[]): string {
  const hex = createHash("sha256").update(labels.join("/")).digest("hex").toUpperCase();
  return [hex.slice(0, 4), hex.slice(4, 8), hex.slice(8, 12)].join("-");
}
