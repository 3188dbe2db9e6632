/** The local warehouse: whether its engine loads, its file is sound, and who has it open. */

import { errorMessage } from "../../ingest/error_facts.ts";
import { isSpendError } from "../../ingest/errors.ts";
import type { DoctorEffects } from "./effects.ts";
import { type Finding, ok, wrong } from "./finding.ts";

export async function localWarehouseCheck(
  home: string,
  { inspectWarehouse }: Pick<DoctorEffects, "inspectWarehouse">,
): Promise<Finding> {
  try {
    const { engine, file, state, pid } = await inspectWarehouse(home);
    const engineSays = `DuckDB ${engine} loads`;
    switch (state) {
      case "absent":
        return ok("warehouse", `${engineSays}; there is no ${file} yet, the first sync makes it.`);
      case "free":
        return ok("warehouse", `${engineSays} and opens ${file}.`);
      case "served":
        return ok("warehouse", `${engineSays}; process ${pid} has ${file} open and answers.`);
    }
  } catch (error) {
    if (isSpendError(error)) return wrong("warehouse", errorMessage(error));
    return wrong(
      "warehouse",
      `DuckDB does not load on this machine: run npm ci on it, for its own system and processor (${errorMessage(error)}).`,
    );
  }
}
