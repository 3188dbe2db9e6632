/** What each vendor of the demo truly billed for use, by platform, person and month. */

import type { PlatformTruth } from "./platforms.ts";
import type { DemoVendors } from "./vendors.ts";
import { claudeAiTruth } from "../../local/stand_ins/organization/claude_ai.ts";
import { refreshedAt } from "../../local/stand_ins/claude_ai/server.ts";
import type { GoogleExport } from "../../local/stand_ins/google/index.ts";
import { cursorTruth } from "../../local/stand_ins/organization/cursor_truth.ts";
import { type Organization, truthOf } from "../../local/stand_ins/organization/index.ts";

export interface DemoTruth {
  readonly platforms: readonly PlatformTruth[];
  /** Nano-dollars used from `start` up to `end`, a day that is not in it. */
  monthNanoUsd(month: { readonly start: string; readonly end: string }): {
    readonly console: bigint;
    readonly claudeAi: bigint;
    readonly cursor: bigint;
  };
}

/** As of `now` (epoch milliseconds), the last time that the loader asked. */
export function demoTruth(
  organizations: readonly Organization[],
  vendors: Pick<DemoVendors, "claudeAi" | "cursor">,
  google: GoogleExport,
  now: number,
): DemoTruth {
  const console = sumsOf(organizations.flatMap((each) => [...truthOf(each, now).perDayNanoUsd()]));
  const claudeAi = claudeAiTruth(vendors.claudeAi.claudeAi, refreshedAt(now));
  const cursor = cursorTruth(vendors.cursor.team, now);
  return {
    platforms: [
      { platforms: ["claude_api", "claude_code"], total: total(console), people: null },
      {
        platforms: ["claude_ai"],
        total: claudeAi.totalNanoUsd(),
        people: emailsOf(
          [...claudeAi.perPersonDayNanoUsd()].map(([label, usd]) => [label.slice(11), usd]),
        ),
      },
      {
        platforms: ["cursor"],
        total: cursor.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0n),
        people: emailsOf(cursor.map(({ person, costNanoUsd }) => [person ?? "", costNanoUsd])),
      },
      {
        platforms: ["vertex_ai"],
        total: google.truth.totalNanoUsd(),
        people: google.truth.perPersonNanoUsd(),
      },
    ],
    monthNanoUsd: ({ start, end }) => {
      const within = (days: ReadonlyMap<string, bigint>) =>
        total(new Map([...days].filter(([day]) => day >= start && day < end)));
      return {
        console: within(console),
        claudeAi: within(claudeAi.perDayNanoUsd()),
        cursor: within(sumsOf(cursor.map(({ day, costNanoUsd }) => [day, costNanoUsd]))),
      };
    },
  };
}

/** Sums by label. */
function sumsOf(entries: readonly (readonly [string, bigint])[]): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const [label, usd] of entries) sums.set(label, (sums.get(label) ?? 0n) + usd);
  return sums;
}

/** Service accounts and accounts that were deleted have no address, so nobody's cost is compared with theirs. */
function emailsOf(entries: readonly (readonly [string, bigint])[]): ReadonlyMap<string, bigint> {
  return sumsOf(entries.filter(([label]) => label.includes("@")));
}

function total(sums: ReadonlyMap<string, bigint>): bigint {
  return [...sums.values()].reduce((sum, usd) => sum + usd, 0n);
}
