/**
 * Where a resolved statement asks for the project's default_time_zone: in every function that may be told a zone and is
 * not, and in casts between an instant and what it is in one zone alone.
 */

type Json = Readonly<Record<string, unknown>>;

const INSTANT = "TYPE_TIMESTAMP";
const LOCAL = ["TYPE_DATE", "TYPE_DATETIME", "TYPE_TIME", "TYPE_STRING"];
const CLOCKS = /:current_(date|datetime|time)$/;

/** Functions and casts by name, each as often as it asks. */
export function zonesLeftOut(resolved: object, found: string[] = []): readonly string[] {
  for (const [key, node] of Object.entries(resolved) as [string, unknown][]) {
    if (typeof node !== "object" || node === null) continue;
    found.push(...ofNode(key, node as Json));
    zonesLeftOut(node, found);
  }
  return found;
}

function ofNode(key: string, node: Json): readonly string[] {
  if (key === "resolved_cast_node") {
    const [from, to] = [typeOf(node["expr"]), typeOf(node)];
    const isLed =
      [from, to].includes(INSTANT) && LOCAL.some((type) => type === from || type === to);
    return isLed ? [`cast(${from.slice(5)} as ${to.slice(5)})`] : [];
  }
  const name = (node["function"] as Json | undefined)?.["name"];
  if (typeof name !== "string") return [];
  const { argument = [], return_type: result } = node["signature"] as {
    readonly argument?: readonly Json[];
    readonly return_type?: Json;
  };
  const isOfInstant =
    CLOCKS.test(name) || [...argument, result].some((part) => kindOf(part) === INSTANT);
  return isOfInstant && argument.some(isZoneLeftOut) ? [name.replace(/^.*:\$?/, "")] : [];
}

/** The one optional text of functions about instants is the zone. */
function isZoneLeftOut(argument: Json): boolean {
  const { cardinality } = argument["options"] as { readonly cardinality?: string };
  return (
    cardinality === "OPTIONAL" &&
    kindOf(argument) === "TYPE_STRING" &&
    argument["num_occurrences"] === 0
  );
}

function kindOf(part: Json | undefined): string {
  const kind = (part?.["type"] as Json | undefined)?.["type_kind"];
  return typeof kind === "string" ? kind : "";
}

/** The type of an expression, which stands in the innermost `parent` of its node, whatever wraps the node. */
function typeOf(expression: unknown): string {
  if (typeof expression !== "object" || expression === null) return "";
  const { parent, type } = expression as Json;
  if (type !== undefined) return kindOf(expression as Json);
  return typeOf(parent ?? Object.values(expression)[0]);
}
