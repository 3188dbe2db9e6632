/** `ai-spend query`: one GoogleSQL query on the warehouse, all rows. */

import { readConfig } from "../../ingest/settings/config.ts";
import { ConfigError, LandingError } from "../../ingest/errors.ts";
import { openReading } from "../shared/open_warehouse.ts";
import type { Format } from "../shared/format.ts";
import { formatPieces } from "../shared/output.ts";
import { withRemedy } from "./not_found.ts";
import type { Command } from "../shared/context.ts";

export interface QueryOptions {
  readonly sql: string;
  readonly format: Format;
}

export const run: Command<QueryOptions> = async ({ sql, format }, { stdout, signal }) => {
  if (sql.trim() === "")
    throw new ConfigError('The query is empty: write one, such as "select 1".');
  const warehouse = await openReading(readConfig(), signal);
  try {
    for (const piece of formatPieces(await warehouse.query(sql), format)) stdout(piece);
    return 0;
  } catch (error) {
    if (!(error instanceof LandingError)) throw error;
    // The engine's own words, with line and column: the operator wrote the SQL.
    const said = await withRemedy(warehouse, error.message);
    throw new ConfigError(said, { cause: error });
  } finally {
    await warehouse.close();
  }
};
