-- One query a line. Each must have the same types and rows in DuckDB as in Google's engine.

-- Numbers
select 10 / 4, numeric '10' / 4, numeric '1' / 3, numeric '-2' / 3, 1e0 / 3
select numeric '123.45' / 100 as dollars
select 1 + 2 * 3 - 4 / 2, -2 * -3, (1 + 2) * 3 / 4, 2 - -3, 7 & 3, 1 << 4, ~1
select numeric '1.5' * numeric '0.333333333', numeric '2' * 3, 100000 * 100000, 3 * 1.5
select numeric '0.5' * numeric '0.000000001', numeric '-0.5' * numeric '0.000000001', numeric '0.4' * numeric '0.000000001'
select numeric '2' * -0.5, 0.1 * numeric '3', numeric '1' / 0.3, 3 * 0.5, 0.5 * 0.5, 2.5 / 2
select numeric '99999999999999999999.999999999' + numeric '0.000000001'
select cast(x as numeric) as n, safe_cast(x as numeric) as s from unnest([3000000000001e0, 12345678901.25e0, 9007199.254740993e0, 50000000.1e0, 1e20, -3000000000001.5e0, 0.1e0, 1e-9, 4e-10, -6e-10, 123456789012345678e0]) as x
select cast(x as numeric) as n from unnest(['3000000000001.0000000004', '1e12', '-0.5']) as x
select x / y as q from unnest([struct(numeric '1' as x, numeric '7' as y), (numeric '-1', numeric '7'), (numeric '1', numeric '-7'), (numeric '0.000000001', numeric '2'), (null, numeric '2'), (numeric '1', null)])
select x * y as p from unnest([struct(numeric '1.000000001' as x, numeric '1.000000001' as y), (numeric '-3.3', numeric '0.1'), (null, numeric '2')])
select div(7, 2), div(-7, 2), div(7, -2), mod(7, 3), mod(-7, 3), mod(7, -3)
select div(numeric '7.5', numeric '2'), div(numeric '-7.5', 2), div(numeric '1', numeric '0.3'), mod(numeric '7.5', 2), mod(numeric '-7.5', numeric '2')
select div(numeric '61728359234570424', numeric '7'), mod(numeric '61728359234570424', numeric '7')
select numeric '12345678901234567890123456' * numeric '100', numeric '0.000000001' * numeric '12345678901234567890123456789', numeric '-12345678901234567890123456' * 7, numeric '9999999999.999999999' * numeric '1.5'
select div(numeric '61728359234570424000000000000', numeric '7'), div(numeric '-61728359234570424000000000000', 7), mod(numeric '61728359234570424000000000000', numeric '7'), div(numeric '61728359234570424', numeric '0.7')
select safe_divide(numeric '1', numeric '3'), safe_divide(1, 0), safe_divide(1, 4), safe_divide(numeric '1', 0), safe_divide(1.0, 3), safe_divide(null, 3)
select ieee_divide(1, 0), ieee_divide(-1, 0), ieee_divide(1, 4)
select round(2.5), round(-2.5), round(0.5), round(1.25, 1), round(5), round(1234.5, -2)
select round(numeric '2.5'), round(numeric '-2.5'), round(numeric '2.345', 2), round(numeric '1234.5', -2), round(numeric '1.000000005', 8)
select trunc(2.7), trunc(-2.7), trunc(numeric '-2.7'), trunc(numeric '2.789', 2), ceil(2.1), ceil(numeric '2.1'), floor(-2.1), floor(numeric '-2.1'), ceiling(1.5)
select sign(-3), sign(numeric '-3'), sign(0), sign(2.5), abs(-3), abs(numeric '-3.5'), abs(-1.5)
select sqrt(4), pow(2, 10), power(2, 0.5), exp(0), ln(1), log(8, 2), log10(100), log(1)
select greatest(1, 2, 3), greatest(1, null), least(2, 1), least(numeric '1.5', 2), greatest('a', 'b')
select 9223372036854775807, -9223372036854775808, 0x1F, .5, 1e3, 1.5e-3, 1.
select 2147483647 + 1, 65536 * 65536, 3000000000 - 1, 2147483647 + 2147483647
select is_nan(ieee_divide(0, 0)), is_inf(ieee_divide(1, 0)), is_nan(1)
select parse_numeric('1.5'), parse_numeric('-0.000000001'), parse_numeric('1e3')
select 0.1 + 0.2, 1e15 / 3, 1 / 3.0, -0.0 + 0
select numeric '1.5' + 1, numeric '1.5' - 2, 1 + 1.5, numeric '3' > 2.5, numeric '1' = 1, 1 = 1.0

-- Casts
select cast('1.5' as numeric), cast(' 2 ' as numeric), cast('1e3' as numeric), cast('.5' as numeric), cast('-1.0000000005' as numeric), cast('1.23456789049' as numeric)
select cast(2.5 as int64), cast(-2.5 as int64), cast(0.5 as int64), cast(1.4 as int64), cast(numeric '2.5' as int64), cast(numeric '-2.5' as int64), cast('12' as int64), cast(' 12 ' as int64), cast(true as int64)
select cast(numeric '1.50' as string), cast(numeric '-0.000000001' as string), cast(numeric '100' as string), cast(1.0 as string), cast(1.5 as string), cast(0.1 as string), cast(12 as string), cast(true as string)
select cast(1e20 as string), cast(1e-7 as string), cast(123456789012.5 as string)
select cast(date '2026-01-05' as string), cast(datetime '2026-01-05 10:00:00' as string), cast(datetime '2026-01-05 10:00:00.25' as string), cast(time '10:00:00' as string)
select cast(timestamp '2026-01-05 10:00:00+00' as string), cast(timestamp '2026-01-05 10:00:00.6+00' as string), cast(timestamp '2026-01-05 10:00:00.000001+00' as string), string(timestamp '2026-01-05 10:00:00+00')
select cast(cast('2.5' as numeric) as int64), cast(cast('-2.5' as numeric) as int64), cast(safe_cast('0.499999999' as numeric) as int64), safe_cast(cast('9223372036854775807.4' as numeric) as int64), safe_cast(cast('9223372036854775807.5' as numeric) as int64), safe_cast(cast('-1e20' as numeric) as int64), cast(safe_cast('x' as numeric) as int64)
select cast('true' as bool), cast('FALSE' as bool), safe_cast('yes' as bool), safe_cast('1.5' as int64), safe_cast('x' as int64), safe_cast('' as int64), safe_cast('x' as date), safe_cast('x' as numeric), safe_cast('1e3' as numeric), safe_cast('x' as timestamp), safe_cast('2026-02-30' as date)
select cast('2026-01-05' as date), cast('2026-1-5' as date), cast(timestamp '2026-01-05 23:30:00+00' as date), cast(date '2026-01-05' as timestamp), cast(date '2026-01-05' as datetime), cast(datetime '2026-01-05 10:00:00' as timestamp), cast(datetime '2026-01-05 10:00:00' as date)
select cast('2026-01-05 10:00:00+00' as timestamp), cast('2026-01-05T10:00:00Z' as timestamp), cast('2026-01-05 10:00:00' as timestamp), cast('2026-01-05T10:00:00+02:00' as timestamp), cast('2026-01-05' as timestamp)
select cast(12 as numeric), cast(1.5 as numeric), cast(0.1 as numeric), cast(1e0 / 3 as numeric), cast(numeric '1.5' as float64), cast('1.5' as float64), cast('inf' as float64), cast(3 as float64)
select cast(b'abc' as string), cast('abc' as bytes), cast(null as string), cast(null as numeric), cast(null as array<string>), cast('2026-01-05' as datetime)
select cast(x as int64) from unnest(['1', '2']) as x where safe_cast(x as int64) is not null order by 1

