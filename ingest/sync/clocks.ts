/**
 * This machine's clock against the vendors' and the warehouse's. Days to ask for come from it, and the newest fetch
 * speaks for a day: one clock that is ahead would make right answers of later runs count for nothing.
 */

import type { HttpSend } from "../ask/exchange.ts";
import { ConfigError } from "../errors.ts";
import { cellText } from "../warehouse/cells.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** Windows end at a midnight and certificates and tokens have a time, so that a minute is too much. */
export const SKEW_LIMIT_S = 60;

export interface Clocks {
  /**
   * Sends as the given one does, and hears what time it is there. Once `refuseSkew` has found the clocks alike, throws
   * ConfigError where an answer says that this one has jumped since: its walk is not landed.
   */
  readonly send: HttpSend;
  /** Throws ConfigError if a vendor that has answered, or the warehouse, has another time. */
  readonly refuseSkew: (warehouse: Pick<Warehouse, "query">) => Promise<void>;
}

interface Heard {
  readonly who: string;
  readonly aheadS: number;
}

export function clocksOf(send: HttpSend, now: () => number): Clocks {
  const heard: Heard[] = [];
  let wereAlike = false;
  const refuse = (what: string): void => {
    const worst = heard.find(({ aheadS }) => Math.abs(aheadS) > SKEW_LIMIT_S);
    if (worst !== undefined) throw new ConfigError(skewText(worst, what));
  };
  /** A slow answer may have been written at any time between question and now. */
  const hear = (who: string, saidMs: number, askedMs: number) => {
    const answeredMs = now();
    if (Number.isNaN(saidMs)) return;
    const aheadMs = (askedMs + answeredMs) / 2 - saidMs;
    const doubtMs = (answeredMs - askedMs) / 2;
    const surelyMs = Math.max(0, Math.abs(aheadMs) - doubtMs);
    heard.push({ who, aheadS: Math.round((Math.sign(aheadMs) * surelyMs) / 1000) });
  };
  return {
    send: async (request, signal) => {
      const askedMs = now();
      const answer = await send(request, signal);
      // The header has whole seconds.
      hear(request.url.host, Date.parse(answer.headers["date"] ?? "") + 500, askedMs);
      if (wereAlike) refuse("what was asked since it jumped is not landed");
      return answer;
    },
    refuseSkew: async (warehouse) => {
      const askedMs = now();
      const { rows } = await warehouse.query("select current_timestamp() as now");
      hear("the warehouse", Date.parse(cellText(rows[0]?.["now"])), askedMs);
      refuse("no report was asked for");
      wereAlike = true;
    },
  };
}

function skewText({ who, aheadS }: Heard, what: string): string {
  const side = aheadS > 0 ? "ahead of" : "behind";
  return `This machine's clock is ${Math.abs(aheadS)} s ${side} ${who}, and ${what}: set it, best by NTP, and run the command again.`;
}
