/** Calls: which functions exist here, and what they are called in DuckDB. */
import { AGGREGATE_FORMS } from "./aggregate_forms.ts";
import { argument, parseArguments, plainArguments, refuseClauses, type Call } from "./arguments.ts";
import { renderExpression, renderQuery, type Primary, type Scope } from "./context.ts";
import { SqlSyntaxError, UnsupportedError } from "../syntax/errors.ts";
import { unexpected } from "../syntax/unexpected.ts";
import { FUNCTIONS, KEEPS_NULLS_CLAUSE } from "./functions.ts";
import { plainTarget } from "./known_types.ts";
import { SCALAR_FORMS } from "./scalar_forms.ts";
import { identifier } from "../syntax/text.ts";
import { withoutUtc } from "./date_parts.ts";
import {
  isGroup,
  isName,
  isOperator,
  isWord,
  nameOf,
  type Group,
  type Nodes,
} from "../syntax/tree.ts";

interface Callee {
  readonly names: readonly string[];
  readonly group: Group;
  readonly next: number;
}

/** The call that begins at `index`, or null if none does. */
export function renderCall(nodes: Nodes, index: number, scope: Scope): Primary | null {
  const callee = readCallee(nodes, index);
  const at = nodes[index];
  if (callee === null || at === undefined) return null;
  const safe = callee.names.length === 2 && callee.names[0] === "safe";
  const name = (safe ? callee.names.slice(1) : callee.names).join(".");
  if (name === "array") return null;
  if (name === "exists") {
    return { text: `exists (${renderQuery(callee.group.children, scope)})`, next: callee.next };
  }
  const window = readOver(nodes, callee.next, scope);
  const given = parseArguments(callee.group);
  const call: Call = {
    name,
    at,
    group: callee.group,
    arguments: { ...given, values: withoutUtc(name, given.values) },
    over: window.text,
    scope,
  };
  const text = safe ? renderSafe(call) : renderFunction(call);
  return { text, next: window.next };
}

/** Functions whose macro raises errors of its own, which DuckDB's TRY cannot catch. */
const RAISING: ReadonlySet<string> = new Set(
  "div mod substr substring left right repeat".split(" "),
);

/** `safe.f(x)` is NULL where `f(x)` is an error. */
function renderSafe(call: Call): string {
  if (!RAISING.has(call.name)) return `try(${renderFunction(call)})`;
  if (call.name !== "div" && call.name !== "mod") {
    throw new UnsupportedError(`function SAFE.${call.name.toUpperCase()}`, call.at);
  }
  return `bq_safe_${call.name}(${argument(call, 0)}, ${argument(call, 1)})`;
}

function renderFunction(call: Call): string {
  const { name, scope, over } = call;
  if (scope.temporaryFunctions.has(name)) return `${identifier(name)}(${plainArguments(call)})`;
  const aggregate = own(AGGREGATE_FORMS, name);
  if (aggregate !== undefined) return aggregate(call);
  refuseClauses(call.arguments, name, call.at, KEEPS_NULLS_CLAUSE.has(name) ? ["nulls"] : []);
  const scalar = own(SCALAR_FORMS, name);
  if (scalar !== undefined) {
    if (over !== "") throw new SqlSyntaxError(`${name.toUpperCase()} cannot have OVER`, call.at);
    return scalar(call);
  }
  const known = FUNCTIONS.get(name);
  if (known === undefined) throw new UnsupportedError(`function ${name.toUpperCase()}`, call.at);
  const count = call.arguments.values.length;
  if (count < known.least || count > known.most) {
    throw new UnsupportedError(`function ${name.toUpperCase()} with ${count} arguments`, call.at);
  }
  const target = plainTarget(name, call.arguments.values) ?? known.target;
  return `${target}(${plainArguments(call)})${over}`;
}

/** What a table itself has: every object knows "constructor", which is no function of SQL. */
function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function readCallee(nodes: Nodes, index: number): Callee | null {
  const names: string[] = [];
  for (let i = index; ; i += 2) {
    const node = nodes[i];
    if (node?.kind !== "word" && node?.kind !== "quoted") return null;
    names.push(nameOf(node).toLowerCase());
    const after = nodes[i + 1];
    if (isGroup(after)) return { names, group: after, next: i + 2 };
    const typed = nodes[i + 2];
    if (isWord(node, "struct") && isGroup(after, "<") && isGroup(typed)) {
      throw new UnsupportedError("a typed STRUCT<…>(…) constructor", node);
    }
    if (!isOperator(after, ".")) return null;
  }
}

function readOver(nodes: Nodes, index: number, scope: Scope): Primary {
  if (!isWord(nodes[index], "over")) return { text: "", next: index };
  const window = nodes[index + 1];
  if (isGroup(window)) {
    return { text: ` over (${renderExpression(window.children, scope)})`, next: index + 2 };
  }
  if (!isName(window)) throw unexpected(window ?? nodes[index]);
  return { text: ` over ${identifier(nameOf(window))}`, next: index + 2 };
}
