/** Aggregates whose DuckDB form is more than another name. Each puts OVER (…) where it belongs. */
import { argument, plainArguments, refuseClauses, type Call } from "./arguments.ts";
import { SqlSyntaxError, UnsupportedError } from "../syntax/errors.ts";
import { renderExpression } from "./context.ts";

export const AGGREGATE_FORMS: Readonly<Record<string, (call: Call) => string>> = {
  array_agg: renderArrayAgg,
  any_value: renderAnyValue,
  avg: renderAverage,
  countif: renderCountIf,
  max_by: (call) => renderExtreme(call, "max", argument(call, 1)),
  min_by: (call) => renderExtreme(call, "min", argument(call, 1)),
};

function renderArrayAgg(call: Call): string {
  const { nulls, limit, values } = call.arguments;
  refuseClauses(call.arguments, call.name, call.at, ["nulls", "limit"]);
  const bare = { ...call, arguments: { ...call.arguments, nulls: null } };
  if (values.length !== 1) throw new SqlSyntaxError("ARRAY_AGG takes one argument", call.at);
  const filter = nulls === "ignore" ? ` filter (where ${argument(call, 0)} is not null)` : "";
  const list = `array_agg(${plainArguments(bare)})${filter}${call.over}`;
  if (limit === null) return list;
  return `list_slice(${list}, 1, ${renderExpression(limit, call.scope)})`;
}

function renderAnyValue(call: Call): string {
  refuseClauses(call.arguments, call.name, call.at, ["having"]);
  const { having } = call.arguments;
  if (having === null) return `any_value(${plainArguments(call)})${call.over}`;
  return renderExtreme(call, having.extreme, renderExpression(having.by, call.scope));
}

/** The value of the row in which `by` is largest or smallest, even if the value is NULL. */
function renderExtreme(call: Call, extreme: "max" | "min", by: string): string {
  return `arg_${extreme}_null(${argument(call, 0)}, ${by})${call.over}`;
}

/** DuckDB's own avg gives a DOUBLE for decimals; the macro divides exactly. */
function renderAverage(call: Call): string {
  refuseClauses(call.arguments, call.name, call.at, []);
  const inside = plainArguments(call);
  return `bq_average(sum(${inside})${call.over}, count(${inside})${call.over})`;
}

/** DuckDB's own countif gives NULL for no rows. */
function renderCountIf(call: Call): string {
  refuseClauses(call.arguments, call.name, call.at, []);
  if (call.arguments.distinct) throw new UnsupportedError("COUNTIF(DISTINCT …)", call.at);
  return `count(case when ${argument(call, 0)} then 1 end)${call.over}`;
}
