/** What happens on claude.ai, as its reports are made of it. Instants are epoch milliseconds. */

import type { Day, TokenKind, Tokens } from "./model.ts";

/** A part of what one request cost. */
export interface ClaudeAiCost {
  readonly costType: "code_execution" | "tokens" | "web_search";
  readonly tokenKind: TokenKind | null;
  readonly listNanoUsd: bigint;
  /** After discount; a whole number of ten nano-dollars, the sixth decimal of a cent. */
  readonly nanoUsd: bigint;
}

export interface ClaudeAiUse {
  readonly at: number;
  /** Reports show it from this instant … */
  readonly appearsAt: number;
  /** … until this one; Infinity for all but what a reconciliation takes back. */
  readonly vanishesAt: number;
  /** null: not tied to a seat, as automation and Slack. */
  readonly userId: string | null;
  /** null for sandbox spans. */
  readonly product: string | null;
  readonly model: string | null;
  readonly contextWindow: "0-200k" | "200k-1M" | null;
  readonly inferenceGeo: "global" | "us" | null;
  readonly speed: "fast" | "standard";
  readonly slackChannelId: string | null;
  readonly tokens: Tokens;
  readonly webSearches: number;
  readonly costs: readonly ClaudeAiCost[];
}

export interface ClaudeAiUser {
  readonly userId: string;
  /** null for the vendor's service, which has no mailbox. */
  readonly email: string | null;
  readonly name: string;
  readonly team: string | null;
  /** From this instant on no member any more; name and e-mail stay. */
  readonly removedAt: number;
  /** From this instant on the account is gone, and name and e-mail with it. */
  readonly deletedAt: number;
}

export interface ClaudeAi {
  readonly slug: string;
  readonly organizationId: string;
  readonly users: readonly ClaudeAiUser[];
  readonly uses: ReadonlyMap<Day, readonly ClaudeAiUse[]>;
}
