/** Scalar functions whose DuckDB form is more than another name. */
import { argument, type Call } from "./arguments.ts";
import { dateFormat } from "./date_formats.ts";
import { SqlSyntaxError, UnsupportedError } from "../syntax/errors.ts";
import { renderExpression } from "./context.ts";
import { unexpected } from "../syntax/unexpected.ts";
import { renderJson, renderJsonValue } from "./json_calls.ts";
import { datePart, isUtc } from "./date_parts.ts";
import { renderStruct } from "./structs.ts";
import { stringLiteral } from "../syntax/text.ts";
import { isNumber, knownType } from "./known_types.ts";
import { duckDbType } from "./types.ts";
import { areWords, isWord } from "../syntax/tree.ts";

type Form = (call: Call) => string;

export const SCALAR_FORMS: Readonly<Record<string, Form>> = {
  cast: (call) => renderCast(call, false),
  safe_cast: (call) => renderCast(call, true),
  concat: (call) => `(${all(call).join(" || ")})`,
  extract: renderExtract,
  // DuckDB's greatest and least pass over NULLs.
  greatest: (call) => nullIfAny(call, `greatest(${all(call).join(", ")})`),
  least: (call) => nullIfAny(call, `least(${all(call).join(", ")})`),
  if: renderIf,
  regexp_extract: renderRegexpExtract,
  regexp_substr: renderRegexpExtract,
  regexp_extract_all: renderRegexpExtractAll,
  struct: renderStruct,
  json_value: renderJsonValue,
  json_extract_scalar: renderJsonValue,
  json_query: (call) => renderJson(call, "json_query"),
  json_extract: (call) => renderJson(call, "json_query"),
  json_query_array: (call) => renderJson(call, "json_query_array"),
  json_extract_array: (call) => renderJson(call, "json_query_array"),
  json_value_array: (call) => renderJson(call, "json_value_array"),
  json_extract_string_array: (call) => renderJson(call, "json_value_array"),
  date_diff: (call) => renderWithPart(call, 2),
  datetime_diff: (call) => renderWithPart(call, 2),
  timestamp_diff: (call) => renderWithPart(call, 2),
  date_trunc: (call) => renderWithPart(call, 1),
  datetime_trunc: (call) => renderWithPart(call, 1),
  timestamp_trunc: (call) => renderWithPart(call, 1),
  last_day: (call) => renderWithPart(call, 1),
  format_date: renderWithFormat,
  format_datetime: renderWithFormat,
  format_timestamp: renderWithFormat,
  parse_date: renderWithFormat,
  parse_datetime: renderWithFormat,
  parse_timestamp: renderWithFormat,
};

function all(call: Call): readonly string[] {
  if (call.arguments.values.length === 0) {
    throw new SqlSyntaxError(`Too few arguments for function ${call.name.toUpperCase()}`, call.at);
  }
  return call.arguments.values.map((value) => renderExpression(value, call.scope));
}

function nullIfAny(call: Call, text: string): string {
  const anyNull = all(call).map((value) => `(${value}) is null`);
  return `case when ${anyNull.join(" or ")} then null else ${text} end`;
}

function renderIf(call: Call): string {
  const [condition, yes, no] = [argument(call, 0), argument(call, 1), argument(call, 2)];
  return `case when ${condition} then ${yes} else ${no} end`;
}

const CAST_MACROS: Readonly<Record<string, readonly [cast: string, safe: string]>> = {
  VARCHAR: ["bq_to_string", "bq_to_string"],
  BIGINT: ["bq_to_int64", "bq_safe_to_int64"],
  BOOLEAN: ["bq_to_bool", "bq_safe_to_bool"],
  "DECIMAL(38,9)": ["bq_to_numeric", "bq_safe_to_numeric"],
  DATE: ["bq_to_date", "bq_safe_to_date"],
  TIMESTAMP: ["bq_to_datetime", "bq_safe_to_datetime"],
  TIMESTAMPTZ: ["bq_to_timestamp", "bq_safe_to_timestamp"],
};

