/** Dates and times as in BigQuery. The session's time zone must be UTC. */

import { MOST_ELEMENTS } from "./macros_text.ts";

/**
 * Texts that BigQuery reads. DuckDB also takes blanks, slashes, words such as `infinity`, a day with something behind it,
 * years of fewer and more digits, 24 hours, a time without seconds, more than six decimals (it drops them) and more than
 * fourteen hours of offset.
 */
const YEAR = "(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])";
const DATE = `${YEAR}-[0-9]{1,2}-[0-9]{1,2}`;
const TIME = "[ Tt](?:[01]?[0-9]|2[0-3]):[0-9]{1,2}:[0-9]{1,2}(?:[.][0-9]{1,6})?";
const OFFSET = "[+-](?:(?:0[0-9]|1[0-3])(?::?[0-5][0-9])?|14(?::?00)?)";
/** No name of another zone: DuckDB would read texts without any, of rows that follow, as of that zone. */
const ZONE = `[Zz]|${OFFSET}| UTC`;

/** CAST and SAFE_CAST to a type that a text is read as only if it is all of the pattern, `t` and `z` in either case. */
function casts(name: string, type: string, pattern: string): readonly string[] {
  const text = "cast(x as varchar)";
  const read = `regexp_extract(${text}, '^${pattern}$')`;
  return [
    // TRY catches the refusal of a cast, and not error(…).
    `bq_to_${name}(x) as (case when typeof(x) = 'VARCHAR'
       then cast(translate(case when ${read} = '' then 'no ${name}: ' else '' end || ${text}, 'tz', 'TZ') as ${type})
       else cast(x as ${type}) end)`,
    `bq_safe_to_${name}(x) as (case when typeof(x) = 'VARCHAR'
       then try_cast(translate(${read}, 'tz', 'TZ') as ${type}) else try_cast(x as ${type}) end)`,
  ];
}

