/** Where the local warehouse and Google's engine disagree, with a query that still shows it. */

export interface KnownDifference {
  /** Short, as in local/README.md. */
  readonly title: string;
  readonly sql: string;
  /** What each engine says: its rows, or "refused: " and what its refusal says. */
  readonly google: string;
  readonly local: string;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    title: "JSON numbers are printed anew",
    sql: `select json_value('{"a":1.10}', '$.a')`,
    google: "1.10",
    local: "1.1",
  },
  {
    title: "JSON numbers keep 17 digits",
    sql: `select json_value('{"a":1.12345678901234567890}', '$.a')`,
    google: "1.12345678901234567890",
    local: "1.1234567890123457",
  },
  {
    title: "JSON that is cut says nothing, not even what came before",
    sql: `select array_length(json_query_array('{"data":[1],', '$.data'))`,
    google: "1",
    local: "NULL",
  },
  {
    title: "NUMERIC in TO_JSON_STRING is a number with nine decimals",
    sql: "select to_json_string(numeric '1.5')",
    google: `"1.5"`,
    local: "1.500000000",
  },
  {
    title: "a float from 1e15 on is cast to text without an exponent",
    sql: "select cast(1e15 as string)",
    google: "1e+15",
    local: "1000000000000000",
  },
  {
    title:
      "a text with an exponent behind several digits, of less than a tenth of NUMERIC's last digit, may be one of it",
    sql: "select cast('0.5e-10' as numeric)",
    google: "0",
    local: "0.000000001",
  },
  {
    title: "a function's text may have underscores in a NUMERIC",
    sql: "select cast(concat('1', '_0') as numeric)",
    google: "refused: Invalid NUMERIC value: 1_0",
    local: "10",
  },
  {
    title: "a text may have underscores in a FLOAT64",
    sql: "select safe_cast('1_0' as float64)",
    google: "NULL",
    local: "10",
  },
  {
    title: "an INT64 in hexadecimal digits has no sign",
    sql: "select safe_cast('-0x10' as int64)",
    google: "-16",
    local: "NULL",
  },
  {
    title: "no white space but blanks stands around an INT64",
    sql: "select safe_cast('\\t1' as int64)",
    google: "1",
    local: "NULL",
  },
  {
    title: "an instant's text has no leap second",
    sql: "select safe_cast('2026-01-05T23:59:60Z' as timestamp)",
    google: "2026-01-06T00:00:00Z",
    local: "NULL",
  },
  {
    title: "an instant's text names no zone but UTC",
    sql: "select safe_cast('2026-01-05 12:00:00 Europe/Berlin' as timestamp)",
    google: "2026-01-05T11:00:00Z",
    local: "NULL",
  },
  {
    title: "an offset has two digits of its hours and of its minutes",
    sql: "select safe_cast('2026-01-05T12:00:00+1:00' as timestamp)",
    google: "2026-01-05T11:00:00Z",
    local: "NULL",
  },
  {
    title: "an offset stands behind a time",
    sql: "select safe_cast('2026-01-05 +01:00' as timestamp)",
    google: "2026-01-04T23:00:00Z",
    local: "NULL",
  },
  {
    title: "an offset may lead out of the years 1 to 9999",
    sql: "select safe_cast('9999-12-31T23:59:59-01:00' as timestamp) is null",
    google: "true",
    local: "false",
  },
  {
    title: "a year of four digits has no other before it",
    sql: "select safe_cast('02026-01-05' as timestamp)",
    google: "2026-01-05T00:00:00Z",
    local: "NULL",
  },
  {
    title: "a decimal literal beside a NUMERIC is FLOAT64 except in * and /",
    sql: "select numeric '0.1' + 0.2",
    google: "0.3",
    local: "0.30000000000000004",
  },
  {
    title: "a regular expression's group that took no part is an empty text",
    sql: "select regexp_extract('abc', r'(x)?c')",
    google: "NULL",
    local: "",
  },
  {
    title: "structs are equal only if their fields have the same names",
    sql: "select struct(1 as a) = struct(1 as b)",
    google: "true",
    local: "false",
  },
  {
    title: "ANY_VALUE takes the first value that is not NULL",
    sql: "select any_value(x) from unnest([null, 1]) as x",
    google: "NULL",
    local: "1",
  },
  {
    title: "STDDEV and VARIANCE differ in the last digit",
    sql: "select variance(x) from unnest([1.0, 2.0, 4.0]) as x",
    google: "2.3333333333333335",
    local: "2.333333333333333",
  },
  {
    title: "SQRT, EXP, LN, LOG and POW of a NUMERIC are refused",
    sql: "select sqrt(numeric '4')",
    google: "2",
    local: "refused: this function of a NUMERIC is not supported",
  },
  {
    title: "a text is compared with a number",
    sql: "select '1' = 1",
    google: "refused: No matching signature for operator = for argument types: STRING, INT64",
    local: "true",
  },
  {
    title: "a date is compared with a timestamp",
    sql: "select date '2026-01-01' = timestamp '2026-01-01'",
    google: "refused: No matching signature for operator = for argument types: DATE, TIMESTAMP",
    local: "true",
  },
  {
    title: "WHERE sees the select list's aliases",
    sql: "select x + 1 as y from unnest([1]) as x where y = 2",
    google: "refused: Unrecognized name: y",
    local: "2",
  },
  {
    title: "the select list sees its own aliases",
    sql: "select 1 as a, a + 1 as b",
    google: "refused: Unrecognized name: a",
    local: "1, 2",
  },
  {
    title: "a NULL literal may be an operand",
    sql: "select null || 'a'",
    google: "refused: Operands of || cannot be literal NULL",
    local: "NULL",
  },
];
