/** What every answer says of the numbers: as of when they speak, which months may still move, which laws are red. */

import { cellText } from "../../ingest/warehouse/cells.ts";
import { countFailingRows } from "../shared/failing_rows.ts";
import { lawsInForce } from "../shared/in_force.ts";
import { ofThisVersion } from "../shared/of_this_version.ts";
import type { Asked, Lending } from "./lending.ts";

export interface Standing {
  /** Up to when the data speak, RFC 3339; null before the first fetch. */
  readonly as_of: string | null;
  /** First days of months that may still move. */
  readonly months_not_final: readonly string[];
  readonly laws: {
    readonly held: number;
    /** Names of those that are broken: the numbers they guard are the last that held. */
    readonly red: readonly string[];
    readonly counted_at: string;
  };
}

/** How long laws are believed: on BigQuery counting their rows is billed. */
const LAWS_KEPT_MS = { local: 5 * 60_000, bigquery: 60 * 60_000 };

/** Reads the standing when it is asked for; laws are counted anew once they are old. */
export function standingOf(lending: Lending): (anew?: boolean) => Promise<Standing> {
  let laws: { readonly at: number; readonly counted: Promise<Standing["laws"]> } | null = null;
  const asOf = (anew: boolean) =>
    lending.use(async (warehouse) => {
      const keptMs = LAWS_KEPT_MS[warehouse.localUrl === null ? "bigquery" : "local"];
      if (anew || laws === null || Date.now() - laws.at > keptMs) {
        const counting = countLaws(warehouse);
        laws = { at: Date.now(), counted: counting };
        counting.catch(() => (laws = null));
      }
      const [{ rows }, counted] = [await warehouse.query(STANDING), await laws.counted];
      const instant = rows[0]?.["as_of"] ?? null;
      return {
        as_of: instant === null ? null : cellText(instant),
        months_not_final: rows.flatMap(({ month = null }) => month ?? []).map(cellText),
        laws: counted,
      };
    });
  return (anew = false) => ofThisVersion(() => asOf(anew));
}

const STANDING = `
select as_of, month
from (select max(as_of) as as_of from ai_spend.data_freshness)
left join (select month from ai_spend.finance_totals where not is_final) on true
order by month`;

async function countLaws(warehouse: Asked): Promise<Standing["laws"]> {
  const names = await lawsInForce(warehouse);
  const failing = (await countFailingRows(warehouse, names)).filter(({ rows }) => rows !== "0");
  return {
    held: names.length - failing.length,
    red: failing.map(({ name }) => name),
    counted_at: new Date().toISOString(),
  };
}