-- NULLs and conditions
select if(true, 1, 2) + 1, if(false, numeric '1', 2), if(null, 1, 2), if(1 > 2, 'a', 'b')
select case when 1 = 1 then 'y' else 'n' end, case 1 when 1 then 2 end, case when false then 1 end, case 'a' when 'b' then 1 when 'a' then 2 else 3 end
select ifnull(null, 1), coalesce(null, 2), coalesce(null, null, 'a'), nullif(1, 1), nullif(1, 2), coalesce(numeric '1.5', 0), ifnull(numeric '1.5', 0)
select 1 is not distinct from null, null is distinct from null, 1 is distinct from 2, 'a' is not distinct from 'a'
select 1 in (1, null), 2 in (1, null), 2 not in (1, null), null in (1), 1 not in (2, 3)
select 3 in unnest([1, 2]), 3 not in unnest([1, 2]), 1 in unnest([1, null]), 2 in unnest([1, null]), 1 in unnest(cast(null as array<int64>)), 1 not in unnest(array<int64>[])
select not true, true and null, false and null, true or null, null is null, 1 is not null, true is true, null is not true, false is false
select 2 between 1 and 3, 2 not between 1 and 3, null between 1 and 2, 'b' between 'a' and 'c'
select 1 <> 2, 1 != 1, 1 <= 1, 'a' < 'B', 'a' < 'ä', 'Z' < 'a', '' < 'a'
select (1, 'a') = (1, 'a'), (1, 2) in ((1, 2), (3, 4)), struct(1 as a) = struct(1 as a)

-- Text
select upper('aé'), lower('ÀB'), length('añ'), byte_length('añ'), char_length('añ'), reverse('abc'), length(b'abc'), length('')
select trim('  a '), trim(' \ta\n'), ltrim('xxa', 'x'), rtrim('axx', 'x'), trim('xax', 'x'), ltrim('  a'), rtrim('a  ')
select lpad('5', 2, '0'), lpad('abc', 2), rpad('5', 3, 'ab'), lpad('a', 3), rpad('abc', 2, 'x')
select substr('hello', 2), substr('hello', -3), substr('hello', 2, 3), substr('hello', 0), substr('hello', -10, 3), substr('hello', 10), substring('hello', 2, 2), substr('hello', 0, 2)
select left('abc', 2), right('abc', 2), left('abc', 9), right('abc', 0), repeat('ab', 2), repeat('ab', 0)
select replace('aXbX', 'X', '-'), translate('abc', 'ab', 'xy'), starts_with('abc', 'ab'), ends_with('abc', 'bc'), strpos('abcb', 'b'), strpos('abc', 'x'), replace('abc', '', 'x')
select concat('a', 'b', 'c'), 'a' || 'b' || 'c', concat('x')
select split('a,b,c'), split('a-b', '-'), split('', ','), split('abc', ''), array_length(split('a,,b', ','))
select 'ab' like 'a%', 'ab' like '_b', 'a%b' like r'a\%b', 'axb' like r'a\%b', 'a' not like 'b', 'A' like 'a', 'a_b' like 'a\\_b'
select regexp_contains('abc', r'^a'), regexp_contains('abc', 'b'), regexp_contains('abc', r'^b$'), regexp_contains('ABC', '(?i)abc')
select regexp_extract('claude-opus-4', r'-(\w+)-'), regexp_extract('abc', r'x'), regexp_extract('abc', 'b.'), regexp_extract('a(b', r'\((b)'), regexp_extract('key-1', r'(?:key)-(\d)'), regexp_extract('2026-01', r'^(\d{4})')
select regexp_replace('a1b2', r'(\d)', r'<\1>'), regexp_replace('abc', 'x', 'y'), regexp_replace('aaa', 'a', 'b'), regexp_replace('a.b', r'\.', '')
select regexp_extract('a-12', r'a([-+]?[0-9]+)'), regexp_extract('x9', r'x(\d?)'), regexp_extract('a(1', r'[(]1')
select regexp_extract_all('a1b2', r'[a-z](\d)'), regexp_extract_all('a1b2', r'\d'), regexp_extract_all('abc', 'x')
select 'a\'b', "a\"b", 'a"b', "a'b", 'tab\tnew\nline', r'\d\n', '''it's''', """say "hi\"""", 'a\\b', 'ü\u00fc\x41\101'
select to_hex(sha256('a')), to_hex(sha256(concat('a', '|', 'b'))), to_hex(md5('a')), to_hex(sha1('a')), to_hex(sha256('ü')), to_hex(b'\x01\xff')
select to_base64(b'ab'), from_base64('YWI='), from_hex('6162'), b'a' || b'b', b'\x00\xff', b"\n"
select chr(65), array_to_string(['a', 'b'], '-'), array_to_string(['a', null, 'b'], '-'), array_to_string(cast([] as array<string>), '-')
select to_json_string('a"b'), to_json_string(1), to_json_string(true), to_json_string([1, 2]), to_json_string(cast(null as string)), to_json_string(date '2026-01-05')

