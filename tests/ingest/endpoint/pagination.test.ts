/** A walk over pages ends on has_more: false or throws. */

import { describe, expect, it } from "@jest/globals";

import { ContractError } from "../../../ingest/errors.ts";
import { AFTER_ID, type Page, PAGE_TOKEN, walkPages } from "../../../ingest/endpoint/pagination.ts";

async function walked(pages: readonly Page[], pageLimit = 100): Promise<(string | null)[]> {
  const asked: (string | null)[] = [];
  const fetchPage = (cursor: string | null): Promise<Page> => {
    asked.push(cursor);
    return Promise.resolve(pages[asked.length - 1] ?? { hasMore: false, nextCursor: null });
  };
  const walk = walkPages(fetchPage, { pageLimit });
  while (!(await walk.next()).done);
  return asked;
}

function more(nextCursor: string | null): Page {
  return { hasMore: true, nextCursor };
}

const END = { hasMore: false, nextCursor: null };

describe("a walk", () => {
  it("goes on to the last page (museum 2: first page only)", async () => {
    expect(await walked([more("a"), more("b"), END])).toEqual([null, "a", "b"]);
  });

  it("ends on has_more: false even if a cursor is there, as directories send it", async () => {
    expect(await walked([{ hasMore: false, nextCursor: "last" }])).toEqual([null]);
  });

  it("refuses has_more without a cursor (museum 5)", async () => {
    await expect(walked([more(null)])).rejects.toThrow(ContractError);
    await expect(walked([more("")])).rejects.toThrow(/has_more without a cursor/);
  });

  it("refuses a cursor that comes back", async () => {
    await expect(walked([more("a"), more("b"), more("a"), END])).rejects.toThrow(/came back twice/);
  });

  it("refuses a vendor that never ends", async () => {
    const endless = Array.from({ length: 50 }, (_, index) => more(`cursor ${index}`));
    await expect(walked(endless, 20)).rejects.toThrow(/still has_more after 20 pages/);
  });
});

describe("the cursor", () => {
  it("of a report is next_page and goes into page", () => {
    expect(PAGE_TOKEN.parameter).toBe("page");
    expect(PAGE_TOKEN.read({ has_more: true, next_page: "p" })).toEqual(more("p"));
  });

  it("of a directory is last_id and goes into after_id", () => {
    expect(AFTER_ID.parameter).toBe("after_id");
    expect(AFTER_ID.read({ has_more: true, last_id: "u" })).toEqual(more("u"));
  });
});
