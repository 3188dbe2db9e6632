/** Which assertions fail now, and which cannot be read. */

import { ConfigError, LandingError } from "../../ingest/errors.ts";
import { batches, countFailingRows } from "../shared/failing_rows.ts";
import type { Warehouse } from "../../ingest/warehouse/warehouse.ts";
import { type Alert, alertOf } from "./alert.ts";

/** Failing rows; null if the view cannot be read. */
interface Count {
  readonly name: string;
  readonly rows: string | null;
}

/** One alert for each assertion that fails or cannot be read. Throws TransportError if asking later may help. */
export async function failedAssertions(
  warehouse: Pick<Warehouse, "query">,
  views: readonly string[],
): Promise<readonly Alert[]> {
  const counts: Count[] = [];
  for (const batch of batches([...views].sort())) {
    counts.push(...(await countReadable(warehouse, batch)));
  }
  return counts.filter(({ rows }) => rows !== "0").map(alert);
}

/** A view that cannot be read must hide neither itself nor its neighbours, so that they are asked one by one. */
async function countReadable(
  warehouse: Pick<Warehouse, "query">,
  names: readonly string[],
): Promise<readonly Count[]> {
  try {
    return await countFailingRows(warehouse, names);
  } catch (error) {
    if (!(error instanceof LandingError || error instanceof ConfigError)) throw error;
    const [only, ...others] = names;
    if (only !== undefined && others.length === 0) return [{ name: only, rows: null }];
    const asked: Count[] = [];
    for (const name of names) asked.push(...(await countReadable(warehouse, [name])));
    return asked;
  }
}

function alert({ name, rows }: Count): Alert {
  const what = name.startsWith("law_") ? "law" : "assertion";
  const sentence =
    rows === null
      ? `The ${what} ${name} cannot be read, so that nobody knows whether it holds; see the error of ai-spend query "select * from ai_spend_assertions.${name}".`
      : `The ${what} ${name} is broken by ${rows} ${rows === "1" ? "row" : "rows"}; marts that stand on it keep their last numbers.`;
  return alertOf({
    kind: rows === null ? "unreadable_assertion" : "failed_assertion",
    severity: "ERROR",
    grain: [name],
    measured: rows,
    threshold: "0",
    say: () => sentence,
  });
}