-- JSON
select json_value('{"a":{"b":"x"}}', '$.a.b'), json_value('{"a":{"b":1}}', '$.a'), json_value('{"a":[1]}', '$.a'), json_value('{"a":true}', '$.a'), json_value('{"a":12}', '$.a'), json_value('{"a":null}', '$.a'), json_value('{}', '$.a'), json_value('"x"'), json_value('{"a":""}', '$.a')
select json_value('{"a b":"x"}', '$."a b"'), json_value('{"a":[{"b":"x"},{"b":"y"}]}', '$.a[1].b'), json_value('{"a":[1]}', '$.a[5]'), json_value('{"a":"\\u00fc\\n"}', '$.a'), json_value('{"a.b":"x"}', '$."a.b"'), json_extract_scalar('{"a-b":"x"}', "$['a-b']")
select json_query('{"a":[1,2]}', '$.a'), json_query('{"a":{"b":"x"}}', '$.a'), json_query('{"a":null}', '$.a'), json_query('{"a":"x"}', '$.a'), json_query('{}', '$.a'), json_query('[1]', '$')
select json_query_array('{"a":[{"x":1},{"x":2}]}', '$.a'), json_query_array('{"a":1}', '$.a'), json_query_array('{"a":[]}', '$.a'), json_query_array('{}', '$.a'), json_query_array('["x",1]'), json_query_array('{"a":null}', '$.a')
select json_value(r'{"a":"x\ud83d"}', '$.a'), json_value(r'{"a":"\ude00y","b":"z"}', '$.a'), json_value(r'{"a":"\\ud83d"}', '$.a'), json_value(r'{"a":"\uD83D\uD83D\uDE00","b":1}', '$.b')
select json_query_array(r'{"data":[{"n":"x\ud83d"},{"n":"z\n"}]}', '$.data'), json_value_array(r'["\udfff", "\u00fc"]'), json_query(r'{"a":{"b":"\ud800"}}', '$.a')
select json_value('{"a":', '$.a'), json_query('no', '$.a'), json_query_array('', '$.data'), json_value_array('{"a"', '$.a')
select json_value_array('["a","b"]'), json_value_array('{"a":[1,true]}', '$.a'), json_value_array('{"a":"x"}', '$.a'), json_extract_array('[1,2]'), json_extract_string_array('["x"]')
select json_value(d, '$.k') as k, o from (select '{"d":[{"k":"x"},{"k":"y"}]}' as payload) as p, unnest(json_query_array(p.payload, '$.d')) as d with offset as o order by o
select cast(json_value('{"amount":"123.456789"}', '$.amount') as numeric) / 100
select sum(cast(json_value(r, '$.amount') as numeric)) from (select json_query_array('{"r":[{"amount":"0.1"},{"amount":"0.2"}]}', '$.r') as rs) as b, unnest(b.rs) as r

-- Dates and times
select date '2026-01-31', date(2026, 1, 5), date(timestamp '2026-01-05 23:30:00+00'), date(timestamp '2026-01-05 23:30:00+00', 'Europe/Berlin'), date(datetime '2026-01-05 10:00:00'), date '2026-1-5'
select date_add(date '2026-01-31', interval 1 month), date_add(date '2024-02-29', interval 1 year), date_add(date '2026-01-05', interval -1 week), date_sub(date '2026-03-31', interval 1 month), date_sub(date '2026-03-31', interval 1 quarter), date_add(date '2026-01-31', interval 1 day)
select date_add(d, interval n day) as e from unnest([struct(date '2026-01-31' as d, 1 as n), (date '2026-02-28', 365)]) order by e
select date_diff(date '2026-02-01', date '2026-01-01', day), date_diff(date '2026-02-01', date '2026-01-31', month), date_diff(date '2026-01-01', date '2025-12-31', year), date_diff(date '2026-04-01', date '2026-01-01', quarter), date_diff(date '2026-01-01', date '2026-02-01', day)
select date_diff(date '2026-01-05', date '2026-01-04', week), date_diff(date '2026-01-04', date '2026-01-03', week), date_diff(date '2026-01-05', date '2026-01-04', isoweek), date_diff(date '2026-01-04', date '2026-01-05', week(monday)), date_diff(date '2026-01-20', date '2026-01-01', week(sunday))
select date_trunc(date '2026-01-07', week), date_trunc(date '2026-01-07', week(monday)), date_trunc(date '2026-01-07', isoweek), date_trunc(date '2026-05-07', month), date_trunc(date '2026-05-07', quarter), date_trunc(date '2026-05-07', year), date_trunc(date '2026-01-01', isoyear), date_trunc(date '2026-01-04', week)
select last_day(date '2026-02-05'), last_day(date '2026-02-05', year), last_day(date '2026-02-05', quarter), last_day(date '2026-02-05', week), last_day(date '2026-02-05', month), last_day(date '2026-02-05', isoweek)
select extract(year from d), extract(quarter from d), extract(month from d), extract(day from d), extract(dayofweek from d), extract(dayofyear from d), extract(week from d), extract(isoweek from d), extract(isoyear from d) from unnest([date '2026-01-01', date '2026-01-04', date '2025-12-31', date '2024-02-29']) as d order by d
select extract(hour from t), extract(minute from t), extract(second from t), extract(millisecond from t), extract(microsecond from t), extract(date from t), extract(year from t) from unnest([timestamp '2026-01-05 13:07:09.123456+00']) as t
select extract(hour from timestamp '2026-07-05 13:00:00+00' at time zone 'Europe/Berlin'), extract(date from timestamp '2026-01-05 23:30:00+00' at time zone 'Asia/Tokyo'), extract(dayofweek from timestamp '2026-01-05 23:30:00+00' at time zone 'Asia/Tokyo')
select timestamp '2026-01-05T00:00:00Z', timestamp '2026-01-05 01:02:03.25+00', timestamp '2026-01-05', timestamp('2026-01-05 10:00:00'), timestamp(date '2026-01-05'), timestamp('2026-01-05 10:00:00', 'Europe/Berlin'), timestamp(date '2026-07-05', 'Europe/Berlin')
select timestamp_trunc(t, day), timestamp_trunc(t, hour), timestamp_trunc(t, week), timestamp_trunc(t, isoweek), timestamp_trunc(t, month), timestamp_trunc(t, day, 'Europe/Berlin'), timestamp_trunc(t, minute) from unnest([timestamp '2026-01-07 23:30:05+00']) as t
select timestamp_diff(timestamp '2026-01-02 00:00:00+00', timestamp '2026-01-01 12:00:00+00', day), timestamp_diff(timestamp '2026-01-02 00:30:00+00', timestamp '2026-01-01 12:00:00+00', hour), timestamp_diff(timestamp '2026-01-01 12:00:00+00', timestamp '2026-01-02 00:30:00+00', hour), timestamp_diff(timestamp '2026-01-01 00:00:01.5+00', timestamp '2026-01-01 00:00:00+00', second), timestamp_diff(timestamp '2026-01-01 00:00:01.5+00', timestamp '2026-01-01 00:00:00+00', millisecond)
select timestamp_add(timestamp '2026-01-01', interval 30 minute), timestamp_sub(timestamp '2026-01-01', interval 1 second), timestamp_add(timestamp '2026-01-01', interval 1 day), timestamp '2026-01-01' + interval 1 hour, timestamp_add(timestamp '2026-03-29 00:30:00+00', interval 1 hour)
select datetime '2026-01-05 10:00:00', datetime(timestamp '2026-01-05 10:00:00+00'), datetime(timestamp '2026-01-05 10:00:00+00', 'Asia/Tokyo'), datetime_trunc(datetime '2026-01-07 13:05:00', hour), datetime_diff(datetime '2026-01-02', datetime '2026-01-01 23:00:00', day), datetime_add(datetime '2026-01-31', interval 1 month), datetime_sub(datetime '2026-01-31', interval 1 hour)
select unix_seconds(timestamp '1969-12-31 23:59:59.5+00'), unix_seconds(timestamp '2026-01-01'), unix_millis(timestamp '1970-01-01 00:00:01+00'), unix_micros(timestamp '1970-01-01 00:00:01+00'), timestamp_seconds(5), timestamp_millis(1500), timestamp_micros(1500000), unix_date(date '1970-01-03'), date_from_unix_date(2)
select format_date('%Y-%m', date '2026-01-05'), format_date('%d %b %y %A %j', date '2026-01-05'), format_date('%G-%V', date '2026-01-01'), format_date('%B %u %a', date '2026-01-04'), format_date('%F', date '2026-01-05'), format_date('%D', date '2026-01-05')
select format_timestamp('%FT%TZ', timestamp '2026-01-05 01:02:03+00'), format_timestamp('%Y-%m-%d %H:%M:%E3S', timestamp '2026-01-05 10:00:00.25+00'), format_timestamp('%H', timestamp '2026-01-05 10:00:00+00', 'Asia/Tokyo'), format_datetime('%Y%m%d %I %p', datetime '2026-01-05 15:00:00'), format_timestamp('%E6S', timestamp '2026-01-05 10:00:01.5+00')
select parse_date('%Y%m%d', '20260105'), parse_date('%d/%m/%Y', '05/01/2026'), parse_timestamp('%Y-%m-%d %H:%M:%S', '2026-01-05 10:00:00'), parse_timestamp('%FT%TZ', '2026-01-05T10:00:00Z'), parse_datetime('%Y-%m-%d', '2026-01-05'), parse_timestamp('%Y-%m-%d', '2026-01-05', 'Europe/Berlin'), parse_date('%b %d, %Y', 'Jan 05, 2026')
select date(t, 'UTC') as a, datetime(t, 'UTC') as b, string(t, 'UTC') as c, timestamp_trunc(t, month, 'UTC') as d, timestamp_trunc(t, week(monday), 'UTC') as e, format_timestamp('%F %H', t, 'UTC') as f, extract(dayofweek from t at time zone 'UTC') as g, extract(date from t at time zone 'UTC') as h from unnest([timestamp '2026-01-31 23:30:00.5+00', timestamp '2026-02-01 00:00:00+00', null]) as t
select timestamp(date '2026-01-31', 'UTC') as a, timestamp(datetime '2026-01-31 23:30:00', 'UTC') as b, timestamp('2026-01-31 23:30:00', 'UTC') as c, parse_timestamp('%Y-%m-%d', '2026-01-31', 'UTC') as d, date(timestamp(date '2026-01-31', 'UTC'), 'UTC') as e, date(2026, 1, 5) as f
select x, ifnull(safe.timestamp(x, 'UTC'), safe_cast(x as timestamp)) as t from unnest(['2026-01-05', '2026-01-05 01:02:03', '2026-01-05T01:02:03.25Z', '2026-01-05T01:02:03+02:00', '2026-01-05 01:02:03 UTC', '2026-01-05 01:02:03.123456', '2026-02-30', '2026-01-05T01', 'x', '', null]) as x
select generate_date_array(date '2026-01-01', date '2026-01-03'), generate_date_array(date '2026-01-03', date '2026-01-01'), generate_date_array(date '2026-01-01', date '2026-03-01', interval 1 month), generate_date_array(date '2026-01-01', date '2026-01-10', interval 1 week)
select generate_timestamp_array(timestamp '2026-01-01', timestamp '2026-01-01 02:00:00+00', interval 1 hour), generate_array(1, 3), generate_array(1, 10, 4), generate_array(3, 1)
select date '2026-01-01' + 1, date '2026-01-31' - 1, date '2026-01-01' < '2026-01-02', date '2026-01-01' = '2026-01-01', timestamp '2026-01-01' < '2026-01-02'
select current_date() = current_date, current_date('UTC') = date(current_timestamp()), current_timestamp() > timestamp '2020-01-01', current_datetime() > datetime '2020-01-01'
select safe.parse_date('%Y', 'x'), safe.div(1, 0), safe.mod(1, 0), safe.parse_timestamp('%Y-%m-%d', 'nonsense'), safe.date(2026, 2, 30)

