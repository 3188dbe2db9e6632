/** How results may be written: a table for eyes, CSV for spreadsheets, JSON for programs. */

export const FORMATS = ["table", "csv", "json"] as const;
export type Format = (typeof FORMATS)[number];