/** Parts as `scalar_forms.ts` gives them: 'week' begins on Sunday, 'week_monday' and 'isoweek' on Monday. */
export const DATE_MACROS: readonly string[] = [
  ...casts("date", "date", DATE),
  ...casts("datetime", "timestamp", `${DATE}(?:${TIME})?`),
  ...casts("timestamp", "timestamptz", `${DATE}(?:${TIME}(?:${ZONE})?)?`),
  "bq_date(x) as cast(x as date), (x, z) as cast(timezone(z, x) as date), (y, m, d) as make_date(y, m, d)",
  "bq_timestamp(x) as bq_to_timestamp(x), (x, z) as timezone(z, bq_to_datetime(x))",
  "bq_datetime(x) as bq_to_datetime(x), (x, z) as timezone(z, cast(x as timestamptz))",
  "bq_current_date() as cast(timezone('UTC', now()) as date), (z) as cast(timezone(z, now()) as date)",
  "bq_current_datetime() as timezone('UTC', now()), (z) as timezone(z, now())",
  "bq_current_timestamp() as now()",

  "bq_date_add(d, i) as cast(d + i as date)",
  "bq_date_sub(d, i) as cast(d - i as date)",
  "bq_datetime_add(t, i) as (t + i)",
  "bq_datetime_sub(t, i) as (t - i)",
  "bq_timestamp_add(t, i) as (t + i)",
  "bq_timestamp_sub(t, i) as (t - i)",

  // t is a TIMESTAMP without zone.
  `bq_truncated(t, p) as (case
     when p = 'week' then date_trunc('week', t + interval 1 day) - interval 1 day
     else date_trunc(case when p in ('isoweek', 'week_monday') then 'week' else p end, t) end)`,
  "bq_date_trunc(d, p) as cast(bq_truncated(cast(d as timestamp), p) as date)",
  "bq_datetime_trunc(t, p) as bq_truncated(t, p)",
  `bq_timestamp_trunc(t, p) as timezone('UTC', bq_truncated(timezone('UTC', t), p)),
     (t, p, z) as timezone(z, bq_truncated(timezone(z, t), p))`,

  // Boundaries crossed, as in BigQuery; for TIMESTAMP_DIFF whole units.
  `bq_datetime_diff(a, b, p) as (case
     when p in ('week', 'isoweek', 'week_monday')
     then date_diff('day', bq_truncated(b, p), bq_truncated(a, p)) // 7
     else date_diff(case when p in ('isoweek', 'week_monday') then 'week' else p end, b, a) end)`,
  "bq_date_diff(a, b, p) as bq_datetime_diff(cast(a as timestamp), cast(b as timestamp), p)",
  "bq_timestamp_diff(a, b, p) as date_sub(p, b, a)",

  `bq_last_day(d) as last_day(d),
     (d, p) as (case
       when p = 'month' then last_day(d)
       when p = 'quarter' then last_day(cast(date_trunc('quarter', d) + interval 2 month as date))
       when p = 'year' then last_day(cast(date_trunc('year', d) + interval 11 month as date))
       when p = 'week' then cast(bq_truncated(cast(d as timestamp), p) + interval 6 day as date)
       when p in ('isoweek', 'week_monday') then
         cast(bq_truncated(cast(d as timestamp), p) + interval 6 day as date)
       else error('LAST_DAY of this date part is not supported by the local warehouse') end)`,

  // The formats come from `date_formats.ts`.
  "bq_format_date(f, d) as strftime(d, f)",
  "bq_format_datetime(f, t) as strftime(t, f)",
  `bq_format_timestamp(f, t) as strftime(timezone('UTC', t), f),
     (f, t, z) as strftime(timezone(z, t), f)`,
  "bq_parse_date(f, s) as cast(strptime(s, f) as date)",
  "bq_parse_datetime(f, s) as strptime(s, f)",
  `bq_parse_timestamp(f, s) as timezone('UTC', strptime(s, f)), (f, s, z) as timezone(z, strptime(s, f))`,

  `bq_generate_date_array(a, b) as cast(generate_series(cast(a as timestamp), cast(b as timestamp),
       interval 1 day) as date[]),
     (a, b, i) as cast(generate_series(cast(a as timestamp), cast(b as timestamp), i) as date[])`,
  `bq_timestamp_array_end(a, b, i) as (case
     when (epoch_us(b) - epoch_us(a)) / (epoch(i) * 1000000) > ${MOST_ELEMENTS}
     then error('GENERATE_TIMESTAMP_ARRAY produced too many elements') else b end)`,
  "bq_generate_timestamp_array(a, b, i) as generate_series(a, bq_timestamp_array_end(a, b, i), i)",

  "bq_unix_micros(t) as epoch_us(t)",
  "bq_floor_quotient(n, d) as (n // d - case when n % d < 0 then 1 else 0 end)",
  "bq_unix_millis(t) as bq_floor_quotient(epoch_us(t), 1000)",
  "bq_unix_seconds(t) as bq_floor_quotient(epoch_us(t), 1000000)",
  "bq_unix_date(d) as date_diff('day', date '1970-01-01', d)",
  "bq_date_from_unix_date(n) as (date '1970-01-01' + cast(n as integer))",
  "bq_timestamp_seconds(n) as make_timestamptz(n * cast(1000000 as bigint))",
  "bq_timestamp_millis(n) as make_timestamptz(n * cast(1000 as bigint))",
  "bq_timestamp_micros(n) as make_timestamptz(cast(n as bigint))",

  "bq_extract_year(x) as extract(year from x)",
  "bq_extract_quarter(x) as extract(quarter from x)",
  "bq_extract_month(x) as extract(month from x)",
  "bq_extract_day(x) as extract(day from x)",
  "bq_extract_dayofweek(x) as (extract(dow from x) + 1)",
  "bq_extract_dayofyear(x) as extract(doy from x)",
  // Weeks begin on Sunday; the days before the first Sunday are week 0.
  "bq_extract_week(x) as cast(strftime(cast(x as date), '%U') as bigint)",
  "bq_extract_isoweek(x) as extract(week from x)",
  "bq_extract_isoyear(x) as extract(isoyear from x)",
  "bq_extract_hour(x) as extract(hour from x)",
  "bq_extract_minute(x) as extract(minute from x)",
  "bq_extract_second(x) as extract(second from x)",
  "bq_extract_millisecond(x) as (extract(millisecond from x) % 1000)",
  "bq_extract_microsecond(x) as (extract(microsecond from x) % 1000000)",
  "bq_extract_date(x) as cast(x as date)",
  "bq_extract_datetime(x) as cast(x as timestamp)",
  "bq_extract_time(x) as cast(x as time)",
];
