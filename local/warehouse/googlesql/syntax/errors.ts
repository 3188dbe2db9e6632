/** The two ways GoogleSQL text is refused before DuckDB sees it, both with the place in the text. */

/** A place in the text that was given, line and column counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * The text may be good GoogleSQL, but the local warehouse does not carry it. `construct` names what was
 * met, as in "GROUP BY ROLLUP" or "function APPROX_COUNT_DISTINCT".
 */
export class UnsupportedError extends Error {
  override readonly name = "UnsupportedError";
  readonly construct: string;
  readonly line: number;
  readonly column: number;
  constructor(construct: string, at: Position) {
    super(`${construct} is not supported by the local warehouse at [${at.line}:${at.column}]`);
    this.construct = construct;
    this.line = at.line;
    this.column = at.column;
  }
}

/** The text is not GoogleSQL. The message has BigQuery's form: "Syntax error: … at [line:column]". */
export class SqlSyntaxError extends Error {
  override readonly name = "SqlSyntaxError";
  readonly line: number;
  readonly column: number;
  constructor(problem: string, at: Position) {
    super(`Syntax error: ${problem} at [${at.line}:${at.column}]`);
    this.line = at.line;
    this.column = at.column;
  }
}