-- Arrays and structs
select [1, 2, 3][offset(1)], [1, 2, 3][safe_offset(5)], [1, 2][ordinal(1)], [1, 2][safe_ordinal(3)], [1, 2][safe_offset(-1)], [1, 2][0]
select array<string>[], [1.5, 2], array<int64>[1, null], [numeric '1', 2], array<numeric>[1, 2], [date '2026-01-01'], [null, 'a']
select array_length([1, 2]), array_length(array<int64>[]), array_concat([1], [2, 3]), array_reverse([1, 2]), array_length(cast(null as array<int64>))
select struct(1 as a, 'x' as b), struct(1 as a).a, struct(struct(1 as z) as y).y.z, (select as struct 1 as a, 'b' as b)
select array(select x from unnest([3, 1, 2]) as x order by x desc), array(select 1 from unnest([1]) where false), array(select as struct x, x + 1 as y from unnest([1, 2]) as x order by x)
select array_agg(struct(x as v, x * 2 as w) order by x desc limit 1)[offset(0)].w from unnest([1, 2]) as x
select v, o from unnest(['x', 'y']) as v with offset as o order by o desc
select * from unnest([struct(1 as a, 'x' as b), struct(2, 'y')]) with offset as i order by i
select s.a, s.b, s from unnest(array<struct<a int64, b string>>[(1, 'x'), (2, 'y')]) as s order by 1
select x.a, x from unnest([struct(1 as a)]) as x
select t.k, x from (select 'k' as k, [1, 2] as arr union all select 'm', []) as t left join unnest(t.arr) as x order by 1, 2
select t.k, x from (select 'k' as k, [1, 2] as arr) as t, t.arr as x order by x
select t.k, x, i from (select 'k' as k, [7, 8] as arr) as t cross join unnest(t.arr) as x with offset as i order by i
select t.id, item.sku, item.qty from (select 1 as id, [struct('a' as sku, 2 as qty), ('b', 3)] as items) as t, unnest(t.items) as item order by 2
select (select count(*) from unnest(t.arr) as e where e > 1) as n from (select [1, 2, 3] as arr) as t
select array(select distinct x from unnest([2, 1, 2]) as x order by x)
select x from unnest(generate_array(1, 3)) as x where x in unnest([1, 3]) order by x

