/** What goes wrong on purpose. */

import type { Fault, TransportFault } from "../base/faults.ts";

export type CursorFaultKind =
  | TransportFault
  | "401"
  | "429_with_retry_after"
  | "429_without_retry_after"
  | "500"
  | "count_moves"
  | "more_announced"
  | "next_page_past_the_end"
  | "page_comes_back"
  | "unknown_field";

export type CursorFault = Fault<CursorFaultKind>;
