/** A file as text and as rows of `ai_raw`, in the form that a walk of one page has. Pure. */

import { createHash } from "node:crypto";

import { decode as utf8 } from "../ask/answer_text.ts";
import { midnight } from "../dates.ts";
import { ConfigError, TransportError } from "../errors.ts";
import { withoutKeys } from "../key_shapes.ts";
import type { DayTotal } from "../walk/walk_totals.ts";
import type { Row } from "../warehouse/warehouse.ts";
import type { Window } from "../endpoint/windows.ts";
import { type Fault, faultsText } from "./faults.ts";

/** Vendor, connection and, where nothing else is said, organization of what people import. */
export const IMPORT = "import";

/** One row of the warehouse holds a whole file, and BigQuery's largest JSON row is 100 MB. */
export const MAX_MEGABYTES = 64;

/** Keeps a byte order mark, so that the landed text is the file's. Throws ConfigError. */
export function decode(bytes: Uint8Array, fileName: string): string {
  if (bytes.byteLength > MAX_MEGABYTES * 1024 * 1024) {
    throw new ConfigError(
      `${fileName} is larger than ${MAX_MEGABYTES} MB: no list of this kind is; check the file.`,
    );
  }
  const content = utf8(bytes);
  // A file of two bytes a character can look like UTF-8 with a zero at every other place.
  if (content === null || content.includes("\0")) {
    throw new ConfigError(
      `${fileName} is not UTF-8 text: save it as CSV UTF-8 and import it again.`,
    );
  }
  return content;
}

/** Throws ConfigError, naming every fault, if there is one. */
export function refuse(fileName: string, faults: readonly Fault[]): void {
  if (faults.length > 0) throw new ConfigError(faultsText(fileName, faults));
}

/** How an import keeps others away while it reads and writes. */
export type Exclusively = <T>(work: () => Promise<T>) => Promise<T>;

/** For who is alone anyway. */
export const alone: Exclusively = (work) => work();

/** Until something is written there is nothing to finish. Throws TransportError. */
export function stopIfAsked({
  signal,
  fileName,
}: {
  readonly signal?: AbortSignal | undefined;
  readonly fileName: string;
}): void {
  if (signal?.aborted !== true) return;
  throw new TransportError(
    `Interrupted: nothing of ${fileName} was imported; run the command again.`,
  );
}

export interface File {
  /** Name of the kind, which is the endpoint of the fetch. */
  readonly kind: string;
  /** Name of the file, without its folder; a key in it is not landed. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly content: string;
  readonly rowCount: number;
  /** Pages that the import lands; 1 if left out. */
  readonly pageCount?: number;
  readonly fetchId: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  readonly loaderVersion: string;
}

/** What a vendor's own file says beside its rows. */
export interface Said {
  readonly organizationId: string;
  readonly window: Window;
  /** Exact US dollars of the whole file. */
  readonly amountUsd: string;
  /** Null where the file has no days. */
  readonly dayTotals: readonly DayTotal[] | null;
}

/** The page with the exact text, and the row of `raw_fetches` that makes it count. */
export function landedFile(
  file: File,
  said: Said | null = null,
): { readonly fetchRow: Row; readonly pageRow: Row } {
  const { fetchId } = file;
  const fetchedAt = new Date(file.nowMs).toISOString();
  const sha256 = createHash("sha256").update(file.bytes).digest("hex");
  const pageRow: Row = {
    fetch_id: fetchId,
    page_number: 1,
    fetched_at: fetchedAt,
    body: file.content,
    body_sha256: sha256,
  };
  const dayTotals = said?.dayTotals ?? null;
  const fetchRow: Row = {
    fetch_id: fetchId,
    connection: IMPORT,
    vendor: IMPORT,
    endpoint: file.kind,
    organization_id: said?.organizationId ?? IMPORT,
    params: JSON.stringify({ file: withoutKeys(file.fileName) }),
    window_start: said === null ? null : midnight(said.window.start),
    window_end: said === null ? null : midnight(said.window.end),
    page_count: file.pageCount ?? 1,
    row_count: file.rowCount,
    same_as_fetch_id: null,
    amount_total: said?.amountUsd ?? null,
    unit: said === null ? null : "usd",
    fetched_at: fetchedAt,
    loader_version: file.loaderVersion,
    run_id: fetchId,
    content_sha256: createHash("sha256").update(sha256).digest("hex"),
    day_totals: dayTotals === null ? null : JSON.stringify(dayTotals),
  };
  return { pageRow, fetchRow };
}
