/** What Anthropic's reports call the kinds of tokens. */

import type { TokenKind } from "../organization/model.ts";

export const TOKEN_TYPES = {
  uncachedInput: { type: "uncached_input_tokens", text: "Input Tokens" },
  cacheWrite5m: {
    type: "cache_creation.ephemeral_5m_input_tokens",
    text: "Input Tokens, Cache Write",
  },
  cacheWrite1h: {
    type: "cache_creation.ephemeral_1h_input_tokens",
    text: "Input Tokens, Cache Write",
  },
  cacheRead: { type: "cache_read_input_tokens", text: "Input Tokens, Cache Hit" },
  output: { type: "output_tokens", text: "Output Tokens" },
} as const satisfies Readonly<Record<TokenKind, { readonly type: string; readonly text: string }>>;

export type TokenType = (typeof TOKEN_TYPES)[TokenKind]["type"];