-- Aggregates
select count(*), count(x), count(distinct x), sum(x), sum(distinct x), min(x), max(x) from unnest([1, 1, 2, null]) as x
select count(*), sum(x), min(x), avg(x), countif(x > 1), logical_or(x > 1), string_agg(cast(x as string)), array_agg(x) from unnest(array<int64>[]) as x
select avg(x), avg(y) from unnest([struct(numeric '1' as x, 1 as y), (numeric '2', 2), (numeric '2', 4)])
select avg(distinct x), avg(y) from unnest([struct(numeric '1' as x, 1.5 as y), (numeric '1', 2.5), (null, null)])
select string_agg(x, '-' order by x), string_agg(x order by x desc), string_agg(distinct x, '|' order by x) from unnest(['b', 'a', 'b', null]) as x
select countif(x = 'a'), countif(x = 'z'), logical_or(x = 'a'), logical_and(x = 'a'), max(x), min(x) from unnest(['b', 'a']) as x
select array_agg(x ignore nulls order by x), array_agg(distinct x ignore nulls order by x), array_agg(x ignore nulls order by x desc limit 2) from unnest([2, 1, null, 2]) as x
select any_value(x having max y), any_value(x having min y) from unnest([struct(1 as x, 2 as y), (3, 1), (4, null)])
select bit_and(x), bit_or(x), bit_xor(x) from unnest([6, 3]) as x
select sum(amount) / count(*) as a, sum(amount) * 2 as b, sum(amount) + count(*) as c from (select numeric '1' as amount union all select 2)
select k, sum(v) as total from unnest([struct('a' as k, 1 as v), ('b', 2), ('a', 3)]) group by k having sum(v) > 2 order by k
select k, n from (select k, count(*) as n from unnest(['a', 'b', 'a', null]) as k group by k) order by k
select mod(x, 2) as x, sum(y) as s from unnest([struct(1 as x, 5 as y), (3, 6), (2, 7)]) group by x order by x
select upper(k) as k, count(*) as n from unnest(['a', 'A', 'b']) as k group by k order by k
select date_trunc(d, month) as d, count(*) as n from unnest([date '2026-01-05', date '2026-01-06', date '2026-02-01']) as d group by d order by d
select 'x' as p, k, count(*) as n from unnest(['a', 'b']) as k group by p, k order by k
select coalesce(t.k, 'none') as k, sum(v) as v from unnest([struct('a' as k, 1 as v), (null, 2), ('none', 3)]) as t group by k order by k
select k, sum(v) as v from unnest([struct('a' as k, 1 as v), ('a', 2)]) group by 1
select sum(sum(v)) over () as t, k from unnest([struct('a' as k, 1 as v), ('b', 2)]) group by k order by k
select max(if(k = 'a', v, null)) as a, max(if(k = 'b', v, null)) as b from unnest([struct('a' as k, 1 as v), ('b', 2)])
select corr(x, y), count(*) from unnest([struct(1.0 as x, 2.0 as y), (2.0, 4.0)])

-- Windows
select x, sum(x) over (order by x rows between unbounded preceding and current row) as s, row_number() over w as r from unnest([3, 1, 2]) as x window w as (order by x desc) order by x
select x, sum(x) over (order by x rows unbounded preceding) as s, avg(x) over () as a, count(*) over (partition by mod(x, 2)) as n from unnest([3, 1, 2]) as x order by x
select x, lag(x) over (order by x) as l, lead(x, 1, 0) over (order by x) as n, lag(x, 2) over (order by x) as l2 from unnest([3, 1, 2]) as x order by x
select x, rank() over (order by x), dense_rank() over (order by x), percent_rank() over (order by x), cume_dist() over (order by x), ntile(2) over (order by x) from unnest([1, 1, 2]) as x order by 1, 2, 6
select x, first_value(x) over (order by x), last_value(x) over (order by x rows between unbounded preceding and unbounded following), nth_value(x, 2) over (order by x rows between unbounded preceding and unbounded following) from unnest([3, 1, 2]) as x order by x
select o, last_value(x ignore nulls) over (order by o) as f, first_value(x ignore nulls) over (order by o desc) as g from unnest([1, null, 3, null]) as x with offset as o order by o
select o, x, row_number() over (order by x) as asc_, row_number() over (order by x desc) as desc_, row_number() over (order by x desc nulls first) as nf from unnest([2, null, 1]) as x with offset as o order by o
select k, v from unnest([struct('a' as k, 1 as v), ('a', 2), ('b', 3)]) qualify row_number() over (partition by k order by v desc) = 1 order by k
select k, v, row_number() over (partition by k order by v desc) as rn from unnest([struct('a' as k, 1 as v), ('a', 2), ('b', 3)]) qualify rn = 1 order by k
select k, v, v / sum(v) over (partition by k) as share from unnest([struct('a' as k, numeric '1' as v), ('a', 2), ('b', 3)]) order by k, v
select d, sum(v) over (order by unix_date(d) range between 1 preceding and current row) as s from unnest([struct(date '2026-01-01' as d, 1 as v), (date '2026-01-02', 2), (date '2026-01-04', 4)]) order by d
select x, countif(x > 1) over (order by x) as c, avg(x) over (order by x) as a, string_agg(cast(x as string)) over (order by x) as s from unnest([numeric '1', numeric '2', numeric '4']) as x order by x
select x, max(x) over (order by x rows between 1 following and 2 following) as m, logical_or(x > 2) over () as b from unnest([1, 2, 3]) as x order by x

