/**
 * The functions that are carried under a name: those that mean the same in DuckDB, and those that a macro
 * makes the same. Whatever is not listed is refused, so that no function differs in silence.
 */

export interface KnownFunction {
  /** What it is called in DuckDB. */
  readonly target: string;
  /** How many arguments it takes, at least and at most. */
  readonly least: number;
  readonly most: number;
}

/** Window functions that take IGNORE NULLS between their brackets in DuckDB too. */
export const KEEPS_NULLS_CLAUSE: ReadonlySet<string> = new Set([
  "first_value",
  "last_value",
  "nth_value",
  "lag",
  "lead",
]);

/** The same name and meaning in DuckDB; "name:2" takes two arguments, "name:1-3" one to three. */
const SAME = `
  abs:1
  coalesce:1-99 nullif:2 ifnull:2
  upper:1 lower:1 replace:3 reverse:1 starts_with:2 ends_with:2 strpos:2 chr:1 translate:3
  count:1 sum:1 min:1 max:1 string_agg:1-2 stddev:1 stddev_samp:1 stddev_pop:1 variance:1 var_samp:1
  var_pop:1 corr:2 covar_samp:2 covar_pop:2
  row_number:0 rank:0 dense_rank:0 percent_rank:0 cume_dist:0 ntile:1 lag:1-3 lead:1-3 first_value:1
  last_value:1 nth_value:2
`;

/** Another name in DuckDB, the same meaning. */
const RENAMED = `
  logical_or:1=bool_or logical_and:1=bool_and bit_and:1=bit_and bit_or:1=bit_or bit_xor:1=bit_xor
  array_length:1=len array_concat:1-99=list_concat array_reverse:1=list_reverse
  generate_uuid:0=uuid rand:0=random error:1=error ceiling:1=bq_ceil power:2=bq_pow substring:2-3=bq_substr
  char_length:1=bq_length character_length:1=bq_length
`;

/** Carried by the macro of the same name with bq_ before it. */
const BY_MACRO = `
  round:1-2 trunc:1-2 floor:1 ceil:1 sign:1 div:2 mod:2 safe_divide:2 ieee_divide:2 sqrt:1 exp:1 ln:1
  log:1-2 log10:1 pow:2 is_nan:1 is_inf:1 parse_numeric:1
  length:1 byte_length:1 substr:2-3 left:2 right:2 trim:1-2 ltrim:1-2 rtrim:1-2 lpad:2-3 rpad:2-3 repeat:2
  split:1-2 regexp_contains:2 regexp_replace:3 to_hex:1 from_hex:1 to_base64:1 from_base64:1
  sha256:1 sha1:1 md5:1 to_json_string:1 array_to_string:2
  generate_array:2-3 generate_date_array:2-3 generate_timestamp_array:3
  current_date:0-1 current_timestamp:0 current_datetime:0-1
  date:1-3 timestamp:1-2 datetime:1-2 string:1
  date_add:2 date_sub:2 datetime_add:2 datetime_sub:2 timestamp_add:2 timestamp_sub:2
  unix_seconds:1 unix_millis:1 unix_micros:1 unix_date:1 date_from_unix_date:1
  timestamp_seconds:1 timestamp_millis:1 timestamp_micros:1
`;

export const FUNCTIONS: ReadonlyMap<string, KnownFunction> = new Map([
  ...entries(SAME, (name) => name),
  ...entries(BY_MACRO, (name) => `bq_${name}`),
  ...entries(RENAMED, (name) => name),
]);

function entries(list: string, target: (name: string) => string): [string, KnownFunction][] {
  return list
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const [, name = "", least = "", most, renamed] =
        /^(\w+):(\d+)(?:-(\d+))?(?:=(\w+))?$/.exec(entry) ?? [];
      return [
        name,
        { target: renamed ?? target(name), least: Number(least), most: Number(most ?? least) },
      ];
    });
}