/** `cast(x as type)`; most need macros because DuckDB reads, prints and rounds otherwise. */
function renderCast(call: Call, safe: boolean): string {
  const nodes = call.group.children;
  const as = nodes.findIndex((node) => isWord(node, "as"));
  if (as < 0) throw new SqlSyntaxError("Expected keyword AS in CAST", call.at);
  const format = nodes.find((node) => isWord(node, "format", "at"));
  if (format !== undefined) throw new UnsupportedError("CAST with FORMAT", format);
  const type = duckDbType(nodes.slice(as + 1));
  const macro = CAST_MACROS[type]?.[safe ? 1 : 0];
  // A macro says its argument several times, and each is planned. Of a NUMERIC both engines round the same, and a float
  // that becomes a NUMERIC is a table's column, or a literal.
  const given = nodes.slice(0, as);
  const value = renderExpression(given, call.scope);
  const isPlain =
    (given.length === 1 && isWord(given[0], "null")) ||
    (type === "BIGINT" && knownType(given) === "DECIMAL(38,9)") ||
    (type === "DECIMAL(38,9)" && (given.length > 5 || given.some(({ kind }) => kind === "group")));
  const cast = safe ? "try_cast" : "cast";
  if (type === "BIGINT" && isNumber(given)) return `${cast}(round(${value}) as BIGINT)`;
  if (macro !== undefined && !isPlain) return `${macro}(${value})`;
  // Only a text may be no number.
  if (safe && type === "DECIMAL(38,9)") return `try_cast(bq_numeric_text(${value}) as ${type})`;
  return `${cast}(${value} as ${type})`;
}

function renderWithPart(call: Call, partIndex: number): string {
  const values = call.arguments.values.map((value, index) =>
    index === partIndex ? datePart(value) : renderExpression(value, call.scope),
  );
  return `bq_${call.name}(${values.join(", ")})`;
}

function renderWithFormat(call: Call): string {
  const [format, ...values] = call.arguments.values;
  const rendered = values.map((value) => renderExpression(value, call.scope));
  return `bq_${call.name}(${[stringLiteral(dateFormat(format ?? [])), ...rendered].join(", ")})`;
}

const EXTRACTED =
  `microsecond millisecond second minute hour day week dayofweek dayofyear month quarter
  year isoweek isoyear date datetime time`.split(/\s+/);

/** `extract(part from x [at time zone z])`. */
function renderExtract(call: Call): string {
  const nodes = call.group.children;
  const part = nodes[0];
  if (part?.kind !== "word" || !isWord(nodes[1], "from")) throw unexpected(nodes[1] ?? call.at);
  if (!isWord(part, ...EXTRACTED)) {
    throw new UnsupportedError(`EXTRACT(${part.text.toUpperCase()})`, part);
  }
  const zoneAt = nodes.findIndex((_, index) => areWords(nodes, index, "at", "time", "zone"));
  const value = renderExpression(nodes.slice(2, zoneAt < 0 ? undefined : zoneAt), call.scope);
  if (zoneAt < 0) return `bq_extract_${part.value}(${value})`;
  if (isUtc(nodes.slice(zoneAt + 3))) return `bq_extract_${part.value}(${value})`;
  const zone = renderExpression(nodes.slice(zoneAt + 3), call.scope);
  return `bq_extract_${part.value}(timezone(${zone}, ${value}))`;
}

/** One group gives that group, none the whole match, no match NULL (DuckDB: an empty string). */
function renderRegexpExtract(call: Call): string {
  if (call.arguments.values.length !== 2) {
    throw new UnsupportedError(`function ${call.name.toUpperCase()} with a position`, call.at);
  }
  const [text, pattern] = [argument(call, 0), argument(call, 1)];
  const group = captureGroups(call);
  return `case when regexp_matches(${text}, ${pattern}) then regexp_extract(${text}, ${pattern}, ${group}) end`;
}

function renderRegexpExtractAll(call: Call): string {
  const [text, pattern] = [argument(call, 0), argument(call, 1)];
  return `regexp_extract_all(${text}, ${pattern}, ${captureGroups(call)})`;
}

function captureGroups(call: Call): number {
  const [pattern, ...others] = call.arguments.values[1] ?? [];
  if (pattern?.kind !== "string" || others.length > 0) {
    throw new UnsupportedError(`${call.name.toUpperCase()} with a computed pattern`, call.at);
  }
  // A letter in place of each: with nothing there, the `?` of `([0-9]?)` would stand behind the bracket.
  const plain = pattern.value.replace(/\\[\s\S]/g, "x").replace(/\[\^?\]?[^\]]*\]/g, "x");
  const groups = plain.match(/\((?!\?)|\(\?P?</g) ?? [];
  if (groups.length > 1) {
    throw new SqlSyntaxError("A pattern may have at most one capturing group", pattern);
  }
  return groups.length;
}
