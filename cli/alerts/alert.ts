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

/**
 * One JSON line, ending in a newline. `severity` and `message` are the names that Cloud Logging knows; `event`,
 * `id` and `kind` are what the alert policy of `infra/alerts.tf` matches and extracts.
 */
export function alertLine({ id, kind, severity, measured, threshold, say }: Alert): string {
  const line = { severity, message: say(HIDDEN), event: "alert", id, kind, measured, threshold };
  return `${JSON.stringify(line)}\n`;
}

/** The same person has the same pseudonym in every line. */
function pseudonym(name: string): string {
  return name === "unattributed" ? name : sha256(name).slice(0, 12);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
