/**
 * Arithmetic as in BigQuery: NUMERIC has nine decimals and rounds half away from zero, division by zero is
 * an error.
 *
 * A macro cannot ask for the types of its arguments and answer with another type, but an expression can:
 * `case when false then list_median([a, b]) end` is a NULL whose type DuckDB works out while binding
 * (DECIMAL for decimals, DOUBLE for integers and floats) and never computes, and cast_to_type casts to it.
 * A comparison of typeof(…) with a constant is decided while binding too.
 */

/** Less than a tenth of NUMERIC's last digit: DuckDB makes a whole one of it where the first digit is 5 or more. */
const NOTHING = "^[+-]?[0-9](?:[.][0-9]*)?[eE]-0*(?:1[1-9]|[2-9][0-9]|[1-9][0-9]{2,})$";

export const NUMBER_MACROS: readonly string[] = [
  // A NULL of the type that BigQuery's `/` has for these arguments: NUMERIC or FLOAT64.
  `bq_quotient_type(a) as (case when false then list_median([a]) end),
     (a, b) as (case when false then list_median([a, b]) end)`,
  // A NULL of the type that both arguments are brought to; integers become INT64.
  "bq_common_type(a, b) as (case when false then [a, b, cast(0 as bigint)][1] end)",
  "bq_product_type(a, b) as (case when false then [a, b][1] end)",
  "bq_is_numeric(x) as starts_with(typeof(x), 'DECIMAL')",

  "bq_nonzero(x) as (case when x = 0 then error('division by zero') else x end)",
  // A NUMERIC in billionths, exactly.
  "bq_units(x) as cast(cast(x as decimal(38,9)) * 1000000000 as hugeint)",
  "bq_from_units(n) as (cast(n as decimal(38,0)) * cast('0.000000001' as decimal(10,9)))",
  // a / b rounded half away from zero at nine decimals. b is given twice, the second time with whatever
  // is to happen when it is zero: DuckDB computes what may raise an error as often as it is written.
  `bq_numeric_quotient(a, b, divisor) as bq_from_units(
     (bq_units(a) * cast(2000000000 as hugeint) + sign(a) * abs(bq_units(b))) // (2 * bq_units(divisor)))`,
  // Of a NUMERIC and a FLOAT64, CASE makes the latter.
  `bq_quotient(a, b, divisor) as (case when bq_is_numeric(bq_quotient_type(a, b))
     then bq_numeric_quotient(a, b, divisor)
     else cast_to_type(cast(a as double) / cast(divisor as double), bq_quotient_type(a, b)) end)`,
  "bq_divide(a, b) as bq_quotient(a, b, bq_nonzero(b))",
  "bq_safe_divide(a, b) as bq_quotient(a, b, nullif(b, 0))",
  "bq_average(total, n) as bq_quotient(total, n, nullif(n, 0))",
  // A literal with a point is a NUMERIC beside a NUMERIC.
  "bq_literal(digits, other) as cast_to_type(digits, bq_quotient_type(other))",
  // DuckDB gives a product of decimals eighteen decimals, so 20 digits are left before the point. A
  // whole factor (cents times tokens) needs none of them, and BigQuery's 29 digits are kept.
  `bq_numeric_product(a, b) as (case
     when b = trunc(b) then cast(a * cast(b as decimal(38,0)) as decimal(38,9))
     when a = trunc(a) then cast(cast(a as decimal(38,0)) * b as decimal(38,9))
     else cast(a * b as decimal(38,9)) end)`,
  `bq_multiply(a, b) as (case when bq_is_numeric(a) and bq_is_numeric(b)
     then cast_to_type(bq_numeric_product(a, b), bq_product_type(a, b))
     else cast_to_type(a * b, bq_product_type(a, b)) end)`,
  // Whole numbers are divided as they are, so that 29 digits fit.
  `bq_numeric_div(a, b) as (case when a = trunc(a) and b = trunc(b)
     then cast(a as hugeint) // cast(bq_nonzero(b) as hugeint)
     else bq_units(a) // bq_units(bq_nonzero(b)) end)`,
  "bq_div_numeric(a, b) as cast(bq_numeric_div(a, b) as decimal(38,9))",
  `bq_div(a, b) as (case when bq_is_numeric(bq_common_type(a, b))
     then cast_to_type(bq_numeric_div(a, b), bq_common_type(a, b))
     else cast_to_type(a // bq_nonzero(b), bq_common_type(a, b)) end)`,
  "bq_safe_div(a, b) as bq_div(a, nullif(b, 0))",
  "bq_mod(a, b) as cast_to_type(a % bq_nonzero(b), bq_common_type(a, b))",
  "bq_safe_mod(a, b) as bq_mod(a, nullif(b, 0))",

  `bq_round(x) as cast_to_type(round(x), bq_quotient_type(x)),
     (x, n) as cast_to_type(round(x, n), bq_quotient_type(x))`,
  `bq_trunc(x) as cast_to_type(trunc(x), bq_quotient_type(x)),
     (x, n) as cast_to_type(trunc(x, n), bq_quotient_type(x))`,
  "bq_floor(x) as cast_to_type(floor(x), bq_quotient_type(x))",
  "bq_ceil(x) as cast_to_type(ceil(x), bq_quotient_type(x))",
  "bq_sign(x) as cast_to_type(sign(x), bq_common_type(x, x))",
  // DuckDB reads digits with `_` between them.
  `bq_numeric_text(x) as regexp_replace(replace(cast(x as varchar), '_', '!'), '${NOTHING}', '0')`,
  // DuckDB multiplies a double by a billion as a double, which nine million dollars in billionths are too large for.
  ...["", "safe_"].map((prefix) => {
    const cast = prefix === "" ? "cast" : "try_cast";
    return `bq_${prefix}to_numeric(x) as (case when typeof(x) in ('DOUBLE', 'FLOAT')
       then ${cast}(${cast}(trunc(cast(x as double)) as hugeint) as decimal(38,9))
         + ${cast}(cast(x as double) - trunc(cast(x as double)) as decimal(38,9))
       when typeof(x) = 'VARCHAR' then ${cast}(bq_numeric_text(x) as decimal(38,9))
       else ${cast}(x as decimal(38,9)) end)`;
  }),
  "bq_parse_numeric(s) as cast(bq_numeric_text(replace(s, ',', '')) as decimal(38,9))",

  // These give NUMERIC for NUMERIC in BigQuery, with digits that a DOUBLE does not have.
  `bq_float(x) as (case when bq_is_numeric(x)
     then error('this function of a NUMERIC is not supported by the local warehouse: cast it to FLOAT64')
     else cast(x as double) end)`,
  "bq_sqrt(x) as sqrt(bq_float(x))",
  "bq_exp(x) as exp(bq_float(x))",
  "bq_ln(x) as ln(bq_float(x))",
  "bq_log10(x) as log10(bq_float(x))",
  "bq_log(x) as ln(bq_float(x)), (x, base) as (ln(bq_float(x)) / ln(bq_float(base)))",
  "bq_pow(x, y) as pow(bq_float(x), bq_float(y))",
  "bq_ieee_divide(a, b) as (bq_float(a) / bq_float(b))",
  "bq_is_nan(x) as isnan(bq_float(x))",
  "bq_is_inf(x) as isinf(bq_float(x))",

  "bq_is_integer_text(s) as regexp_full_match(trim(s), '[+-]?([0-9]+|0[xX][0-9a-fA-F]+)')",
  `bq_to_int64(x) as (case
     when typeof(x) in ('DOUBLE', 'FLOAT') then cast(round(cast(x as double)) as bigint)
     when typeof(x) = 'VARCHAR' and not bq_is_integer_text(cast(x as varchar))
     then error('Bad int64 value: ' || cast(x as varchar))
     else cast(x as bigint) end)`,
  `bq_safe_to_int64(x) as (case
     when typeof(x) in ('DOUBLE', 'FLOAT') then try_cast(round(try_cast(x as double)) as bigint)
     when typeof(x) = 'VARCHAR' and not bq_is_integer_text(cast(x as varchar)) then null
     else try_cast(x as bigint) end)`,
  `bq_safe_to_bool(x) as (case
     when typeof(x) = 'VARCHAR' and lower(cast(x as varchar)) not in ('true', 'false') then null
     else try_cast(x as boolean) end)`,
  `bq_to_bool(x) as (case
     when typeof(x) = 'VARCHAR' and lower(cast(x as varchar)) not in ('true', 'false')
     then error('Bad bool value: ' || cast(x as varchar))
     else cast(x as boolean) end)`,
];
