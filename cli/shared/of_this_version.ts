/** Questions that the program asks of the marts, whose tables and columns it takes for granted. */

import { ConfigError, LandingError } from "../../ingest/errors.ts";

/**
 * What `asking` answers. Throws ConfigError where a table or column is not there: another version of the models built the
 * warehouse. Not for a query of the operator's own, whose words are better.
 */
export async function ofThisVersion<T>(asking: () => Promise<T>): Promise<T> {
  try {
    return await asking();
  } catch (error) {
    if (!(error instanceof LandingError) || !/not found|unrecognized name/i.test(error.message))
      throw error;
    throw new ConfigError(
      `${error.message.replace(/\.$/, "")}: another version of the models built the warehouse, so run build.`,
      { cause: error },
    );
  }
}
