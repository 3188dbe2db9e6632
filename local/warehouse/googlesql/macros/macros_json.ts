/** JSON functions over STRING. A column of type JSON is read as its text; a text that is no JSON says nothing, as in BigQuery. */

/** A pair of surrogates, half of one, another escape, anything else. */
const PARTS =
  "\\\\u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\\\.|[^\\\\]+";
const HALF = "\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}";

/** The paths come from `json_path.ts`, so they are literal and have no wildcards. */
export const JSON_MACROS: readonly string[] = [
  // Google's parser reads half of a character as U+FFFD, DuckDB's refuses the text.
  `bq_json_text(s) as (case when contains(cast(s as varchar), '\\ud') or contains(cast(s as varchar), '\\uD')
     then array_to_string(list_transform(regexp_extract_all(cast(s as varchar), '${PARTS}', 0, 's'),
       lambda part: case when regexp_full_match(part, '${HALF}') then '\\ufffd' else part end), '')
     else cast(s as varchar) end)`,
  "bq_json_value(s, p) as (try(json_value(bq_json_text(s), p)) ->> '$')",
  "bq_json_pick(s, paths, place) as (try(json_value(bq_json_text(s), paths))[place] ->> '$')",
  "bq_json_query(s, p) as nullif(cast(try(json_extract(bq_json_text(s), p)) as varchar), 'null')",
  `bq_json_query_array(s, p) as (case when try(json_type(bq_json_text(s), p)) = 'ARRAY'
     then cast(json_extract(bq_json_text(s), p || '[*]') as varchar[]) end)`,
  `bq_json_value_array(s, p) as (case when try(json_type(bq_json_text(s), p)) = 'ARRAY'
     then cast(json_extract_string(bq_json_text(s), p || '[*]') as varchar[]) end)`,
  "bq_to_json_string(x) as coalesce(cast(to_json(x) as varchar), 'null')",
];
