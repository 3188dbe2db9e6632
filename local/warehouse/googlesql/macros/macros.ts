/**
 * BigQuery's functions as DuckDB macros. Every macro is called bq_…, because a macro with the name of a
 * built-in function would replace it, in the bodies of other macros too.
 */
import { DATE_MACROS } from "./macros_dates.ts";
import { JSON_MACROS } from "./macros_json.ts";
import { NUMBER_MACROS } from "./macros_numbers.ts";
import { TEXT_MACROS } from "./macros_text.ts";

/** Statements to run when a database file is opened; running them again changes nothing. */
export const MACROS: readonly string[] = [
  ...NUMBER_MACROS,
  ...TEXT_MACROS,
  ...JSON_MACROS,
  ...DATE_MACROS,
].map((definition) => `create or replace macro ${definition}`);
