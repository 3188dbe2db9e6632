/** Where the vendor's lines of a charge are found, by its platform. */

import { chargesAt } from "./queries.ts";

/** A charge and what says where its lines are. */
export interface Placed {
  readonly id: string;
  readonly day: string;
  readonly platform: string;
  readonly isSeat: boolean;
}

/** The models of lines that charges of a kind may have; see definitions, where each domain has its own. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  claude_api: ["int_console__charge_lines", "int_console__csv_charge_lines"],
  claude_code: ["int_console__charge_lines", "int_console__csv_charge_lines"],
  claude_ai: ["int_claude_ai__charge_lines"],
  cursor: ["int_cursor__charge_lines"],
  vertex_ai: ["int_vertex__charge_lines"],
};

export const PLATFORMS = Object.keys(LINES);

/** The vendor's lines of charges, each looked for where charges of its kind have theirs. */
export function linesSql(charges: readonly Placed[]): string {
  const byModel = new Map<string, Placed[]>();
  for (const charge of charges) {
    const models = charge.isSeat ? ["int_seats__charge_lines"] : (LINES[charge.platform] ?? []);
    for (const model of models) {
      const own = byModel.get(model) ?? [];
      byModel.set(model, own);
      own.push(charge);
    }
  }
  const selects = [...byModel].map(([model, own]) => {
    const at = chargesAt(own);
    return `
select charge_id, source_table, fetch_id, fetched_at, page_number, place, said, amount_usd, is_counted
from ai_staging.${model}
where charge_date between ${at.first} and ${at.last} and charge_id in ${at.ids}`;
  });
  return `${selects.join("\nunion all")}
order by charge_id, fetched_at, fetch_id, page_number, place`;
}
