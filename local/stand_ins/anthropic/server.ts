/**
 * A stand-in for Anthropic's Admin API on 127.0.0.1 that answers as the vendor documents it, for
 * invented organizations whose truth is known, and fails on demand. See README.md beside it.
 */

import { anthropicReply, type Fault, type FaultKind } from "../base/anthropic_answer.ts";
import { type StandIn, startStandIn } from "../base/server.ts";
import { answer, FORBIDDEN, type Served } from "./router.ts";

export { type Fault, type FaultKind } from "../base/anthropic_answer.ts";
export { adminKeyOf, type AnalyticsSwitch } from "./router.ts";

/** Organizations are chosen by the Admin key of a call, see `adminKeyOf`. */
export interface AnthropicOptions extends Served {
  /** Epoch milliseconds; asked on each call. */
  readonly now: () => number;
  readonly faults?: readonly Fault[];
}

export type AnthropicServer = StandIn<FaultKind>;

/** Listens on a free port of 127.0.0.1. */
export function startAnthropic(options: AnthropicOptions): Promise<AnthropicServer> {
  return startStandIn(options.faults ?? [], (asked, fault) =>
    anthropicReply(
      asked,
      fault,
      (url) => answer({ ...asked, url }, options, options.now()),
      FORBIDDEN,
    ),
  );
}
