/** What the wire says beside the answer itself: whether anybody is there, and what time it is there. */

import type { HttpAnswer, HttpSend } from "../../ingest/ask/exchange.ts";
import { networkFault } from "../../ingest/ask/network_words.ts";
import { SKEW_LIMIT_S } from "../../ingest/sync/clocks.ts";
import type { DoctorEffects } from "./effects.ts";
import { type Finding, ok, wrong, wrongNow } from "./finding.ts";

/** Filled while a question is under way, whatever the program makes of the answer. */
export interface Heard {
  answer: HttpAnswer | null;
  failure: unknown;
  /** Seconds by which this machine's clock is ahead of the answer's; null without a date. */
  aheadSeconds: number | null;
}

export function nothingHeard(): Heard {
  return { answer: null, failure: null, aheadSeconds: null };
}

/** Sends as `send` does, and writes down what it hears. */
export function listening(
  { send, now }: Pick<DoctorEffects, "send" | "now">,
  heard: Heard,
): HttpSend {
  return async (request, signal) => {
    const askedMs = now();
    try {
      const answer = await send(request, signal);
      const saidMs = Date.parse(answer.headers["date"] ?? "");
      // The header has whole seconds; the answer was written some time between question and now.
      const aheadMs = (askedMs + now()) / 2 - (saidMs + 500);
      heard.answer = answer;
      heard.aheadSeconds = Number.isNaN(saidMs) ? null : Math.round(aheadMs / 1000);
      return answer;
    } catch (error) {
      heard.failure = signal?.aborted === true ? { code: "ETIMEDOUT" } : error;
      throw error;
    }
  };
}

export function networkFinding(address: string, { answer, failure }: Heard): Finding {
  if (answer !== null) return ok("network", `${address} answers.`);
  const { says, mayPass } = networkFault(failure);
  return (mayPass ? wrongNow : wrong)("network", `${address} ${says}`);
}

/** Null if no time was heard. */
export function clockFinding(address: string, { aheadSeconds }: Heard): Finding | null {
  if (aheadSeconds === null) return null;
  const { host } = new URL(address);
  if (Math.abs(aheadSeconds) <= SKEW_LIMIT_S) {
    return ok("clock", `This machine's clock agrees with ${host} to the minute.`);
  }
  return wrong(
    "clock",
    `This machine's clock is ${Math.abs(aheadSeconds)} s ${aheadSeconds > 0 ? "ahead of" : "behind"} ${host}: set it, best by NTP.`,
  );
}
