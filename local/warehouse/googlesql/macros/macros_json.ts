/** JSON functions over STRING. A column of type JSON is read as its text; a text that is no JSON says nothing, as in BigQuery. */

/** A pair of surrogates as JSON escapes it, and half of one. */
const PAIR = "\\\\u([dD][89abAB][0-9a-fA-F]{2})\\\\u([dD][c-fC-F][0-9a-fA-F]{2})";
const HALF = "\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}";

/** Stand for an escaped backslash and for both escapes of a pair while halves are looked for: no JSON has them. */
const [BACKSLASH, FIRST, SECOND] = ["\u0001", "\u0002", "\u0003"];

/** The paths come from `json_path.ts`, so they are literal and have no wildcards. */
export const JSON_MACROS: readonly string[] = [
  // Google's parser reads half of a character as U+FFFD, DuckDB's refuses the text.
  `bq_json_text(s) as (case
     when (contains(cast(s as varchar), '\\ud') or contains(cast(s as varchar), '\\uD'))
       and not regexp_matches(cast(s as varchar), '[${BACKSLASH}-${SECOND}]')
     then replace(replace(replace(
       regexp_replace(regexp_replace(replace(cast(s as varchar), '\\\\', '${BACKSLASH}'),
         '${PAIR}', '${FIRST}\\1${SECOND}\\2', 'g'), '${HALF}', '\\\\ufffd', 'g'),
       '${FIRST}', '\\u'), '${SECOND}', '\\u'), '${BACKSLASH}', '\\\\')
     else cast(s as varchar) end)`,
  ...readers("", (text, value) => `(case when json_valid(${text}) then ${value} end)`),
  // DuckDB takes no aggregate inside of TRY; where there is none, it saves a second parsing.
  ...readers("column_", (_text, value) => `try(${value})`),
  "bq_to_json_string(x) as coalesce(cast(to_json(x) as varchar), 'null')",
];

/** The functions under a prefix; `safely` is DuckDB's text for a value of a text, or NULL if that is no JSON. */
function readers(prefix: string, safely: (text: string, value: string) => string) {
  const text = "bq_json_text(s)";
  const type = safely(text, `json_type(${text}, p)`);
  return [
    `bq_${prefix}json_value(s, p) as (${safely(text, `json_value(${text}, p)`)} ->> '$')`,
    `bq_${prefix}json_query(s, p) as nullif(cast(${safely(text, `json_extract(${text}, p)`)} as varchar), 'null')`,
    `bq_${prefix}json_query_array(s, p) as (case when ${type} = 'ARRAY'
       then cast(json_extract(${text}, p || '[*]') as varchar[]) end)`,
    `bq_${prefix}json_value_array(s, p) as (case when ${type} = 'ARRAY'
       then cast(json_extract_string(${text}, p || '[*]') as varchar[]) end)`,
  ];
}
