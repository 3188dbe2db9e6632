/** Which jobs a warehouse remembers, and whose rows it still holds. */

import { describe, expect, it } from "@jest/globals";

import type { Job } from "../../../local/warehouse/api/job.ts";
import { keptJobs, resultOf } from "../../../local/warehouse/api/kept_jobs.ts";
import { done } from "../../../local/warehouse/statements/statement.ts";

function job(id: string, rowCount: number | null, hasEnded = true): Job {
  return {
    ...{ id, configuration: {}, startedAt: 0, error: null, rowsDropped: false },
    endedAt: hasEnded ? 1 : null,
    outcome:
      rowCount === null
        ? null
        : { ...done("SELECT"), read: [], result: { fields: [], rowCount, chunks: [] } },
    ended: Promise.resolve(),
    abandon: () => undefined,
  };
}

function remembered(limits: Parameters<typeof keptJobs>[0], jobs: readonly Job[]) {
  const kept = keptJobs(limits);
  for (const each of jobs) {
    kept.add(each);
    kept.holdRows(each);
  }
  return kept;
}

function rowsOf(jobs: readonly Job[]): readonly (number | null)[] {
  return jobs.map((each) => resultOf(each)?.rowCount ?? null);
}

describe("rows of results", () => {
  it("make room for newer ones, the oldest first, and their job says so", () => {
    const jobs = [job("a", 4), job("b", 3), job("c", 3), job("d", 5)];
    remembered({ jobs: 9, rows: 10 }, jobs);
    expect(rowsOf(jobs)).toEqual([null, null, 3, 5]);
    expect(jobs.map(({ rowsDropped }) => rowsDropped)).toEqual([true, true, false, false]);
  });

  it("stay whatever their number if they are the newest, and what has none drops nothing", () => {
    const jobs = [job("a", 4), job("b", 50), job("c", null), job("d", 0)];
    remembered({ jobs: 9, rows: 10 }, jobs);
    expect(rowsOf(jobs)).toEqual([null, 50, null, 0]);
  });

  it("of a dry run are nobody's, and count for nothing", () => {
    const kept = keptJobs({ jobs: 9, rows: 10 });
    const [dry, first, second] = [job("dry", 9), job("a", 5), job("b", 5)];
    kept.holdRows(dry);
    for (const each of [first, second]) {
      kept.add(each);
      kept.holdRows(each);
    }
    expect(rowsOf([dry, first, second])).toEqual([9, 5, 5]);
  });
});

describe("jobs", () => {
  it("are forgotten oldest first once they have ended, and give their rows' room back", () => {
    const running = job("a", null, false);
    const jobs = [running, job("b", 6), job("c", 4), job("d", 6)];
    const kept = remembered({ jobs: 3, rows: 10 }, jobs);
    expect(kept.list().map(({ id }) => id)).toEqual(["d", "c", "a"]);
    expect([kept.has("b"), kept.get("a")]).toEqual([false, running]);
    expect(rowsOf(jobs.slice(2))).toEqual([4, 6]);
  });
});