-- Queries
with t as (select 'a' as k, 1 as v union all select 'b', 2 union all select 'a', 3) select k, sum(v) as total, count(*) as n from t group by k order by k
with a as (select 1 as x), b as (select x + 1 as x from a), c as (select * from a union all select * from b) select * from c order by x
with recursive r as (select 1 as n union all select n + 1 from r where n < 4) select n from r order by n
(select 1 as x) union all (select 2) order by x desc limit 1
select x from unnest([1, 2, 2]) as x union distinct select 2 order by x
(select 1 as x union all select 2) except distinct (select 2)
(select 1 as x union all select 2) intersect distinct (select 2)
select 1 as x, numeric '1' as y union all select 2, 2 order by x
select 1 as x union all select 2.5 order by x
select * except (b), 1 as c from (select 1 as a, 2 as b)
select * replace (a + 1 as a) from (select 1 as a, 2 as b)
select t.* except (a), t.b as c from (select 1 as a, 2 as b) as t
select a.*, b.v from (select 1 as k) as a join (select 1 as k, 'x' as v) as b on a.k = b.k
select * from (select 1 as a, 'l' as l) as l full outer join (select 2 as a, 'r' as r) as r using (a) order by a
select a, l.v as lv, r.v as rv from (select 1 as a, 'l' as v) as l full join (select 1 as a, 'r' as v) as r using (a)
select l.a, r.b from unnest([struct(1 as a), struct(2)]) as l left join unnest([struct(1 as a, 'x' as b)]) as r on l.a = r.a order by 1
select l.a, r.b from (select 1 as a) as l right join (select 2 as a, 'x' as b) as r on l.a = r.a
select coalesce(l.k, r.k) as k, l.v as expected, r.v as actual from (select 'a' as k, numeric '1' as v) as l full outer join (select 'b' as k, numeric '2' as v) as r on l.k is not distinct from r.k order by k
select x, y from unnest([1, 2]) as x cross join unnest([3]) as y order by x
select k, n from (select 'k' as k), unnest([1, 2]) as n where n > 1
select (select max(x) from unnest([1, 2]) as x) as m, exists(select 1) as e, not exists (select 1 from unnest([1]) where false) as n, 1 in (select 1) as i, 2 not in (select 1) as o
select x from unnest([1, 2, 3]) as x where x > (select avg(y) from unnest([1, 2, 3]) as y) order by x
select t.x, (select count(*) from unnest([1, 2, 2]) as u where u = t.x) as n from (select 2 as x) as t
select x from unnest([1, 2, 3]) as x where exists (select 1 from unnest([2, 3]) as y where y = x) order by x
select distinct x from unnest([1, 1, 2, null]) as x order by x
select x from unnest([3, null, 1]) as x order by x
select x from unnest([3, null, 1]) as x order by x desc
select x from unnest([3, null, 1]) as x order by x nulls last
select x from unnest([1, 2, 3]) as x order by x limit 1 offset 1
select a, b, from (select 1 as a, 2 as b)
select offset, `user`, column, rows_ from (select 1 as offset, 2 as user, 3 as column, 4 as rows_)
select date, timestamp, value, name from (select 1 as date, 2 as timestamp, 3 as value, 4 as name)
select sum(date) date, max(t.timestamp) timestamp from (select 1 as date, 2 as timestamp) t
select `a b`, t.`select` from (select 1 as `a b`, 2 as `select`) t
select Foo, BAR from (select 1 as foo, 2 as bar)
select * from (select 1 as a, 2 as b) unpivot (v for n in (a, b as 'bee')) order by n
select * from (select 'k' as k, 1 as a, cast(null as int64) as b) unpivot include nulls (v for n in (a, b)) order by n
select * from (select 'k' as k, 1 as a, cast(null as int64) as b) unpivot (v for n in (a, b))
select x, case when x > 1 then 'big' else 'small' end as size, if(x > 1, 1, 0) as n from unnest([1, 2]) as x order by x
select 1 as a -- a comment
select /* in the middle */ 1 as a # at the end
select a.x.y.z from (select struct(struct(struct(1 as z) as y) as x) as a)
select x, count(*) from (select x from unnest([1, 2]) as x union all select x from unnest([2]) as x) group by x order by x
select t.a + u.a as s from (select 1 as a) as t, (select 2 as a) as u where t.a < u.a
select distinct k, sum(v) over (partition by k) as s from unnest([struct('a' as k, 1 as v), ('a', 2)])
select -x as x from unnest([struct(1 as x), struct(2)]) as t qualify row_number() over (order by x) = 1
select k, y as x from unnest([struct('a' as k, 1 as x, 2 as y), ('b', 2, 1)]) qualify row_number() over (order by x) = 1
select k, y as x from unnest([struct('a' as k, 1 as x, 2 as y), ('b', 2, 1)]) order by x * 2
select t.v as w, v from unnest([struct(1 as v, 5 as w), (2, 3)]) as t order by w + 0 desc
select k, sum(v) as v from unnest([struct('a' as k, 1 as v), ('b', 2)]) group by k having v + 1 > 2 order by v + 1
select k, sum(v) as v, (select max(v) from unnest([struct(9 as v)])) as m from unnest([struct('a' as k, 1 as v)]) group by k having v < (select max(v) from unnest([struct(9 as v)]))
select x, lower(x) as x2, row_number() over (partition by lower(x) order by x) as rn from unnest(['a', 'A']) as x qualify rn = 1 and x2 = 'a'

