/** Walks a cursor to its end, or throws: a ledger cannot use a partial answer. */

import { ContractError } from "../errors.ts";

export interface Page {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
}

/**
 * Yields every page of an answer. Neither an empty page, a missing cursor, a repeated cursor nor the page
 * limit ends the walk quietly: it ends on `has_more: false` or throws ContractError. Pages are yielded
 * before the walk is known to be whole.
 */
export async function* walkPages<P extends Page>(
  fetchPage: (cursor: string | null) => Promise<P>,
  { pageLimit }: { readonly pageLimit: number },
): AsyncGenerator<P> {
  const seen = new Set<string>();
  let cursor: string | null = null;

  for (let pageNumber = 1; pageNumber <= pageLimit; pageNumber += 1) {
    const page: P = await fetchPage(cursor);
    yield page;
    cursor = cursorAfter(page, pageNumber);
    if (cursor === null) return;
    if (seen.has(cursor)) {
      throw new ContractError(
        `The cursor after page ${pageNumber} came back twice, so the walk would never end; report it to the vendor.`,
      );
    }
    seen.add(cursor);
  }

  throw new ContractError(
    `There is still has_more after ${pageLimit} pages; ask for a shorter range with --from and --to.`,
  );
}

/** The next cursor, null at the end, or ContractError where there can be neither. */
export function cursorAfter({ hasMore, nextCursor }: Page, pageNumber: number): string | null {
  if (!hasMore) return null;
  if (nextCursor === null || nextCursor === "") {
    throw new ContractError(
      `Page ${pageNumber} says has_more without a cursor to go on with, so the answer is not whole; report it to the vendor.`,
    );
  }
  return nextCursor;
}

/** Reports: `next_page` goes into the parameter `page`. */
export const PAGE_TOKEN = {
  parameter: "page",
  read: (envelope: { readonly has_more: boolean; readonly next_page: string | null }): Page => ({
    hasMore: envelope.has_more,
    nextCursor: envelope.next_page,
  }),
} as const;

/** Directories: `last_id` goes into the parameter `after_id`; an offset would be ignored (the vendor's reference). */
export const AFTER_ID = {
  parameter: "after_id",
  read: (envelope: { readonly has_more: boolean; readonly last_id: string | null }): Page => ({
    hasMore: envelope.has_more,
    nextCursor: envelope.last_id,
  }),
} as const;
