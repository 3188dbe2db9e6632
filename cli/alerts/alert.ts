/** An event that deserves a look, and the one line that says so to a machine. Pure. */

import { createHash } from "node:crypto";

export type Severity = "WARNING" | "ERROR";

/** How names from the data are written: hidden in a log line, as they are in the digest. */
export interface Naming {
  readonly person: (name: string) => string;
  /** Anything but a person: a team, a key, a model, a connection. */
  readonly thing: (name: string) => string;
}

export interface Alert {
  /** Hash of kind and grain, never of amounts, so that an event that grows stays the same event. */
  readonly id: string;
  readonly kind: string;
  readonly severity: Severity;
  /** The number that fired it, exact decimal text; null where there is none. */
  readonly measured: string | null;
  /** The threshold in force, exact decimal text; null where there is none. */
  readonly threshold: string | null;
  /** One sentence: what happened, to what. */
  readonly say: (naming: Naming) => string;
}

/** Log lines outlive the warehouse's own rules about who may read what, so that they hold no address. */
export const HIDDEN: Naming = {
  person: pseudonym,
  thing: (name) => (name.includes("@") ? pseudonym(name) : name),
};

export const AS_WRITTEN: Naming = { person: (name) => name, thing: (name) => name };

/** An alert, its id made of kind and grain. */
export function alertOf({
  grain,
  ...alert
}: Omit<Alert, "id"> & { readonly grain: readonly (string | null)[] }): Alert {
  return { ...alert, id: sha256(JSON.stringify([alert.kind, ...grain])).slice(0, 32) };
}

/** Cloud Logging takes lines of 256 KB; what goes beyond this waits for the next run. */
const LONGEST_LINE = 100_000;

/** Letters of `summary`, which goes into the subject or the text of a mail. */
const LONGEST_SUMMARY = 500;

export interface AlertLine {
  /** One JSON line, ending in a newline. */
  readonly text: string;
  /** The alerts that it holds; the others did not fit. */
  readonly said: readonly Alert[];
}

/**
 * One line for all that is new, errors first and broken laws before all, because a policy opens at most one incident
 * in five minutes and twenty a day. `severity` and `message` are the names that Cloud Logging knows; `event`, `count`
 * and `summary` are what the alert policy of `infra/alerts.tf` matches and extracts. Null if there is nothing new.
 */
export function alertLine(news: readonly Alert[], runId: string): AlertLine | null {
  const said: Alert[] = [];
  const entries: string[] = [];
  let length = 0;
  for (const alert of [...news].sort((left, right) => rank(left) - rank(right))) {
    const entry = JSON.stringify(entryOf(alert));
    length += Buffer.byteLength(entry) * 2;
    if (length > LONGEST_LINE && said.length > 0) break;
    said.push(alert);
    entries.push(entry);
  }
  const [first] = said;
  if (first === undefined) return null;
  const head = {
    severity: said.some(({ severity }) => severity === "ERROR") ? "ERROR" : "WARNING",
    message: said.map(({ say }) => say(HIDDEN)).join("\n"),
    event: "alerts",
    run_id: runId,
    count: said.length,
    waiting: news.length - said.length,
    summary: summaryOf(said),
  };
  const text = `${JSON.stringify(head).slice(0, -1)},"alerts":[${entries.join(",")}]}\n`;
  return { text, said };
}

/** A law that is broken holds back marts, so that everything else may be old news. */
function rank({ kind, severity }: Alert): number {
  if (kind === "failed_assertion" || kind === "unreadable_assertion") return 0;
  return severity === "ERROR" ? 1 : 2;
}

function entryOf({ id, kind, severity, measured, threshold, say }: Alert) {
  return { id, kind, severity, message: say(HIDDEN), measured, threshold };
}

function summaryOf(said: readonly Alert[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of said) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [...counts].map(([kind, count]) => `${count} ${kind}`).join(", ");
  const sentences = `${kinds}. ${said.map(({ say }) => say(HIDDEN)).join(" ")}`;
  return sentences.length > LONGEST_SUMMARY
    ? `${sentences.slice(0, LONGEST_SUMMARY - 1)}…`
    : sentences;
}

/** The same person has the same pseudonym in every line. */
function pseudonym(name: string): string {
  return name === "unattributed" ? name : sha256(name).slice(0, 12);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
