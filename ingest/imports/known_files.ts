/**
 * What a file is that was given to the wrong import: told by its header, or by the first of its JSON lines. People
 * have many exports that look alike, and the fault of a column says nothing to them.
 */

import { ConfigError } from "../errors.ts";
import { KINDS } from "./kinds.ts";
import { headerOf } from "./read_csv.ts";
import { REPORT_KINDS } from "./report_kinds.ts";

interface KnownFile {
  /** As typed: `import <kind> <file>`; null for a file that no import takes. */
  readonly kind: string | null;
  /** Goes on from "export.csv is". */
  readonly what: string;
  /** What to do instead. */
  readonly help: string;
}

/** Names that a header must have, in the form that `headerOf` gives them, and what the file is then. */
const WITHOUT_IMPORT: readonly (KnownFile & { readonly has: readonly string[] })[] = [
  {
    has: ["usage_date_utc", "usage_input_tokens_no_cache"],
    kind: null,
    what: "the Console's usage export, which has tokens and no dollars",
    help: "export the Console's cost page (Cost, then Export) and import that as claude-console-cost",
  },
  {
    has: ["user", "lines_this_month"],
    kind: null,
    what: "the Console's export of Claude Code's team page, which has no dollars of the bill",
    help: "export the Console's cost page (Cost, then Export) and import that as claude-console-cost",
  },
  {
    has: ["billing_account_id", "project_id", "sku_description"],
    kind: null,
    what: "a table of Google's billing reports",
    help: "import the billing export that Google writes into BigQuery, as newline-delimited JSON, as gcp-billing-export",
  },
];

/** Names that stand in the first JSON object, quoted. */
const JSON_FILES: readonly (KnownFile & { readonly has: string })[] = [
  byImport("protopayload_auditlog", "gcp-audit-logs", "Google's audit log"),
  byImport("usage_start_time", "gcp-billing-export", "Google's billing export"),
  {
    has: "protoPayload",
    kind: null,
    what: "a log as Cloud Logging itself writes it",
    help: "import the table that its sink fills in BigQuery, as newline-delimited JSON, as gcp-audit-logs",
  },
];

/** Throws ConfigError if the text is known to be of another kind than the one it was given for. */
export function refuseOtherFile(kind: string, fileName: string, text: string): void {
  const found = recognise(text);
  if (found === null || found.kind === kind) return;
  throw new ConfigError(
    `${fileName} is ${found.what}, and was given to the import of ${kind}: ${found.help}.`,
  );
}

function recognise(text: string): KnownFile | null {
  const start = text.replace(/^\ufeff/, "").trimStart();
  if (/^[[{]/.test(start)) {
    const beginning = start.slice(0, 20_000);
    return JSON_FILES.find(({ has }) => beginning.includes(`"${has}"`)) ?? null;
  }
  const header = new Set(headerOf(start));
  const hasAll = (names: readonly string[]) => names.every((name) => header.has(name));
  const known = WITHOUT_IMPORT.find(({ has }) => hasAll(has));
  if (known !== undefined) return known;
  const report = REPORT_KINDS.find(({ needed }) => hasAll(needed));
  const kind = report ?? KINDS.find((each) => hasAll(neededOf(each)));
  return kind === undefined ? null : byImport("", kind.name, `a file of the kind ${kind.name}`);
}

function neededOf({ columns, mayMiss }: (typeof KINDS)[number]): readonly string[] {
  return Object.keys(columns).filter((name) => !mayMiss.includes(name));
}

function byImport(has: string, kind: string, what: string): KnownFile & { readonly has: string } {
  return { has, kind, what, help: `import it as ${kind}` };
}
