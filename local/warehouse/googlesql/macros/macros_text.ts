/** Strings, bytes and arrays as in BigQuery. */

/** What TRIM removes when it is not told: Unicode's white space. */
const WHITE_SPACE =
  "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007" +
  "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

/** What Google's own functions make at most. DuckDB's limit of memory does not count a value while it is made. */
const MOST_BYTES = 1 << 20;

/** More than anybody lists, and less than a laptop's memory. */
export const MOST_ELEMENTS = 10_000_000;

export const TEXT_MACROS: readonly string[] = [
  // Three or six digits of a second's fraction, as BigQuery prints them; DuckDB cuts all zeros.
  `bq_pad_fraction(s) as regexp_replace(regexp_replace(regexp_replace(s,
     '\\.([0-9]+)', '.\\100000'), '(\\.[0-9]{6})[0-9]+', '\\1'), '(\\.[0-9]{3})000', '\\1')`,
  // Each mention of x is planned, whatever its type turns out to be.
  `bq_to_string(x) as (case
     when starts_with(typeof(x), 'DECIMAL') or typeof(x) in ('DOUBLE', 'FLOAT')
     then regexp_replace(cast(x as varchar), '\\.0+$|(\\.[0-9]*[1-9])0+$', '\\1')
     when typeof(x) = 'BLOB' then decode(cast(x as blob))
     when starts_with(typeof(x), 'TIME') then bq_pad_fraction(cast(x as varchar))
     else cast(x as varchar) end)`,
  "bq_string(x) as bq_to_string(x)",
  `bq_length(x) as (case when typeof(x) = 'BLOB' then octet_length(cast(x as blob))
     else length(cast(x as varchar)) end)`,
  `bq_byte_length(x) as (case when typeof(x) = 'BLOB' then octet_length(cast(x as blob))
     else strlen(cast(x as varchar)) end)`,
  "bq_substr_start(s, p) as (case when p = 0 then 1 when p < 0 then greatest(-length(s), p) else p end)",
  `bq_substr(s, p) as substr(s, bq_substr_start(s, p)),
     (s, p, n) as (case when n < 0 then error('SUBSTR with a negative length')
       else substr(s, bq_substr_start(s, p), n) end)`,
  "bq_left(s, n) as (case when n < 0 then error('LEFT with a negative length') else left(s, n) end)",
  "bq_right(s, n) as (case when n < 0 then error('RIGHT with a negative length') else right(s, n) end)",
  `bq_trim(s) as trim(s, '${WHITE_SPACE}'), (s, c) as trim(s, c)`,
  `bq_ltrim(s) as ltrim(s, '${WHITE_SPACE}'), (s, c) as ltrim(s, c)`,
  `bq_rtrim(s) as rtrim(s, '${WHITE_SPACE}'), (s, c) as rtrim(s, c)`,
  // In the arguments, since DuckDB computes a constant before it looks at the CASE around it.
  `bq_pad_length(n) as (case when n > ${MOST_BYTES} then error('LPAD or RPAD to more than 1 MB')
     else cast(n as integer) end)`,
  "bq_lpad(s, n) as lpad(s, bq_pad_length(n), ' '), (s, n, p) as lpad(s, bq_pad_length(n), p)",
  "bq_rpad(s, n) as rpad(s, bq_pad_length(n), ' '), (s, n, p) as rpad(s, bq_pad_length(n), p)",
  `bq_repeat(s, n) as repeat(s, (case when n < 0 then error('REPEAT with a negative count')
     when cast(n as double) * bq_byte_length(s) > ${MOST_BYTES} then error('REPEAT to more than 1 MB')
     else n end))`,
  "bq_split(s) as string_split(s, ','), (s, d) as string_split(s, d)",
  "bq_regexp_contains(s, p) as regexp_matches(s, p)",
  "bq_regexp_replace(s, p, r) as regexp_replace(s, p, r, 'g')",

  "bq_to_hex(x) as lower(hex(x))",
  "bq_from_hex(s) as unhex(s)",
  "bq_to_base64(x) as base64(x)",
  "bq_from_base64(s) as from_base64(s)",
  "bq_sha256(x) as unhex(sha256(x))",
  "bq_sha1(x) as unhex(sha1(x))",
  "bq_md5(x) as unhex(md5(x))",

  `bq_element(a, i) as (case when i < 0 or i >= len(a) then error('Array index is out of bounds')
     else a[i + 1] end)`,
  "bq_safe_element(a, i) as (case when i < 0 then null else a[i + 1] end)",
  "bq_array_to_string(a, d) as array_to_string(a, d)",
  `bq_array_end(a, b, s) as (case when (cast(b as double) - a) / s > ${MOST_ELEMENTS}
     then error('GENERATE_ARRAY produced too many elements') else b end)`,
  `bq_generate_array(a, b) as generate_series(a, bq_array_end(a, b, 1)),
     (a, b, s) as generate_series(a, bq_array_end(a, b, s), s)`,
];
