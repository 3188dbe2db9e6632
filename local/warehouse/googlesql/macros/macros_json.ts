/** JSON functions over STRING. A column of type JSON is read as its text. */

/** The paths come from `json_path.ts`, so they are literal and have no wildcards. */
export const JSON_MACROS: readonly string[] = [
  "bq_json_value(s, p) as (json_value(cast(s as varchar), p) ->> '$')",
  "bq_json_pick(s, paths, place) as (json_value(cast(s as varchar), paths)[place] ->> '$')",
  `bq_json_query(s, p) as (case when json_type(cast(s as varchar), p) = 'NULL' then null
     else cast(json_extract(cast(s as varchar), p) as varchar) end)`,
  `bq_json_query_array(s, p) as (case when json_type(cast(s as varchar), p) = 'ARRAY'
     then cast(json_extract(cast(s as varchar), p || '[*]') as varchar[]) end)`,
  `bq_json_value_array(s, p) as (case when json_type(cast(s as varchar), p) = 'ARRAY'
     then cast(json_extract_string(cast(s as varchar), p || '[*]') as varchar[]) end)`,
  "bq_to_json_string(x) as coalesce(cast(to_json(x) as varchar), 'null')",
];
