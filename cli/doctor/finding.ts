/** What a check found, as text and as an exit code. Pure. */

import { errorMessage } from "../../ingest/error_facts.ts";
import { isSpendError, TransportError } from "../../ingest/errors.ts";
import { withoutKeys } from "../../ingest/key_shapes.ts";
import type { Format } from "../shared/format.ts";
import { formatResult } from "../shared/output.ts";
import { visible } from "../shared/visible.ts";

export interface Finding {
  /** `look` is worth a look and stops nothing; `wrong` stops a command. */
  readonly state: "ok" | "look" | "wrong";
  readonly check: string;
  /** One sentence: what, where and, unless all is well, what to do. */
  readonly says: string;
  /** True if time may heal what is wrong, such as a network that is down. */
  readonly mayPass: boolean;
}

export function ok(check: string, says: string): Finding {
  return finding("ok", check, says);
}

export function look(check: string, says: string): Finding {
  return finding("look", check, says);
}

export function wrong(check: string, says: string): Finding {
  return finding("wrong", check, says);
}

/** Wrong now, and perhaps not later. */
export function wrongNow(check: string, says: string): Finding {
  return { ...finding("wrong", check, says), mayPass: true };
}

/** What a service or an engine refused. Throws what is not one of the program's own errors. */
export function fault(error: unknown, check = "bigquery"): Finding {
  if (!isSpendError(error)) throw error;
  return (error instanceof TransportError ? wrongNow : wrong)(check, errorMessage(error));
}

/** Words of a service or an engine may quote an account or a key, which no finding does. */
function finding(state: Finding["state"], check: string, words: string): Finding {
  const says = visible(withoutKeys(words))
    .replaceAll(/[\w.+%-]+@[\w-]+(\.[\w-]+)+/g, "(an account)")
    .replaceAll(/\s*\n\s*/g, " ");
  return { state, check, says, mayPass: false };
}

/** 0 if nothing is wrong, 2 if the operator must fix something, 75 if time may heal all that is wrong. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 2 | 75 {
  const faults = findings.filter(({ state }) => state === "wrong");
  if (faults.length === 0) return 0;
  return faults.every(({ mayPass }) => mayPass) ? 75 : 2;
}

/** As a table one line a finding, then the count; as CSV or JSON the columns state, check and finding. */
export function findingsText(findings: readonly Finding[], format: Format): string {
  if (format !== "table") {
    const columns = ["state", "check", "finding"].map((name) => ({ name, type: "STRING" }));
    const rows = findings.map(({ state, check, says }) => ({ state, check, finding: says }));
    return formatResult({ columns, rows }, format);
  }
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.map(
    ({ state, check, says }) => `${state.padEnd(5)}  ${check.padEnd(width)}  ${says}\n`,
  );
  const count = (state: Finding["state"]) => findings.filter((each) => each.state === state).length;
  const total = `${count("wrong")} wrong, ${count("look")} to look at, ${count("ok")} ok.\n`;
  return `${lines.join("")}\n${total}`;
}