-- Whole idioms
select -x as x, count(*) as n from unnest([1, 2]) as x group by x having x > -2 order by x
select k, sum(v) as v from unnest([struct('a' as k, 1 as v), ('b', 2)]) group by k having v > 1
select k, sum(v) as v from unnest([struct('a' as k, 1 as v), ('b', 2)]) group by k order by v desc
select k, -v as v from unnest([struct('a' as k, 1 as v), ('b', 2)]) order by v
select k, -v as v from unnest([struct('a' as k, 1 as v), ('b', 2)]) order by v + 1
select k, -v as v, row_number() over (order by v) as r from unnest([struct('a' as k, 1 as v), ('b', 2)]) order by k
select t.v as k, sum(1) as n from unnest([struct('a' as k, 1 as v), ('b', 2)]) as t group by k order by 1
select t.k, u.k as k2 from unnest([struct('a' as k)]) as t join unnest([struct('a' as k)]) as u using (k)
select k from unnest([struct('a' as k)]) as t join unnest([struct('a' as k)]) as u using (k) group by k
select if(x > 1, x, null) as x, count(*) as n from unnest([1, 2, 3]) as x where x < 3 group by x order by x
select case when x > 1 then 'b' else 's' end as size, sum(x) as x from unnest([1, 2, 3]) as x group by size order by size
select extract(year from d) as y, format_date('%m', d) as m, count(*) as n from unnest([date '2026-01-05', date '2026-01-06']) as d group by y, m
select x as a, x + 1 as b from unnest([1]) as x union all select b, a from (select 5 as a, 6 as b) order by a
select t.*, row_number() over (partition by k order by v) as rn from unnest([struct('a' as k, 1 as v)]) as t
select a, (select count(*) from unnest([1,2]) as a where a > 1) as n from (select 5 as a)
with days as (select d from unnest(generate_date_array(date '2026-01-01', date '2026-01-03')) as d) select d, coalesce(v, 0) as v from days left join (select date '2026-01-02' as d, 5 as v) using (d) order by d
select array_agg(x order by x desc)[safe_offset(0)] as m, array_length(array_agg(distinct x)) as n from unnest([1, 2, 2]) as x
select to_hex(sha256(concat(ifnull(k, ''), '|', cast(v as string), '|', cast(d as string)))) as id from (select cast(null as string) as k, 5 as v, date '2026-01-01' as d)
select logical_and(x > 0) as ok, max(abs(x)) as m from unnest([1, -2]) as x having not ok
select 'a' as k from unnest([1]) as one where false union all select 'b'
select cast(json_value(p, '$.n') as int64) as n, safe_cast(json_value(p, '$.x') as int64) as x from (select '{"n": 12, "x": "y"}' as p)
select timestamp(json_value(p, '$.t')) as t, date(timestamp(json_value(p, '$.t'))) as d from (select '{"t":"2026-01-05T10:00:00Z"}' as p)
select safe_cast('2026-01-05T10:00:00Z' as timestamp) as t, safe.timestamp('x') as u, timestamp('2026-01-05T10:00:00.123456Z') as w
select sum(case when k = 'a' then v else 0 end) as a, sum(if(k = 'b', v, 0)) as b from unnest([struct('a' as k, numeric '1.5' as v), ('b', 2)])
select min(d) as f, max(d) as l, count(distinct d) as n, date_diff(max(d), min(d), day) + 1 as span from unnest([date '2026-01-05', date '2026-01-07']) as d
select sum(x) as s from unnest(cast([] as array<numeric>)) as x
select ifnull(sum(x), 0) as s from unnest(cast([] as array<numeric>)) as x
select greatest(date '2026-01-01', date '2026-01-02') as d, least(timestamp '2026-01-01', timestamp '2026-01-02') as t
select current_date() - 1 < current_date() as b
select regexp_extract(m, r'^claude-(?:\d-)*(opus|sonnet|haiku)') as family from unnest(['claude-3-opus-20240229', 'claude-sonnet-4']) as m order by 1
select string_agg(distinct k, ', ' order by k) as ks, count(distinct if(v > 1, k, null)) as n from unnest([struct('a' as k, 1 as v), ('b', 2), ('b', 3)])
select l.k from unnest(['a', 'b', null]) as l_k join (select 'a' as k) as l on l.k = l_k
select x from unnest(['a', 'b', null]) as x where x not in ('a') order by x
select sum(numeric '0.1') over (order by x) as s, x from unnest([1, 2]) as x order by x
select floor(numeric '7' / 2) as f, cast(floor(numeric '7' / 2) as int64) as i, cast(trunc(7 / 2) as int64) as t
select numeric '1' / 3 * 3 as a, 2 * numeric '1' / 3 as b, -numeric '1' / 3 as c, 10 / numeric '4' / 5 as d
select * from (select 1 as x), (select 2 as y)
select any_value(x) as x from unnest([5, 5]) as x
select row_number() over () as r from unnest([1])
select sum(x) over (partition by x order by x) / sum(x) over () as q from unnest([1, 1]) as x
select (case when x = 1 then numeric '2' end) * 3 / 4 as q from unnest([1]) as x
select count(*) filter_ from unnest([1]) as x
select x between 1 and 2 * 3 as b, not x = 1 and x / 2 > 0.2 as c, x * 2 = 2 or false as d from unnest([1]) as x
select - (2 * 3) as a, 2 * (-3) as b, 6 / (1 + 1) as c, -x * -x as d, +x / -2 as e from unnest([3]) as x
select if(x = 0, null, 10 / x) as q from unnest([0, 4]) as x order by 1
select case when x = 0 then 0 else 10 / x end as q from unnest([0, 4]) as x order by 1
select date_diff(d, lag(d) over (order by d), day) as gap from unnest([date '2026-01-01', date '2026-01-04']) as d order by 1

-- where a type is written down
select 3 * numeric '0.1' as a, numeric '0.1' * 3 as b, 3 * 0.1 as c, 0.1 * 3 as d, - 2 * numeric '0.5' as e
select 2 * 3 * numeric '0.5' as a, numeric '0.5' * 2 * numeric '0.5' as b, numeric '0.000000001' * numeric '0.5' as c
select cast('1.5' as numeric) * cast('2.5' as numeric) as a, cast('-0.5' as numeric) * numeric '0.000000001' as b
select cast('10000000000000000000000000000' as numeric) * cast('0.000000001' as numeric) as a
select cast('0.000000001' as numeric) * cast('10000000000000000000000000000' as numeric) as a
select cast(3 as int64) * 0.5 as a, cast('3' as int64) * numeric '0.5' as b, cast(null as numeric) * cast('1' as numeric) as c
select cast(x as int64) * 2 as a, 2 * x as b, x * 2 as c from unnest([1, -3, null]) as x
select x * 2 as a, 2 * x as b, -2 * x as c from unnest([numeric '0.000000001', numeric '-1.5', null]) as x
select x * 2 as a, 2 * x as b, cast(x as numeric) * cast(x as numeric) as c from unnest([0.1, -1.5, null]) as x
select div(numeric '7.5', cast('2' as numeric)) as a, div(7, cast('2' as numeric)) as b, div(numeric '-7.5', 2) as c
select div(cast(null as numeric), 2) as a, div(cast('7' as numeric), cast('0.5' as numeric)) as b, div(7, 2) as c
select div(x, cast('1' as numeric)) as a from unnest([numeric '2.5', numeric '-2.5', null]) as x
select cast(numeric '2.5' + 0 as int64) as a, cast(numeric '-2.5' - 0 as int64) as b, cast(2.5 + 0 as int64) as c, cast(-2.5 - 0 as int64) as d
select cast(3.5 * 1 as int64) as a, cast(9223372036854775806 + 1 as int64) as b, cast(abs(-2.5) as int64) as c, cast(round(2.5) as int64) as d
select cast(x - x * 2 as int64) as a, safe_cast(x * 1000 as int64) as b from unnest([numeric '2.5', numeric '-2.5', null]) as x
select safe_cast(x * 10 as int64) as a from unnest([numeric '9223372036854775807', numeric '1']) as x
select cast(null as int64) as a, cast(null as numeric) as b, cast(null as string) as c, safe_cast(null as int64) as d
select cast(x + y as int64) as a, cast((x) / y as int64) as b from unnest([numeric '5']) as x, unnest([numeric '2']) as y
select substr('abc', 2) as a, substr('abc', 1, 0) as b, substr('', 1, 3) as c, substr('😀bc', 2, 1) as d, substr('abc', 5) as e
select substr(cast(null as string), 1) as a, substr('abc', 0, 2) as b, substr('abc', -2, 1) as c, substring('abcd', 2, 2) as d
select substr('abc', 1, 99) as a, substring('abc', 3) as b
select cast(timestamp '2026-01-01 00:00:00.5+00' as string) as a, cast(timestamp '2026-01-01 00:00:00.12+00' as string) as b
select cast(timestamp '2026-01-01 00:00:00.123+00' as string) as a, cast(timestamp '2026-01-01 00:00:00.1234+00' as string) as b
select cast(timestamp '2026-01-01 00:00:00.100100+00' as string) as a, cast(timestamp '2026-01-01 00:00:00.0001+00' as string) as b
select cast(timestamp '2026-01-01 00:00:00.123456+00' as string) as a, cast(timestamp '2026-01-01 00:00:00+00' as string) as b
select cast(datetime '2026-01-01 00:00:00.05' as string) as a, cast(time '01:02:03.000010' as string) as b, cast(time '01:02:03' as string) as c
select cast(numeric '100' as string) as a, cast(numeric '0' as string) as b, cast(numeric '-0.50' as string) as c, cast(numeric '1200.000000001' as string) as d
select cast(numeric '0.10' as string) as a, cast(numeric '10.010' as string) as b, cast(1.0 as string) as c, cast(100.0 as string) as d
select cast(1.5e300 as string) as a, cast(0.1 as string) as b, cast(-0.0000001 as string) as c, cast(1020.50 as string) as d
select cast(true as string) as a, cast(date '2026-01-01' as string) as b, cast(b'abc' as string) as c, cast(10 as string) as d

