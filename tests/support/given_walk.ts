/** A walk as a story has it: what was asked, by whom and when, and the pages that a vendor answered. */

import { readFileSync } from "node:fs";

export interface GivenWalk {
  readonly connection: string;
  readonly organization_id: string;
  readonly endpoint: string;
  readonly window_start?: string;
  readonly window_end?: string;
  readonly fetched_at: string;
  /** Leaves out the row that makes the pages count. */
  readonly unfinished?: boolean;
  /** The text of each page, character for character as the file has it: 1.10 stays 1.10. */
  readonly pages: readonly string[];
}

/** The walk that a file holds. Throws if a page is neither an object nor a list, or if anything else is one. */
export function readWalk(file: string): GivenWalk {
  const text = readFileSync(file, "utf8");
  const given = JSON.parse(text) as GivenWalk;
  const pages = textsAtDepth(text, 3);
  if (pages.length !== given.pages.length) {
    throw new Error(`${file}: a page is an object or a list, and nothing else in a walk is`);
  }
  return { ...given, pages };
}

/** The text of every object and array that lies in `depth - 1` others. */
function textsAtDepth(json: string, depth: number): readonly string[] {
  const texts: string[] = [];
  let open = 0;
  let start = 0;
  for (const { 0: token, index } of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === "[" || token === "{") {
      open += 1;
      if (open === depth) start = index;
    } else if (token === "]" || token === "}") {
      if (open === depth) texts.push(json.slice(start, index + 1));
      open -= 1;
    }
  }
  return texts;
}
