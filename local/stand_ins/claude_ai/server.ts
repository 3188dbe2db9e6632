/**
 * A stand-in for claude.ai's Enterprise Analytics API on 127.0.0.1: the invented people of `../organization/`,
 * whose truth is known request by request, and faults on demand. See README.md beside it.
 */

import { anthropicReply, type Fault, type FaultKind } from "../base/anthropic_answer.ts";
import { type StandIn, startStandIn } from "../base/server.ts";
import { type ClaudeAi, claudeAiOf, type ClaudeAiOptions } from "../organization/claude_ai.ts";
import { HOUR_MS } from "../organization/days.ts";
import type { Organization } from "../organization/index.ts";
import { rbacGroups } from "../organization/rbac_groups.ts";
import { analyticsKeyOf, answer, FORBIDDEN } from "./router.ts";

export { analyticsKeyOf } from "./router.ts";

export interface ClaudeAiServerOptions extends ClaudeAiOptions {
  readonly organization: Organization;
  /** Epoch milliseconds; asked on each call. */
  readonly now: () => number;
  readonly faults?: readonly Fault[];
}

export interface ClaudeAiServer extends StandIn<FaultKind> {
  readonly key: string;
  readonly claudeAi: ClaudeAi;
  /** Refreshes the data out of turn, so that every cursor expires. */
  refresh(): void;
}

/** Data are refreshed every four hours (the vendor's reference). */
const REFRESH_MS = 4 * HOUR_MS;

/** The instant as of which reports answer at `now`: the truth to compare them with is the one of then. */
export function refreshedAt(now: number): number {
  return now - (now % REFRESH_MS);
}

/** Listens on a free port of 127.0.0.1. */
export async function startClaudeAi(options: ClaudeAiServerOptions): Promise<ClaudeAiServer> {
  const claudeAi = claudeAiOf(options.organization, options);
  const groupsOf = rbacGroups(options.organization);
  let refreshCount = 0;
  const standIn = await startStandIn(options.faults ?? [], (asked, fault) => {
    const now = options.now();
    const state = { claudeAi, groupsOf, now, refreshedAt: refreshedAt(now), refreshCount };
    return anthropicReply(asked, fault, (url) => answer({ ...asked, url }, state), FORBIDDEN);
  });
  return {
    ...standIn,
    key: analyticsKeyOf(claudeAi),
    claudeAi,
    refresh: () => {
      refreshCount += 1;
    },
  };
}
