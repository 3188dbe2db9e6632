/** Answers that break the vendor's own contract, or that fall apart over pages, made from good ones. Pure. */

import type { CursorFaultKind } from "./faults.ts";
import type { CursorAnswer } from "./wire.ts";

/** The answer as the fault leaves it; other kinds of fault leave it as it is. */
export function spoilt(kind: CursorFaultKind | null, answer: CursorAnswer): CursorAnswer {
  switch (kind) {
    case "next_page_past_the_end":
      return inPagination(answer, () => ({ hasNextPage: true }));
    case "page_comes_back":
      return inPagination(answer, (pagination) => ({
        hasNextPage: true,
        ...("currentPage" in pagination ? { currentPage: 1 } : { page: 1 }),
      }));
    case "more_announced":
    case "count_moves":
      return { ...answer, totalUsageEventsCount: Number(answer["totalUsageEventsCount"]) + 1 };
    case "unknown_field":
      return { ...answer, brandNewField: 1 };
    default:
      return answer;
  }
}

type Pagination = Readonly<Record<string, unknown>>;

function inPagination(
  answer: CursorAnswer,
  change: (pagination: Pagination) => Pagination,
): CursorAnswer {
  const pagination = answer["pagination"] as Pagination | undefined;
  if (pagination === undefined) return answer;
  return { ...answer, pagination: { ...pagination, ...change(pagination) } };
}
