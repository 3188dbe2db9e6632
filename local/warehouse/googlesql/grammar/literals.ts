/** Numbers and typed literals. */
import { SqlSyntaxError, UnsupportedError } from "../syntax/errors.ts";
import { stringLiteral } from "../syntax/text.ts";
import { isOperator, type Node } from "../syntax/tree.ts";
import type { Token } from "../syntax/tokens.ts";

const LARGEST_INT64 = 2n ** 63n - 1n;

/** Above this, a sum of literals may leave the 32 bits that DuckDB gives to small ones. */
const SURELY_SMALL = 65_536n;

/**
 * A number as DuckDB reads it in GoogleSQL's type: with a point or an exponent FLOAT64 (DuckDB would make
 * it a decimal), otherwise INT64 (DuckDB would compute in 32 bits).
 */
export function renderNumber(
  token: Token,
  previous: Node | undefined,
  next: Node | undefined,
): string {
  const text = token.value.toLowerCase();
  const hexadecimal = text.startsWith("0x");
  if (!hexadecimal && /[.e]/.test(text)) {
    const [mantissa = "", exponent = "0"] = text.split("e");
    const [whole = "", fraction = ""] = mantissa.split(".");
    return `${whole || "0"}.${fraction || "0"}e${exponent}`;
  }
  const value = BigInt(text);
  const negative = isOperator(previous, "-");
  if (value > LARGEST_INT64 + (negative ? 1n : 0n)) {
    throw new SqlSyntaxError(`Invalid integer literal: ${token.text}`, token);
  }
  const multiplied = isOperator(previous, "*", "<<") || isOperator(next, "*", "<<");
  const added = isOperator(previous, "+", "-") || isOperator(next, "+", "-");
  const widen = multiplied || (added && value >= SURELY_SMALL);
  if (widen && value <= LARGEST_INT64) return `cast(${value} as bigint)`;
  return String(value);
}

const TYPED_LITERALS: Readonly<Record<string, string>> = {
  numeric: "decimal(38,9)",
  decimal: "decimal(38,9)",
  date: "date",
  datetime: "timestamp",
  time: "time",
  timestamp: "timestamptz",
  json: "json",
};

/** `date '2026-01-05'` and its like. */
export function renderTypedLiteral(type: Token, literal: Token): string {
  const duckDb = TYPED_LITERALS[type.value];
  if (duckDb === undefined) {
    if (type.value === "bignumeric" || type.value === "bigdecimal" || type.value === "range") {
      throw new UnsupportedError(`type ${type.value.toUpperCase()}`, type);
    }
    throw new SqlSyntaxError("Unexpected string literal", literal);
  }
  if (type.value === "numeric" || type.value === "decimal") checkNumeric(literal);
  return `cast(${stringLiteral(literal.value)} as ${duckDb})`;
}

/** BigQuery refuses a NUMERIC literal that would have to be rounded. */
function checkNumeric(literal: Token): void {
  const number = /^\s*[-+]?(\d*)(?:\.(\d*?)0*)?(?:e[-+]?\d+)?\s*$/i.exec(literal.value);
  if (number === null || (number[2] ?? "").length > 9) {
    throw new SqlSyntaxError(`Invalid NUMERIC literal: ${literal.text}`, literal);
  }
}