-- several values of one JSON column
with t as (select '{"a":1,"b":{"c":"x"},"d":[1,2]}' as j, 7 as n union all select 'no json', 8 union all select null, 9) select n, json_value(j, '$.a') as a, json_value(j, '$.b.c') as c, json_value(j, '$.d[1]') as d, json_value(j, '$.b') as b from t
with t as (select '{"a":1,"b":2}' as j, '{"a":3,"b":null}' as k) select json_value(t.j, '$.a') as a, json_value(t.j, '$.b') as b, json_value(k, '$.a') as c, json_value(k, '$.b') as d from t as t
with t as (select '{"a":1,"b":2}' as j) select distinct concat(json_value(s.j, '$.a'), json_value(s.j, '$.b')) as ab, s.j from t as s where json_value(j, '$.a') = '1'
with t as (select '{"a":1,"b":2}' as j) select *, json_value(j, '$.a') as a, json_value(j, '$.b') as b from t
with t as (select '{"a":1,"b":2}' as j) select json_value(j, '$.a') as a, json_value(j, '$.b') as b from t order by a limit 1
with t as (select '{"a":1,"b":2}' as j), u as (select 5 as n) select json_value(j, '$.a') as a, json_value(j, '$.b') as b, n from t cross join u
with t as (select '{"a":1,"b":2}' as j) select json_value(j, '$.a') as a, count(json_value(j, '$.b')) as b from t group by json_value(j, '$.a')
with t as (select '{"a":1,"b":2}' as j, 1 as n union all select '{"a":3,"b":4}', 2) select json_value(j, '$.a') as a, json_value(j, '$.b') as b, row_number() over (order by json_value(j, '$.a') desc) as place from t qualify place = 1
with t as (select '{"a":1,"b":2}' as j), u as (select 1 as n) select (select concat(json_value(t.j, '$.a'), json_value(t.j, '$.b')) from u) as ab, json_value(j, '$.a') as a from t
with t as (select '{"a":1,"b":2}' as j), u as (select 1 as n) select (select concat(json_value(j, '$.a'), json_value(j, '$.b'), cast(n as string)) from u) as ab from t
with t as (select '{"a":"x\\ud83d","b":"\\\\ud800","c":"\\u00e9\\udc00\\\\\\ud800"}' as j) select json_value(j, '$.a') as a, json_value(j, '$.b') as b, json_value(j, '$.c') as c from t
select x, safe_cast(safe_cast(x as numeric) as int64) as n, timestamp_millis(safe_cast(regexp_extract(cast(safe_cast(safe_cast(x as numeric) as int64) as string), r'^[0-9]{13}$') as int64)) as t, safe_cast(x as timestamp) as s, safe_cast(substr(x, 1, 10) as date) as d, safe_cast(x as bool) as b, safe_cast(concat(x, 'e9') as numeric) as nano from unnest(['x', '', 'true', '[]', '-', '1e400', '-1e99', '1.5', '100.0', '1e1', '999999999999999999999999999999', '1e99999999999999999999', '2026-09-31', '2026-09-31T00:00:00Z', '2026-09-30T00:00:00Z', '1788220800000000', '1788220800000', '1788220800000.0', '1.7882208e12', '-5', '12.5e-3', '21.36232', '-0.5E-6', '9e10', '9e11', '12e3', '099999999999', '99999999999.99', '100000000000', null]) as x
select x, safe_divide(safe_cast(regexp_extract(x, r'^-?0*[0-9]{1,11}(?:[.][0-9]+)?$') as numeric), numeric '100') as c, if(regexp_contains(x, r'^-?(?:[0-9]{1,11}(?:[.][0-9]+)?(?:[eE]-[0-9]{1,4})?|[0-9](?:[.][0-9]+)?[eE][+]?(?:0?[0-9]|10))$'), safe_cast(concat(regexp_extract(x, r'^-?[0-9]+(?:[.][0-9]+)?'), 'e', cast(ifnull(safe_cast(regexp_extract(x, r'[eE]([0-9+-]+)$') as int64), 0) - 2 as string)) as numeric), null) as b, regexp_contains(x, r'^-?0*[0-9]{1,11}(?:[.][0-9]{1,7}0*)?$') as e from unnest(['x', '', 'true', '[]', '-', '1e400', '-1e99', '1.5', '100.0', '1e1', '999999999999999999999999999999', '1e99999999999999999999', '2026-09-31', '2026-09-31T00:00:00Z', '2026-09-30T00:00:00Z', '1788220800000000', '1788220800000', '1788220800000.0', '1.7882208e12', '-5', '12.5e-3', '21.36232', '-0.5E-6', '9e10', '9e11', '12e3', '099999999999', '99999999999.99', '100000000000', '6e-9', '9.5e-12', '-5e-300', '4e-8', null]) as x
select p, json_value(p, '$.a') as v, json_query(p, '$.a') as q, array_length(json_query_array(p, '$.a')) as n, array_length(json_query_array(p, '$')) as m from unnest(['', '{', '[]', 'null', '"x"', '{"data": [', '{"a": 1}', '{"a": [1]}', '{"a": {}}', '{"a": null}', '{"a": "x"}', '[1]', null]) as p
select safe_cast(safe_cast(ifnull(json_value(p, '$.a'), '0') as numeric) as int64) + safe_cast(safe_cast(ifnull(json_value(p, '$.b'), '0') as numeric) as int64) as n, safe_cast(safe_cast(ifnull(json_value(p, '$.a'), '0') as numeric) as int64) is not null and safe_cast(safe_cast(ifnull(json_value(p, '$.b'), '0') as numeric) as int64) is not null as r from unnest(['{', '{"a": 1, "b": 2.0}', '{"a": "x"}', '{}', '{"a": null}', '{"a": [1]}', '{"a": true}', '[]']) as p
