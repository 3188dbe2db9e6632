/** Which fetch holds the pages of an answer that says nothing new. */

import { describe, expect, it } from "@jest/globals";

import { createHistory, type EarlierFetch } from "../../../ingest/land/history.ts";

function fetched(day: string, sameAsFetchId: string | null, contentSha256 = "a"): EarlierFetch {
  return {
    fetchId: day,
    runId: day,
    endpoint: "members",
    params: "{}",
    contentSha256,
    sameAsFetchId,
    fetchedAt: `${day}T06:00:00.000Z`,
    dayTotals: null,
  };
}

/** What holds the directory of content `a` after these fetches, at the time of the newest. */
function holder(...fetches: readonly EarlierFetch[]): string | null {
  return holderOn(Math.max(...fetches.map(({ fetchedAt }) => Date.parse(fetchedAt))), fetches);
}

function holderOn(fetchedAtMs: number, fetches: readonly EarlierFetch[]): string | null {
  const answer = { endpoint: "members", params: "{}", contentSha256: "a", fetchedAtMs };
  return createHistory(fetches).holderOf(answer);
}

describe("the holder of an answer that says nothing new", () => {
  it("is the fetch that landed its pages", () => {
    expect(holder(fetched("2026-01-01", null))).toBe("2026-01-01");
    expect(holder(fetched("2026-01-01", null), fetched("2026-12-31", "2026-01-01"))).toBe(
      "2026-01-01",
    );
  });

  it("is none where the newest answer said something else", () => {
    expect(holder(fetched("2026-01-01", null), fetched("2026-01-02", null, "b"))).toBeNull();
  });

  it("is none for pages of a year ago, which land again before a warehouse may drop them", () => {
    expect(holder(fetched("2026-01-01", null), fetched("2027-01-01", "2026-01-01"))).toBeNull();
  });

  it("is none for pages of a year ago where nobody has asked since", () => {
    const fetches = [fetched("2024-01-01", null), fetched("2024-02-01", "2024-01-01")];
    expect(holderOn(Date.parse("2024-12-30T06:00:00Z"), fetches)).toBe("2024-01-01");
    expect(holderOn(Date.parse("2026-03-01T06:00:00Z"), fetches)).toBeNull();
  });

  it("is none for pages that the warehouse has dropped", () => {
    expect(holder(fetched("2026-03-01", "2024-02-29"))).toBeNull();
  });
});
