/** Which laws each mart stands behind, from docs/dictionary.md; none where there are no documents. */

import { isSpendError } from "../../ingest/errors.ts";
import { documentText } from "../shared/document_text.ts";
import type { MartLaws } from "./charge_tree.ts";

export function martLaws(): MartLaws {
  try {
    return readLaws(documentText("docs/dictionary.md"));
  } catch (error) {
    if (isSpendError(error)) return new Map();
    throw error;
  }
}

/** By the mart's name, in sentences. Pure. */
export function readLaws(dictionary: string): MartLaws {
  const tables = dictionary.split(/^### /m).slice(1);
  return new Map(
    tables.map((section) => {
      const [name = ""] = section.split("\n");
      const [, laws = ""] = /^- Laws: (.*)$/m.exec(section) ?? [];
      return [name, [...laws.matchAll(/\[([^\]]+)\]\(#law_/g)].map(([, law = ""]) => law)];
    }),
  );
}
