/** One request of the REST API as its handler sees it, and what the handler answers. */

import type { IncomingMessage } from "node:http";

import { invalid } from "../store/api_error.ts";
import type { Engine } from "../store/engine.ts";
import type { Jobs } from "./jobs.ts";

/** What the server holds for as long as it runs. */
export interface Served {
  readonly engine: Engine;
  readonly jobs: Jobs;
  readonly uploadFolder: string;
  /** What every address begins with, before the request's own. */
  readonly prefix: string;
  readonly pendingUploads: Map<string, PendingUpload>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** One request. */
export interface Call extends Served {
  readonly request: IncomingMessage;
  /** The parts of the path that stand for names. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly isUpload: boolean;
}

export interface Answer {
  /** 200 unless told. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Null for an empty body. */
  readonly body: object | null;
}

/** A resumable upload between its first request and its last piece. */
export interface PendingUpload {
  readonly resource: unknown;
  readonly file: string;
  bytes: number;
}

/** A page of a list by maxResults and pageToken. Throws 400 for a token that is none. */
export function paged<Item>(
  all: readonly Item[],
  query: Readonly<Record<string, string>>,
  otherwise: number,
): { readonly items: readonly Item[]; readonly nextPageToken?: string } {
  const start = Number(query["pageToken"] ?? 0);
  const limit = Number(query["maxResults"] ?? otherwise);
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(limit) || start < 0 || limit < 0) {
    throw invalid("Invalid value for maxResults or pageToken");
  }
  const end = start + (limit === 0 ? otherwise : limit);
  const items = all.slice(start, end);
  return end < all.length ? { items, nextPageToken: String(end) } : { items };
}
