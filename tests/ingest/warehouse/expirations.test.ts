/** Which expirations of BigQuery's lose rows that totals count on, and what ends them. */

import { describe, expect, it } from "@jest/globals";

import { expirationFault, type Standing } from "../../../ingest/warehouse/expirations.ts";

const DAY_MS = 86_400_000;
const FOR_GOOD = { location: "US", tableMs: null, partitionMs: null };

function fault(standing: Partial<Standing>, days: number | null = null): string | null {
  return expirationFault(
    [{ dataset: "ai_raw", isThere: true, facts: FOR_GOOD, tables: [], ...standing }],
    {
      lasting: new Set(["ai_raw.raw_fetches", "ai_raw.raw_cursor_events", "ai_raw.raw_imports"]),
      daysKept: () => days,
    },
  );
}

function table(name: string, partitionDays: number | null, deletedOn: string | null = null) {
  return {
    ...{ name, type: "TABLE", partitionMs: partitionDays && partitionDays * DAY_MS },
    deletedMs: deletedOn === null ? null : Date.parse(deletedOn),
  };
}

describe("a dataset", () => {
  it("that keeps what it holds is fine, and so is one that nobody may look into", () => {
    expect(fault({})).toBeNull();
    expect(fault({ facts: null })).toBeNull();
  });

  it("deletes new tables, new partitions or both", () => {
    expect(fault({ facts: { ...FOR_GOOD, tableMs: DAY_MS } })).toBe(
      'BigQuery deletes by itself what totals count on (new tables of ai_raw after 1 day): keep it by ai-spend query "alter schema ai_raw set options (default_table_expiration_days = null);", which BigQuery\'s sandbox allows once billing is on.',
    );
    const both = fault({ facts: { ...FOR_GOOD, tableMs: 90 * DAY_MS, partitionMs: 60 * DAY_MS } });
    expect(both).toContain(
      "(new tables of ai_raw after 90 days, new partitions of ai_raw after 60",
    );
    expect(both).toContain("(default_partition_expiration_days = null);");
  });

  it("is wrong by its default even where raw_days_kept drops pages on purpose", () => {
    const facts = { ...FOR_GOOD, partitionMs: 800 * DAY_MS };
    expect(fault({ facts }, 800)).toMatch(/new partitions of ai_raw after 800 days/);
  });
});

describe("a table", () => {
  it("that is deleted on a day, or whose partitions are, loses what was landed", () => {
    const tables = [table("raw_fetches", 60, "2026-12-24"), table("somebodys_own", 1)];
    expect(fault({ tables })).toMatch(
      /\(ai_raw.raw_fetches on 2026-12-24, partitions of ai_raw.raw_fetches after 60 days\): .*"alter table ai_raw.raw_fetches set options \(expiration_timestamp = null\); alter table ai_raw.raw_fetches set options \(partition_expiration_days = null\);"/,
    );
  });

  it("may drop pages that are kept parsed after raw_days_kept, and not before", () => {
    const after = (days: number, kept: number | null, name = "raw_cursor_events") =>
      fault({ tables: [table(name, days)] }, kept);
    expect(after(800, 800)).toBeNull();
    expect(after(900, 800)).toBeNull();
    expect(after(60, 800)).toContain("set options (partition_expiration_days = 800);");
    expect(after(800, null)).toContain("set options (partition_expiration_days = null);");
    // The list of fetches says whose word counts for a day.
    expect(after(800, 800, "raw_fetches")).toContain("(partition_expiration_days = null);");
    expect(after(800, 800, "raw_imports")).toContain("(partition_expiration_days = null);");
  });

  it("is named among the first three, and each has its statement", () => {
    const tables = ["raw_fetches", "raw_cursor_events", "raw_imports"].map((name) =>
      table(name, 60, "2026-12-24"),
    );
    const says = fault({ tables });
    expect(says).toContain(
      "partitions of ai_raw.raw_fetches after 60 days, ai_raw.raw_cursor_events on 2026-12-24, 3 more)",
    );
    expect(says?.match(/alter table/g)).toHaveLength(6);
  });
});
