/** What a build says to people: what was built and why, what was left alone, and of each failure the first rows. */

import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import {
  saysNotSignedIn,
  saysQuotaIsUsed,
  SIGN_IN_AGAIN,
} from "../../ingest/warehouse/passing_words.ts";
import { cellText } from "../../ingest/warehouse/cells.ts";
import { formatResult } from "../shared/output.ts";
import { visible } from "../shared/visible.ts";
import { lawLines } from "./laws.ts";
import { type BuildReport, type FailedAction, mayPass } from "./report.ts";

const FIRST_ROWS = 5;
/** So many models are named with their reasons; of more only the reasons are. */
const NAMED = 12;

export async function describeBuild(
  warehouse: Pick<Warehouse, "query">,
  report: BuildReport,
  verbose: boolean,
): Promise<string> {
  const lines = [
    `${counted(report.created.length, "table or view", "tables and views")} built, ${left(report)}${counted(report.passed.length, "assertion", "assertions")} held.`,
    ...reasons(report, verbose),
    ...(verbose ? lawLines(report.passed) : []),
    ...report.failedActions.map(({ name, message }) => `ERROR in ${name}: ${message}`),
  ];
  for (const failure of report.failedAssertions) lines.push(await describeRed(warehouse, failure));
  lines.push(...(await standing(warehouse, report)));
  if (report.skipped.length > 0) {
    lines.push(`Left as they were: ${report.skipped.join(", ")}.`);
  }
  if (mayPass(report)) lines.push(whenItPasses(report));
  if (report.failedActions.some(({ message }) => saysNotSignedIn(message))) {
    lines.push(`${SIGN_IN_AGAIN} Then run build again.`);
  }
  return `${visible(lines.join("\n"))}\n`;
}

function whenItPasses({ failedActions }: BuildReport): string {
  return failedActions.some(({ message }) => saysQuotaIsUsed(message))
    ? "What failed passes by itself: run build again when the quota is free, tomorrow at the latest."
    : "What failed passes by itself: run build again.";
}

function counted(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}

function left({ alone }: BuildReport): string {
  if (alone.length === 0) return "";
  return `${alone.length} left alone, since nothing they are made from has changed; `;
}

/** Why something was built; nothing where everything was because it was not there. */
function reasons({ created, reasons, alone }: BuildReport, verbose: boolean): readonly string[] {
  if (reasons.size === 0 || (!verbose && alone.length === 0 && created.length > NAMED)) return [];
  if (verbose || created.length <= NAMED) {
    return created.map((name) => `  ${name}: ${reasons.get(name) ?? ""}`);
  }
  const counts = new Map<string, number>();
  for (const reason of reasons.values()) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const largest = [...counts].sort(([, one], [, other]) => other - one).slice(0, NAMED);
  return largest.map(([reason, count]) => `  ${count} because of ${reason}`);
}

const STANDING = "ai_spend.vendors_standing_still";

/** A line for each vendor that a red law of its own holds back. */
async function standing(
  warehouse: Pick<Warehouse, "query">,
  { failedAssertions, created, alone }: BuildReport,
): Promise<readonly string[]> {
  if (failedAssertions.length === 0 || ![...created, ...alone].includes(STANDING)) return [];
  const { rows } = await warehouse.query(
    `select domain, string(stands_still_since, 'UTC') as since from ${STANDING} order by domain`,
  );
  return rows.map(({ domain, since }) =>
    since === null
      ? `${cellText(domain)} has no rows: its laws never held. All others have today's.`
      : `${cellText(domain)} stands still: it has the rows of ${cellText(since)}, all others have today's.`,
  );
}

/** The assertion is a view, so its rows can be asked for. */
async function describeRed(
  warehouse: Pick<Warehouse, "query">,
  { name, message }: FailedAction,
): Promise<string> {
  const count = /\d+/.exec(message)?.[0] ?? "some";
  const rows = await warehouse.query(`select * from \`${name}\` limit ${FIRST_ROWS}`);
  const first = count === "1" ? "1 row, which is" : `${count} rows, the first of them`;
  return `FAILED ${name}: ${first}:\n${formatResult(rows, "table").trimEnd()}`;
}
